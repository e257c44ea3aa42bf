package io.zkchain.compiler.graph.fold;

import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import java.util.Arrays;

/** ONNX's Cast: towards zero from real to integer, wrapping between integers, not-zero to bool. */
final class Casts {

  private Casts() {}

  static TensorData cast(Node node, TensorData x, DataType to) {
    if (to == x.dtype()) {
      return x;
    }
    if (to.isFloat()) {
      return x.dtype().isFloat() || to == DataType.DOUBLE || x.dtype() == DataType.UINT64
          ? TensorData.ofDoubles(to, x.shape(), x.toDoubles())
          : TensorData.ofFloats(to, x.shape(), roundedOnce(x));
    }
    long[] values = new long[x.size()];
    if (to == DataType.BOOL) {
      Arrays.setAll(values, i -> x.booleanAt(i) ? 1 : 0);
    } else {
      Arrays.setAll(values, i -> toInteger(node, x, i, to));
    }
    return TensorData.ofLongs(to, x.shape(), values);
  }

  /** Straight from long to float: through double, a large integer would be rounded twice. */
  private static float[] roundedOnce(TensorData x) {
    float[] out = new float[x.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = x.longAt(i);
    }
    return out;
  }

  /** A real outside the integer type has no defined result, and no runtime agrees with another. */
  private static long toInteger(Node node, TensorData x, int index, DataType to) {
    long value = x.longAt(index);
    if (x.dtype().isFloat()) {
      double real = x.doubleAt(index);
      if (!(Math.abs(real) < 0x1p63) || to.wrap(value) != value) {
        throw new UnsupportedModelException(
            "%s: constant %s at index %d does not fit %s"
                .formatted(node.describe(), real, index, to));
      }
    }
    return value;
  }
}
