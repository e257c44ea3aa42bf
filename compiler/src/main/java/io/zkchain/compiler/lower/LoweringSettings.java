package io.zkchain.compiler.lower;

import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.ScalePlan;
import java.util.Map;

/**
 * Everything besides the model that decides a circuit's structure before placement.
 *
 * @param bits B: function tables have the inputs -(2^(B-1)-1) .. 2^(B-1)-1
 * @param shift s: remainders are below 2^s
 * @param saturate whether nodes that may overflow clamp (else they reject)
 * @param ranges smallest and largest value by ONNX value name, from calibration
 * @param plan what earlier passes found out
 * @param bitsOf fewer bits for single rounded values, by ONNX value name
 */
public record LoweringSettings(
    int bits,
    int shift,
    boolean saturate,
    Map<String, RealRange> ranges,
    ScalePlan plan,
    Map<String, Integer> bitsOf) {
  public LoweringSettings {
    ranges = Map.copyOf(ranges);
    bitsOf = Map.copyOf(bitsOf);
  }

  /** Settings with the same bits for all values. */
  public LoweringSettings(
      int bits, int shift, boolean saturate, Map<String, RealRange> ranges, ScalePlan plan) {
    this(bits, shift, saturate, ranges, plan, Map.of());
  }

  public LoweringSettings withPlan(ScalePlan other) {
    return new LoweringSettings(bits, shift, saturate, ranges, other, bitsOf);
  }
}
