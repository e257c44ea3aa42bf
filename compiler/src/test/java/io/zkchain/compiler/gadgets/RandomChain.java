package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.LoweredProgram;
import java.util.Arrays;
import java.util.Random;

/**
 * A random chain of operators that only rename, select, join or sum indices, lowered as operators
 * lower them and, independently, on plain arrays.
 */
final class RandomChain {
  private static final int MOST_ELEMENTS = 600;

  private final TwinSource source;
  private final TwinViews views;
  private final Random random;
  private Twin result;

  RandomChain(long seed) {
    this.source = new TwinSource(seed);
    this.views = new TwinViews(source);
    this.random = source.random();
    this.result = base();
  }

  /** The integers of the published result. */
  long[] expected() {
    return result.values();
  }

  TwinSource source() {
    return source;
  }

  @Override
  public String toString() {
    return source.toString();
  }

  LoweredProgram build(int steps) {
    for (int k = 0; k < steps; k++) {
      result = step(result);
    }
    return source.finish(result);
  }

  private Twin step(Twin x) {
    return switch (random.nextInt(12)) {
      case 0 -> concat(x);
      case 1 -> times(x);
      case 2 -> plus(x);
      default -> views.any(x);
    };
  }

  private Twin base() {
    int rank = random.nextInt(5);
    int[] dims = new int[rank];
    for (int k = 0; k < rank; k++) {
      dims[k] = 1 + random.nextInt(5);
    }
    Twin x = source.cells(dims);
    return random.nextInt(3) == 0 ? source.product(x) : x;
  }

  private Twin concat(Twin x) {
    if (x.dims().length == 0 || x.values().length > MOST_ELEMENTS) {
      return x;
    }
    int axis = random.nextInt(x.dims().length);
    int[] other = x.dims();
    other[axis] = 1 + random.nextInt(3);
    Twin y = random.nextBoolean() ? source.cells(other) : source.fixed(other);
    int[] dims = x.dims();
    dims[axis] += other[axis];
    int[] none = new int[dims.length];
    int[] ones = new int[dims.length];
    Arrays.fill(ones, 1);
    Twin first = views.line(x, none, ones, dims);
    int[] shifted = none.clone();
    shifted[axis] = -x.dims()[axis];
    Twin second = views.line(y, shifted, ones, dims);
    source.tell("concat at " + axis);
    return source.sum(first, second);
  }

  // A sum with a tensor that broadcasts, or widens.
  private Twin plus(Twin x) {
    int[] dims = x.dims();
    for (int k = 0; k < dims.length; k++) {
      if (random.nextInt(3) == 0) {
        boolean widen = dims[k] == 1 && x.values().length < 100;
        dims[k] = widen ? 1 + random.nextInt(3) : 1;
      }
    }
    source.tell("plus " + Arrays.toString(dims));
    return source.sum(x, random.nextBoolean() ? source.cells(dims) : source.fixed(dims));
  }

  // An elementwise product with weights, where x can be a factor.
  private Twin times(Twin x) {
    boolean asItIs = x.tensor().isFactor() && x.tensor().addends().size() <= 2;
    return asItIs ? source.product(x) : x;
  }
}
