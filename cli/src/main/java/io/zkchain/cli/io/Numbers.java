package io.zkchain.cli.io;

import tools.jackson.databind.node.ArrayNode;

/** Lists of numbers as JSON, and what people want to know about them. */
public final class Numbers {
  private Numbers() {}

  public static ArrayNode integers(long[] values) {
    ArrayNode array = Json.array();
    for (long value : values) {
      array.add(value);
    }
    return array;
  }

  public static ArrayNode reals(double[] values) {
    ArrayNode array = Json.array();
    for (double value : values) {
      array.add(value);
    }
    return array;
  }

  /** Index of the first largest value. */
  public static int argMax(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  /** Largest absolute difference of two lists of one length. */
  public static double maxDifference(double[] one, double[] other) {
    double largest = 0;
    for (int i = 0; i < one.length; i++) {
      largest = Math.max(largest, Math.abs(one[i] - other[i]));
    }
    return largest;
  }
}
