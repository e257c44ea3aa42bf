package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.PublicTensor;
import io.zkchain.circuit.Shape;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LoweredProgram;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.LoweringSettings;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.ScalePlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A random chain of operators that only rename, select, join or sum indices, lowered as operators
 * lower them and, independently, on plain arrays.
 */
final class RandomChain {
  private static final int BITS = 14;
  private static final int MOST_ELEMENTS = 600;

  /** A tensor twice: virtual, and its integers by definition. */
  private record Both(QTensor tensor, long[] values) {
    int[] dims() {
      return tensor.dims();
    }
  }

  /** Row-major source of an element, or -1 for 0. */
  @FunctionalInterface
  private interface Source {
    int of(int[] index);
  }

  private final Random random;
  private final Lowering l;
  private final Map<Integer, long[]> inputs = new HashMap<>();
  private final List<String> story = new ArrayList<>();
  private long[] expected = new long[0];
  private int names;

  RandomChain(long seed) {
    this.random = new Random(seed);
    this.l = new Lowering(new LoweringSettings(BITS, BITS - 1, false, Map.of(), ScalePlan.empty()));
    l.begin("chain (" + seed + ")");
  }

  /** The integers of the published result. */
  long[] expected() {
    return expected;
  }

  Map<Integer, long[]> inputs() {
    return inputs;
  }

  @Override
  public String toString() {
    return String.join(", ", story);
  }

  LoweredProgram build(int steps) {
    Both current = base();
    for (int k = 0; k < steps; k++) {
      current = step(current);
    }
    int size = current.values().length;
    QTensor flat = Arithmetic.reshape(l, "result", current.tensor(), new int[] {size});
    l.publish("result", PublicTensor.Role.OUTPUT, flat, size == 1 ? Shape.of() : Shape.of(size));
    expected = current.values();
    return l.finish();
  }

  private Both step(Both x) {
    return switch (random.nextInt(12)) {
      case 0, 1 -> transpose(x);
      case 2 -> slice(x);
      case 3 -> pad(x);
      case 4, 5, 6 -> reshape(x);
      case 7 -> concat(x);
      case 8 -> reduce(x);
      case 9 -> windows(x);
      case 10 -> times(x);
      default -> plus(x);
    };
  }

  // ---------------------------------------------------------------- leaves

  private Both base() {
    int rank = random.nextInt(5);
    int[] dims = new int[rank];
    for (int k = 0; k < rank; k++) {
      dims[k] = 1 + random.nextInt(5);
    }
    Both x = cells(dims);
    return random.nextInt(3) == 0 ? product(x) : x;
  }

  private Both cells(int[] dims) {
    long[] values = integers(Arithmetic.volume(dims), 50);
    int buffer = l.input();
    inputs.put(buffer, values);
    Committed rows = l.pair(name("x"), dims, l.identity(), buffer);
    story.add("cells " + Arrays.toString(dims));
    var range = new io.zkchain.compiler.quantize.Interval(-50, 50);
    return new Both(l.read(rows, Cell.A, name("x"), dims, Scale.ONE, range), values);
  }

  private Both fixed(int[] dims) {
    long[] values = integers(Arithmetic.volume(dims), 5);
    return new Both(l.fixed(name("w"), dims, values, Scale.ONE), values);
  }

  private long[] integers(int count, int magnitude) {
    return random.longs(count, -magnitude, magnitude + 1L).toArray();
  }

  private String name(String kind) {
    return kind + names++;
  }

  // ---------------------------------------------------------------- views

