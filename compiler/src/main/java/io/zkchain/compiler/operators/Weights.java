package io.zkchain.compiler.operators;

import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.quantize.Scale;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Real constants as integers. */
final class Weights {

  private Weights() {}

  /** floor(v / scale + 1/2) of each. */
  static long[] round(double[] values, Scale scale) {
    double unit = scale.toDouble();
    long[] out = new long[values.length];
    for (int i = 0; i < out.length; i++) {
      double units = Math.floor(values[i] / unit + 0.5);
      if (!(Math.abs(units) < 0x1p52)) {
        throw new UnsupportedModelException(
            Double.isInfinite(values[i])
                ? Limit.INFINITY.reason(values[i])
                : Limit.CONSTANT.reason(values[i], scale));
      }
      out[i] = (long) units;
    }
    return out;
  }

  /** An element of a constant in units of a scale, rounded to a whole number and cut to 62 bits. */
  static long units(TensorData data, int index, Scale scale, RoundingMode mode) {
    BigDecimal value =
        data.dtype().isFloat()
            ? new BigDecimal(finite(data.doubleAt(index)))
            : BigDecimal.valueOf(data.longAt(index));
    BigDecimal units =
        value
            .multiply(new BigDecimal(scale.denominator()))
            .divide(new BigDecimal(scale.numerator()), 0, mode);
    BigDecimal limit = BigDecimal.valueOf(1L << 62);
    return units.min(limit).max(limit.negate()).longValueExact();
  }

  private static double finite(double value) {
    return Math.clamp(value, -Double.MAX_VALUE, Double.MAX_VALUE);
  }

  /** The scale at which the largest of some constants has 15 bits; 1 where all are zero. */
  static Scale unitOf(double largest) {
    Scale scale = Scale.ONE;
    if (largest == 0) {
      return scale;
    }
    double magnitude = Math.max(largest, 0x1p-30);
    while (magnitude / scale.toDouble() < 1 << 14) {
      scale = scale.shifted(-1);
    }
    while (magnitude / scale.toDouble() >= 1 << 15) {
      scale = scale.shifted(1);
    }
    return scale;
  }

  static double magnitude(double[] values) {
    double magnitude = 0;
    for (double v : values) {
      magnitude = Math.max(magnitude, Math.abs(v));
    }
    return magnitude;
  }
}
