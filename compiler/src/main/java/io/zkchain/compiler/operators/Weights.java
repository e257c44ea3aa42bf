package io.zkchain.compiler.operators;

import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.quantize.Scale;

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
            "a constant of %s does not fit the scale %s".formatted(values[i], scale));
      }
      out[i] = (long) units;
    }
    return out;
  }

  static double magnitude(double[] values) {
    double magnitude = 0;
    for (double v : values) {
      magnitude = Math.max(magnitude, Math.abs(v));
    }
    return magnitude;
  }
}
