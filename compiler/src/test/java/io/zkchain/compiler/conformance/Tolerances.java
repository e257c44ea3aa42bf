package io.zkchain.compiler.conformance;

import io.zkchain.compiler.graph.TensorData;
import java.util.Collection;
import java.util.Map;

/**
 * How far an operator's result on rounded inputs may be from the real result. Integers and bools
 * must be exact.
 *
 * <p>The inputs and the result are rounded to tables of at least 12 bits, so an operator with slope
 * about 1 stays within a few units of 2^-11 of the largest value. {@link #FACTORS} holds the
 * operators that are steeper (the values of the tests lie where the slope is so), or round several
 * times, with the reason.
 */
final class Tolerances {
  private static final double UNIT = 0x1p-9;

  private static final Map<String, Double> FACTORS = Map.of();

  /** Its expected values divide by a scale rounded to float32, which decides ties either way. */
  private static final String DYNAMIC = "test_dynamicquantizelinear";

  private Tolerances() {}

  /** The bound for one output of a test. */
  static double of(NodeTest.Name test, Collection<TensorData> inputs, TensorData expected) {
    if (!expected.dtype().isFloat()) {
      return test.test().startsWith(DYNAMIC) ? 1 : 0;
    }
    double reach = magnitude(expected);
    for (TensorData input : inputs) {
      if (input.dtype().isFloat()) {
        reach = Math.max(reach, Math.min(1, magnitude(input)));
      }
    }
    return UNIT * FACTORS.getOrDefault(test.operator(), 1.0) * reach;
  }

  private static double magnitude(TensorData data) {
    double largest = 0;
    for (int i = 0; i < data.size(); i++) {
      largest = Math.max(largest, Math.abs(data.doubleAt(i)));
    }
    return largest;
  }
}
