package io.zkchain.compiler.data;

import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fits the tensors of a file to the inputs of a model. */
final class InputTensors {

  private InputTensors() {}

  /** Cuts data into samples whatever its nesting: its length must be a multiple of the input's. */
  static List<TensorData> splitFlat(Value input, TensorData data) {
    int size = input.type().shape().size();
    if (data.size() % size != 0) {
      throw new InputDataException(
          "input '%s' has %d values, its shape %s needs %d (or a multiple, for several samples)"
              .formatted(input.name(), data.size(), input.type().shape(), size));
    }
    return cut(input, data);
  }

  /**
   * Cuts data into samples by its shape: the input's, the input's without leading ones, or either
   * with several samples along a first axis.
   */
  static List<TensorData> split(Value input, TensorData data) {
    List<Integer> given = data.shape().dims();
    List<Integer> wanted = input.type().shape().dims();
    while (!fits(given, wanted)) {
      if (wanted.isEmpty() || wanted.getFirst() != 1) {
        throw new InputDataException(
            "input '%s' has shape %s, the model needs %s"
                .formatted(input.name(), data.shape(), input.type().shape()));
      }
      wanted = wanted.subList(1, wanted.size());
    }
    return cut(input, data);
  }

  private static boolean fits(List<Integer> given, List<Integer> wanted) {
    return given.equals(wanted)
        || (!given.isEmpty() && given.subList(1, given.size()).equals(wanted));
  }

  private static List<TensorData> cut(Value input, TensorData data) {
    TensorShape shape = input.type().shape();
    TensorData typed = convert(input, data);
    List<TensorData> samples = new ArrayList<>();
    for (int start = 0; start < data.size(); start += shape.size()) {
      int[] sources = new int[shape.size()];
      for (int i = 0; i < sources.length; i++) {
        sources[i] = start + i;
      }
      samples.add(typed.select(shape, sources));
    }
    return samples;
  }

  /** Samples from one list of tensors for each input, all of equal length. */
  static List<Map<String, TensorData>> zip(Map<String, List<TensorData>> byInput) {
    int count = byInput.values().iterator().next().size();
    byInput.forEach((name, list) -> {
      if (list.size() != count) {
        throw new InputDataException(
            "input '%s' has %d samples, another input has %d".formatted(name, list.size(), count));
      }
    });
    List<Map<String, TensorData>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, TensorData> sample = new LinkedHashMap<>();
      int index = i;
      byInput.forEach((name, list) -> sample.put(name, list.get(index)));
      samples.add(sample);
    }
    return samples;
  }

  /** Converts without loss of meaning: reals are rounded, integers must fit, bool stays bool. */
  private static TensorData convert(Value input, TensorData data) {
    DataType to = input.type().dtype();
    boolean truth = data.dtype() == DataType.BOOL;
    if (truth != (to == DataType.BOOL) && !(to == DataType.BOOL && isZeroOne(data))) {
      throw new InputDataException(
          "input '%s' has type %s, the model needs %s".formatted(input.name(), data.dtype(), to));
    }
    if (to.isFloat()) {
      double[] values = data.toDoubles();
      TensorData rounded = TensorData.ofDoubles(to, data.shape(), values);
      for (int i = 0; i < values.length; i++) {
        if (!Double.isFinite(rounded.doubleAt(i))) {
          throw new InputDataException(
              "input '%s': element %d is %s, which is no finite %s"
                  .formatted(input.name(), i, values[i], to));
        }
      }
      return rounded;
    }
    return integers(input, data, to);
  }

  private static boolean isZeroOne(TensorData data) {
    for (int i = 0; i < data.size(); i++) {
      if (data.doubleAt(i) != 0 && data.doubleAt(i) != 1) {
        return false;
      }
    }
    return true;
  }

  private static TensorData integers(Value input, TensorData data, DataType to) {
    long[] values = new long[data.size()];
    for (int i = 0; i < values.length; i++) {
      long value = data.longAt(i);
      boolean whole = !data.dtype().isFloat() || exact(data.doubleAt(i));
      boolean sign = !to.isUnsigned() || value >= 0 || data.dtype() == DataType.UINT64;
      if (!whole || !sign || to.wrap(value) != value) {
        throw new InputDataException(
            "input '%s': element %d is %s, which is no %s"
                .formatted(
                    input.name(),
                    i,
                    data.dtype().isFloat() ? data.doubleAt(i) + "" : value + "",
                    to));
      }
      values[i] = value;
    }
    return TensorData.ofLongs(to, data.shape(), values);
  }

  private static boolean exact(double value) {
    return Math.abs(value) <= 0x1p53 && Math.rint(value) == value;
  }
}
