package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.gadgets.GadgetCase.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The inputs that are tried: all of the stated intervals, and all field elements, where those are
 * few; else a seeded sample crossed with the intervals' ends.
 */
final class GadgetInputs {
  private static final int MOST_INPUTS = 4096;
  private static final int LEGAL_SAMPLES = 400;
  private static final int HOSTILE_SAMPLES = 100;

  private final List<Given> elements = new ArrayList<>();
  private final long p;

  GadgetInputs(List<Given> givens, long p) {
    this.p = p;
    for (Given g : givens) {
      for (int i = 0; i < Arithmetic.volume(g.dims()); i++) {
        elements.add(g);
      }
    }
  }

  /** Inputs of the stated intervals. */
  List<long[]> legal() {
    double count = 1;
    for (Given g : elements) {
      count *= g.hi() - g.lo() + 1;
    }
    List<long[]> out = new ArrayList<>();
    if (count <= MOST_INPUTS) {
      grid(new long[elements.size()], 0, out);
      return out;
    }
    Random random = new Random(1);
    for (int k = 0; k < LEGAL_SAMPLES; k++) {
      out.add(sample(random));
    }
    return out;
  }

  private void grid(long[] input, int at, List<long[]> out) {
    if (at == input.length) {
      out.add(input.clone());
      return;
    }
    for (long v = elements.get(at).lo(); v <= elements.get(at).hi(); v++) {
      input[at] = v;
      grid(input, at + 1, out);
    }
  }

  private long[] sample(Random random) {
    return elements.stream()
        .mapToLong(g ->
            random.nextInt(4) == 0
                ? random.nextBoolean() ? g.lo() : g.hi()
                : random.nextLong(g.lo(), g.hi() + 1))
        .toArray();
  }

  /** Field elements: some or all elements of an input are any residue. */
  List<long[]> hostile() {
    int width = elements.size();
    List<long[]> out = new ArrayList<>();
    if (width == 1 && p <= MOST_INPUTS) {
      for (long v = -(p / 2); v <= p / 2; v++) {
        out.add(new long[] {v});
      }
      return out;
    }
    Random random = new Random(2);
    for (int k = 0; k < HOSTILE_SAMPLES; k++) {
      long[] input = sample(random);
      for (int i = 0; i < width; i++) {
        if (i == k % width || random.nextBoolean()) {
          input[i] = AssignmentSearch.centred(random.nextLong(p), p);
        }
      }
      out.add(input);
    }
    return out;
  }
}