  private static int[] strides(int[] dims) {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int k = dims.length - 1; k >= 0; k--) {
      strides[k] = stride;
      stride *= dims[k];
    }
    return strides;
  }

  private static long[] gathered(long[] values, int[] dims, Source source) {
    long[] out = new long[Arithmetic.volume(dims)];
    int[] strides = strides(dims);
    int[] index = new int[dims.length];
    for (int i = 0; i < out.length; i++) {
      for (int k = 0; k < dims.length; k++) {
        index[k] = i / strides[k] % dims[k];
      }
      int at = source.of(index);
      out[i] = at < 0 ? 0 : values[at];
    }
    return out;
  }

  private Both transpose(Both x) {
    int[] old = x.dims();
    List<Integer> perm = new ArrayList<>();
    for (int k = 0; k < old.length; k++) {
      perm.add(k);
    }
    Collections.shuffle(perm, random);
    int[] dims = perm.stream().mapToInt(k -> old[k]).toArray();
    List<AxisExpression> from =
        new ArrayList<>(Collections.nCopies(old.length, AxisExpression.constant(0)));
    for (int axis = 0; axis < dims.length; axis++) {
      from.set(perm.get(axis), AxisExpression.axis(axis, dims[axis]));
    }
    story.add("transpose " + perm);
    int[] strides = strides(old);
    long[] values =
        gathered(
            x.values(),
            dims,
            index -> {
              int at = 0;
              for (int k = 0; k < index.length; k++) {
                at += index[k] * strides[perm.get(k)];
              }
              return at;
            });
    return new Both(Arithmetic.view(l, name("t"), x.tensor(), from, dims), values);
  }

  private Both slice(Both x) {
    int[] dims = x.dims();
    int[] starts = new int[dims.length];
    int[] steps = new int[dims.length];
    for (int k = 0; k < dims.length; k++) {
      int step = 1 + random.nextInt(2);
      int count = 1 + random.nextInt((dims[k] + step - 1) / step);
      int first = random.nextInt(dims[k] - (count - 1) * step);
      boolean back = random.nextInt(4) == 0;
      starts[k] = back ? first + (count - 1) * step : first;
      steps[k] = back ? -step : step;
      dims[k] = count;
    }
    story.add("slice " + Arrays.toString(starts) + " by " + Arrays.toString(steps));
    return line(x, starts, steps, dims);
  }

  private Both pad(Both x) {
    int[] dims = x.dims();
    int[] starts = new int[dims.length];
    int[] steps = new int[dims.length];
    for (int k = 0; k < dims.length; k++) {
      starts[k] = random.nextInt(4) - 2;
      int end = random.nextInt(4) - 1;
      steps[k] = 1;
      int length = dims[k] - starts[k] + end;
      dims[k] = Math.max(1, length);
    }
    story.add("pad " + Arrays.toString(starts) + " to " + Arrays.toString(dims));
    return line(x, starts, steps, dims);
  }

  // Element y reads starts + steps * y, or 0 outside.
  private Both line(Both x, int[] starts, int[] steps, int[] dims) {
    List<AxisExpression> from = new ArrayList<>();
    for (int k = 0; k < dims.length; k++) {
      from.add(AxisExpression.constant(starts[k]).plus(steps[k], k, dims[k]));
    }
    int[] old = x.dims();
    int[] strides = strides(old);
    long[] values =
        gathered(
            x.values(),
            dims,
            index -> {
              int at = 0;
              for (int k = 0; k < index.length; k++) {
                int own = starts[k] + steps[k] * index[k];
                if (own < 0 || own >= old[k]) {
                  return -1;
                }
                at += own * strides[k];
              }
              return at;
            });
    return new Both(Arithmetic.view(l, name("v"), x.tensor(), from, dims), values);
  }

  private Both reshape(Both x) {
    List<Integer> dims = new ArrayList<>();
    int rest = x.values().length;
    while (rest > 1) {
      int factor = 2 + random.nextInt(rest - 1);
      while (rest % factor != 0) {
        factor--;
        factor = factor < 2 ? rest : factor;
      }
      dims.add(random.nextInt(dims.size() + 1), factor);
      rest /= factor;
    }
    while (dims.size() < 5 && random.nextInt(3) == 0) {
      dims.add(random.nextInt(dims.size() + 1), 1);
    }
    story.add("reshape " + dims);
    int[] next = dims.stream().mapToInt(Integer::intValue).toArray();
    return new Both(Arithmetic.reshape(l, name("r"), x.tensor(), next), x.values());
  }

  private Both concat(Both x) {
    if (x.dims().length == 0 || x.values().length > MOST_ELEMENTS) {
      return x;
    }
    int axis = random.nextInt(x.dims().length);
    int[] other = x.dims();
    other[axis] = 1 + random.nextInt(3);
    Both y = random.nextBoolean() ? cells(other) : fixed(other);
    int[] dims = x.dims();
    dims[axis] += other[axis];
    int[] none = new int[dims.length];
    int[] ones = new int[dims.length];
    Arrays.fill(ones, 1);
    Both first = line(x, none, ones, dims);
    int[] shifted = none.clone();
    shifted[axis] = -x.dims()[axis];
    Both second = line(y, shifted, ones, dims);
    story.add("concat at " + axis);
    return sum(first, second);
  }

  private Both reduce(Both x) {
    if (x.dims().length == 0) {
      return x;
    }
    int axis = random.nextInt(x.dims().length);
    int[] dims = x.dims();
    List<AxisExpression> from = new ArrayList<>();
    for (int k = 0; k < dims.length; k++) {
      from.add(
          k == axis
              ? AxisExpression.constant(0).plusSummed(1, k, dims[k])
              : AxisExpression.axis(k, dims[k]));
    }
    int count = dims[axis];
    int stride = strides(dims)[axis];
    int[] strides = strides(dims);
    dims[axis] = 1;
    long[] values = new long[Arithmetic.volume(dims)];
    for (int t = 0; t < count; t++) {
      int offset = t * stride;
      long[] part = gathered(x.values(), dims, index -> offset + dot(index, strides));
      Arrays.setAll(values, i -> values[i] + part[i]);
    }
    story.add("reduce " + axis);
    return new Both(Arithmetic.view(l, name("s"), x.tensor(), from, dims), values);
  }

  private static int dot(int[] index, int[] strides) {
    int sum = 0;
    for (int k = 0; k < index.length; k++) {
      sum += index[k] * strides[k];
    }
    return sum;
  }

  // Sums over windows, padded with 0, along the last axis.
  private Both windows(Both x) {
    if (x.dims().length == 0) {
      return x;
    }
    int[] dims = x.dims();
    int axis = random.nextInt(dims.length);
    int size = dims[axis];
    int kernel = 1 + random.nextInt(3);
    int stride = 1 + random.nextInt(2);
    int dilation = 1 + random.nextInt(2);
    int pad = random.nextInt(3);
    int reach = size + 2 * pad - (kernel - 1) * dilation - 1;
    if (reach < 0) {
      return x;
    }
    int[] strides = strides(dims);
    dims[axis] = reach / stride + 1;
    List<AxisExpression> from = new ArrayList<>();
    for (int k = 0; k < dims.length; k++) {
      from.add(
          k == axis
              ? AxisExpression.constant(-pad)
                  .plus(stride, k, dims[k])
                  .plusSummed(dilation, 0, kernel)
              : AxisExpression.axis(k, dims[k]));
    }
    long[] values = new long[Arithmetic.volume(dims)];
    for (int t = 0; t < kernel; t++) {
      int offset = t * dilation - pad;
      long[] part =
          gathered(
              x.values(),
              dims,
              index -> {
                int own = index[axis] * stride + offset;
                boolean outside = own < 0 || own >= size;
                return outside ? -1 : dot(index, strides) + (own - index[axis]) * strides[axis];
              });
      Arrays.setAll(values, i -> values[i] + part[i]);
    }
    story.add("windows of " + kernel + " by " + stride + " along " + axis + " padded " + pad);
    return new Both(Arithmetic.view(l, name("a"), x.tensor(), from, dims), values);
  }

  // ---------------------------------------------------------------- arithmetic

  private Both sum(Both x, Both y) {
    QTensor sum = Arithmetic.sum(l, name("p"), List.of(x.tensor(), y.tensor()), List.of(1L, 1L));
    int[] a = Arithmetic.broadcastOffsets(x.dims(), sum.dims());
    int[] b = Arithmetic.broadcastOffsets(y.dims(), sum.dims());
    long[] values = new long[sum.size()];
    Arrays.setAll(values, i -> x.values()[a[i]] + y.values()[b[i]]);
    return new Both(sum, values);
  }

  // A sum with a tensor that broadcasts, or widens.
  private Both plus(Both x) {
    int[] dims = x.dims();
    for (int k = 0; k < dims.length; k++) {
      if (random.nextInt(3) == 0) {
        boolean widen = dims[k] == 1 && x.values().length < 100;
        dims[k] = widen ? 1 + random.nextInt(3) : 1;
      }
    }
    story.add("plus " + Arrays.toString(dims));
    return sum(x, random.nextBoolean() ? cells(dims) : fixed(dims));
  }

  // An elementwise product with weights, where x can be a factor.
  private Both times(Both x) {
    boolean asItIs = x.tensor().isFactor() && x.tensor().addends().size() <= 2;
    return asItIs ? product(x) : x;
  }

  private Both product(Both x) {
    int[] dims = x.dims();
    for (int k = 0; k < dims.length; k++) {
      dims[k] = random.nextInt(3) == 0 ? 1 : dims[k];
    }
    Both w = random.nextBoolean() ? cells(dims) : fixed(dims);
    int[] labels = new int[dims.length];
    Arrays.setAll(labels, k -> k);
    QTensor product =
        Arithmetic.contract(
            l,
            name("m"),
            x.tensor(),
            labels,
            w.tensor(),
            labels,
            x.dims(),
            labels,
            x.tensor().range().times(w.tensor().range()),
            new EinsumKernel(x.tensor(), labels, w.tensor(), labels, x.dims(), labels));
    int[] b = Arithmetic.broadcastOffsets(dims, x.dims());
    long[] values = new long[x.values().length];
    Arrays.setAll(values, i -> x.values()[i] * w.values()[b[i]]);
    story.add("times " + Arrays.toString(dims));
    return new Both(product, values);
  }
}
