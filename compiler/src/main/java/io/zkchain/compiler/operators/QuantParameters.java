package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.quantize.Interval;

/**
 * Scales and zero points of a quantised tensor: real = scale (q - zero point).
 *
 * @param type of q
 * @param scales one, or one for each element of an axis
 * @param zeroPoints as many, or one
 */
record QuantParameters(DataType type, double[] scales, long[] zeroPoints) {

  /**
   * Of constant inputs of a node.
   *
   * @param zeroPoint may be absent: 0
   */
  static QuantParameters of(OperatorContext c, DataType type, int scale, int zeroPoint) {
    TensorData scales = constant(c, scale);
    long[] zeros =
        zeroPoint >= 0 && c.node().hasInput(zeroPoint)
            ? constant(c, zeroPoint).toLongs()
            : new long[] {0};
    for (int i = 0; i < scales.size(); i++) {
      if (!(scales.doubleAt(i) > 0)) {
        throw c.unsupported(Limit.SCALE_SIGN, scales.doubleAt(i));
      }
    }
    return new QuantParameters(type, scales.toDoubles(), zeros);
  }

  private static TensorData constant(OperatorContext c, int input) {
    if (!c.isConstant(input)) {
      throw c.unsupported(Limit.OPEN_SCALE, c.node().input(input));
    }
    return c.constant(input);
  }

  boolean perAxis() {
    return scales.length > 1;
  }

  /** The zero point of a channel. */
  long zeroPoint(int channel) {
    return zeroPoints[zeroPoints.length == 1 ? 0 : channel];
  }

  /** The one zero point. */
  long zeroPoint(OperatorContext c) {
    for (long zero : zeroPoints) {
      if (zero != zeroPoints[0]) {
        throw c.unsupported(Limit.CHANNEL_ZEROS);
      }
    }
    return zeroPoints[0];
  }

  /** The one scale. */
  double scale(OperatorContext c) {
    if (perAxis()) {
      throw c.unsupported(Limit.CHANNEL_ONLY_WEIGHTS);
    }
    return scales[0];
  }

  /** The values of q - zero point. */
  static Interval centred(DataType type, long zeroPoint) {
    Interval values = IntegerTypes.values(type);
    return new Interval(values.lo() - zeroPoint, values.hi() - zeroPoint);
  }
}
