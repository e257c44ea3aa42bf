package io.zkchain.compiler.graph;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * An immutable constant tensor, row-major.
 *
 * <p>float32, float16 and bfloat16 are held as {@code float} (both half types embed exactly),
 * float64 as {@code double}, integers and bool as {@code long} ({@code uint64} as its 64 bits, bool
 * as 0 or 1). Two tensors are equal if type, shape and all element bits are equal.
 */
public final class TensorData {

  /** The elements in the primitive type that holds them exactly. */
  private sealed interface Storage {
    int length();

    record Floats(float[] values) implements Storage {
      @Override
      public int length() {
        return values.length;
      }
    }

    record Doubles(double[] values) implements Storage {
      @Override
      public int length() {
        return values.length;
      }
    }

    record Longs(long[] values) implements Storage {
      @Override
      public int length() {
        return values.length;
      }
    }
  }

  private final TensorType type;
  private final Storage storage;

  private TensorData(TensorType type, Storage storage) {
    if (storage.length() != type.shape().size()) {
      throw new IllegalArgumentException(
          "%d elements do not fill a tensor of type %s".formatted(storage.length(), type));
    }
    this.type = type;
    this.storage = storage;
  }

  /**
   * A tensor of a floating-point type. Values are rounded to the type where it is narrower than
   * float32; float64 takes the floats exactly.
   */
  public static TensorData ofFloats(DataType dtype, TensorShape shape, float[] values) {
    TensorType type = new TensorType(dtype, shape);
    return switch (dtype) {
      case FLOAT -> new TensorData(type, new Storage.Floats(values.clone()));
      case FLOAT16, BFLOAT16 -> new TensorData(type, new Storage.Floats(rounded(dtype, values)));
      case DOUBLE -> {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        yield new TensorData(type, new Storage.Doubles(wide));
      }
      case UINT8, INT8, UINT16, INT16, INT32, INT64, BOOL, UINT32, UINT64 ->
          throw new IllegalArgumentException(dtype + " is no floating-point type");
    };
  }

  /** A float32 tensor. */
  public static TensorData ofFloats(TensorShape shape, float... values) {
    return ofFloats(DataType.FLOAT, shape, values);
  }

  /** A tensor of a floating-point type, each value rounded to the nearest of the type. */
  public static TensorData ofDoubles(DataType dtype, TensorShape shape, double[] values) {
    if (dtype == DataType.DOUBLE) {
      return new TensorData(new TensorType(dtype, shape), new Storage.Doubles(values.clone()));
    }
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return ofFloats(dtype, shape, narrow);
  }

  /** A tensor of an integer type or bool, each value wrapped to the type. */
  public static TensorData ofLongs(DataType dtype, TensorShape shape, long[] values) {
    long[] wrapped = new long[values.length];
    Arrays.setAll(wrapped, i -> dtype.wrap(values[i]));
    return new TensorData(new TensorType(dtype, shape), new Storage.Longs(wrapped));
  }

  /** An int64 vector, the form in which ONNX passes shapes and axes. */
  public static TensorData ofInt64s(long... values) {
    return ofLongs(DataType.INT64, TensorShape.of(values.length), values);
  }

  public TensorType type() {
    return type;
  }

  public DataType dtype() {
    return type.dtype();
  }

  public TensorShape shape() {
    return type.shape();
  }

  /** The element count. */
  public int size() {
    return storage.length();
  }

  /** One element as a double; exact except for integers beyond 2^53 (uint64 taken as unsigned). */
  public double doubleAt(int index) {
    return switch (storage) {
      case Storage.Floats(float[] values) -> values[index];
      case Storage.Doubles(double[] values) -> values[index];
      case Storage.Longs(long[] values) -> toDouble(values[index]);
    };
  }

  /**
   * One element as a long: integers and bool exactly (uint64 as its bits), floating-point values
   * truncated towards zero as Java casts do.
   */
  public long longAt(int index) {
    return switch (storage) {
      case Storage.Floats(float[] values) -> (long) values[index];
      case Storage.Doubles(double[] values) -> (long) values[index];
      case Storage.Longs(long[] values) -> values[index];
    };
  }

  /** Whether an element is not zero. */
  public boolean booleanAt(int index) {
    return switch (storage) {
      case Storage.Floats(float[] values) -> values[index] != 0;
      case Storage.Doubles(double[] values) -> values[index] != 0;
      case Storage.Longs(long[] values) -> values[index] != 0;
    };
  }

