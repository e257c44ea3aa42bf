package io.zkchain.compiler.operators;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Small lists of axis sizes and labels. */
final class Labels {

  private Labels() {}

  static int find(int[] values, int wanted) {
    for (int k = 0; k < values.length; k++) {
      if (values[k] == wanted) {
        return k;
      }
    }
    return -1;
  }

  /** The values with the one at a position replaced by several. */
  static int[] split(int[] values, int at, int[] parts) {
    return IntStream.concat(
            IntStream.concat(Arrays.stream(values, 0, at), Arrays.stream(parts)),
            Arrays.stream(values, at + 1, values.length))
        .toArray();
  }

  /** New labels for the parts of a split label. */
  static int[] fresh(int label, int base, int count) {
    return IntStream.range(0, count).map(k -> base + 10 * label + k).toArray();
  }

  /** Positions of the labels that the result has too, in the result's order. */
  static int[] shared(int[] labels, int[] out) {
    return Arrays.stream(out).map(o -> find(labels, o)).filter(k -> k >= 0).toArray();
  }

  /** 0, 1, .. */
  static int[] range(int count) {
    return IntStream.range(0, count).toArray();
  }
}
