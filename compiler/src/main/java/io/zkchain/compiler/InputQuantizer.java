package io.zkchain.compiler;

import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.operators.GraphLowering;
import java.util.LinkedHashMap;
import java.util.Map;

/** Real inputs to integers, and integer outputs back. */
final class InputQuantizer {
  private final Overflow overflow;
  private final Map<String, Long> saturated = new LinkedHashMap<>();

  InputQuantizer(Overflow overflow) {
    this.overflow = overflow;
  }

  /** Clamped elements by input. */
  Map<String, Long> saturated() {
    return saturated;
  }

  /**
   * floor(x / scale + 1/2) of each element (or rounded to even in float32, for an input that the
   * model quantises), clamped to the domain.
   *
   * @throws InputDataException naming the input and the element
   */
  long[] quantise(GraphLowering.Input input, TensorData data) {
    if (!data.type().equals(input.type())) {
      throw new InputDataException(
          "input '%s' has the type %s, not %s".formatted(input.name(), input.type(), data.type()));
    }
    double unit = input.scale().toDouble();
    long[] out = new long[data.size()];
    long count = 0;
    for (int i = 0; i < out.length; i++) {
      double value = data.doubleAt(i);
      if (!Double.isFinite(value)) {
        throw new InputDataException(
            "input '%s', element %d: %s is not finite".formatted(input.name(), i, value));
      }
      long units = data.dtype().isFloat() ? units(input, value, unit) : data.longAt(i);
      out[i] = Math.clamp(units, input.domain().lo(), input.domain().hi());
      if (out[i] != units) {
        count++;
        if (overflow == Overflow.REJECT || !data.dtype().isFloat()) {
          throw new InputDataException(
              "input '%s', element %d is outside the proven range %s..%s"
                  .formatted(
                      input.name(), i, input.domain().lo() * unit, input.domain().hi() * unit));
        }
      }
    }
    if (count > 0) {
      saturated.put(input.name() + " (input)", count);
    }
    return out;
  }

  private static long units(GraphLowering.Input input, double value, double unit) {
    return input.halfEven()
        ? (long) Math.rint((float) value / (float) unit)
        : (long) Math.floor(value / unit + 0.5);
  }

  /** The real values of an output in its declared type. */
  static TensorData real(GraphLowering.Output output, long[] integers) {
    DataType type = output.type().dtype();
    if (!type.isFloat()) {
      return TensorData.ofLongs(type, output.type().shape(), integers);
    }
    double unit = output.value().scale().toDouble();
    double[] reals = new double[integers.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = integers[i] * unit;
    }
    return TensorData.ofDoubles(type, output.type().shape(), reals);
  }
}