  /** A fresh array of all elements as {@link #doubleAt}. */
  public double[] toDoubles() {
    double[] out = new double[size()];
    switch (storage) { // loops without calls: they run before anything is compiled
      case Storage.Floats(float[] values) -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = values[i];
        }
      }
      case Storage.Doubles(double[] values) -> System.arraycopy(values, 0, out, 0, out.length);
      case Storage.Longs(long[] values) -> Arrays.setAll(out, i -> toDouble(values[i]));
    }
    return out;
  }

  /** A fresh array of all elements as float, rounded to nearest where they are wider. */
  public float[] toFloats() {
    if (storage instanceof Storage.Floats(float[] values)) {
      return values.clone();
    }
    float[] out = new float[size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) doubleAt(i);
    }
    return out;
  }

  /** A fresh array of all elements as {@link #longAt}. */
  public long[] toLongs() {
    long[] out = new long[size()];
    Arrays.setAll(out, this::longAt);
    return out;
  }

  /** The same elements under another shape of equal size. */
  public TensorData reshaped(TensorShape shape) {
    return new TensorData(new TensorType(type.dtype(), shape), storage);
  }

  /**
   * The tensor whose element i is this tensor's element {@code sources[i]}: every permutation,
   * slice, repetition or selection.
   */
  public TensorData select(TensorShape shape, int[] sources) {
    Storage picked =
        switch (storage) {
          case Storage.Floats(float[] values) -> {
            float[] out = new float[sources.length];
            for (int i = 0; i < out.length; i++) {
              out[i] = values[sources[i]];
            }
            yield new Storage.Floats(out);
          }
          case Storage.Doubles(double[] values) -> {
            double[] out = new double[sources.length];
            Arrays.setAll(out, i -> values[sources[i]]);
            yield new Storage.Doubles(out);
          }
          case Storage.Longs(long[] values) -> {
            long[] out = new long[sources.length];
            Arrays.setAll(out, i -> values[sources[i]]);
            yield new Storage.Longs(out);
          }
        };
    return new TensorData(new TensorType(type.dtype(), shape), picked);
  }

  /** The index of the first NaN or infinity, if there is one. */
  public OptionalInt firstNonFinite() {
    int i =
        switch (storage) {
          case Storage.Floats(float[] values) -> firstNonFinite(values);
          case Storage.Doubles(double[] values) -> firstNonFinite(values);
          case Storage.Longs(long[] values) -> values.length;
        };
    return i < size() ? OptionalInt.of(i) : OptionalInt.empty();
  }

  private static int firstNonFinite(float[] values) {
    int i = 0;
    while (i < values.length && Float.isFinite(values[i])) {
      i++;
    }
    return i;
  }

  private static int firstNonFinite(double[] values) {
    int i = 0;
    while (i < values.length && Double.isFinite(values[i])) {
      i++;
    }
    return i;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorData that
        && type.equals(that.type)
        && switch (storage) {
          case Storage.Floats(float[] values) ->
              that.storage instanceof Storage.Floats(float[] others)
                  && Arrays.equals(values, others);
          case Storage.Doubles(double[] values) ->
              that.storage instanceof Storage.Doubles(double[] others)
                  && Arrays.equals(values, others);
          case Storage.Longs(long[] values) ->
              that.storage instanceof Storage.Longs(long[] others) && Arrays.equals(values, others);
        };
  }

  @Override
  public int hashCode() {
    int elements =
        switch (storage) {
          case Storage.Floats(float[] values) -> Arrays.hashCode(values);
          case Storage.Doubles(double[] values) -> Arrays.hashCode(values);
          case Storage.Longs(long[] values) -> Arrays.hashCode(values);
        };
    return 31 * type.hashCode() + elements;
  }

  /** The type and the first few elements. */
  @Override
  public String toString() {
    int shown = Math.min(size(), 8);
    StringBuilder text = new StringBuilder(type.toString()).append('{');
    for (int i = 0; i < shown; i++) {
      text.append(i == 0 ? "" : ", ").append(dtype().isFloat() ? doubleAt(i) + "" : longAt(i) + "");
    }
    return text.append(shown < size() ? ", ...}" : "}").toString();
  }

  private double toDouble(long value) {
    if (value >= 0 || dtype() != DataType.UINT64) {
      return value;
    }
    return ((value >>> 1) | (value & 1)) * 2.0;
  }

  private static float[] rounded(DataType dtype, float[] values) {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] =
          dtype == DataType.FLOAT16
              ? Float.float16ToFloat(Float.floatToFloat16(values[i]))
              : HalfFloats.roundToBfloat16(values[i]);
    }
    return out;
  }
}
