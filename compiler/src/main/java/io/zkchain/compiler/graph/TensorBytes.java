package io.zkchain.compiler.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The flat encoding of tensors that ONNX's raw data, numpy's files and ONNX Runtime share: elements
 * row-major, one after the other, bool as one byte.
 */
public final class TensorBytes {

  private TensorBytes() {}

  /**
   * Reads a tensor from the buffer's position on, in the buffer's byte order.
   *
   * @param bytes at least {@code shape.size() * dtype.bytes()} bytes
   */
  public static TensorData decode(DataType dtype, TensorShape shape, ByteBuffer bytes) {
    int size = shape.size();
    return switch (dtype) {
      case FLOAT -> {
        float[] values = new float[size];
        bytes.asFloatBuffer().get(values);
        yield TensorData.ofFloats(dtype, shape, values);
      }
      case FLOAT16, BFLOAT16 -> {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
          values[i] = half(dtype, bytes.getShort());
        }
        yield TensorData.ofFloats(dtype, shape, values);
      }
      case DOUBLE -> {
        double[] values = new double[size];
        bytes.asDoubleBuffer().get(values);
        yield TensorData.ofDoubles(dtype, shape, values);
      }
      case UINT8, INT8, BOOL, UINT16, INT16, INT32, UINT32, INT64, UINT64 -> {
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
          values[i] =
              switch (dtype.bytes()) {
                case 1 -> bytes.get();
                case 2 -> bytes.getShort();
                case 4 -> bytes.getInt();
                default -> bytes.getLong();
              };
        }
        yield TensorData.ofLongs(dtype, shape, values);
      }
    };
  }

  /** The value of a float16 or bfloat16 bit pattern. */
  public static float half(DataType dtype, short bits) {
    return dtype == DataType.FLOAT16
        ? Float.float16ToFloat(bits)
        : HalfFloats.bfloat16ToFloat(bits);
  }

  /**
   * Writes all elements at the buffer's position, in the buffer's byte order.
   *
   * @throws java.nio.BufferOverflowException if they do not fit
   */
  public static void encode(TensorData data, ByteBuffer bytes) {
    for (int i = 0; i < data.size(); i++) {
      switch (data.dtype()) {
        case FLOAT -> bytes.putFloat((float) data.doubleAt(i));
        case DOUBLE -> bytes.putDouble(data.doubleAt(i));
        case FLOAT16 -> bytes.putShort(Float.floatToFloat16((float) data.doubleAt(i)));
        case BFLOAT16 -> bytes.putShort(HalfFloats.floatToBfloat16((float) data.doubleAt(i)));
        case UINT8, INT8, BOOL -> bytes.put((byte) data.longAt(i));
        case UINT16, INT16 -> bytes.putShort((short) data.longAt(i));
        case UINT32, INT32 -> bytes.putInt((int) data.longAt(i));
        case UINT64, INT64 -> bytes.putLong(data.longAt(i));
      }
    }
  }

  /** All elements, little-endian. */
  public static byte[] littleEndian(TensorData data) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(data.size(), data.dtype().bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    encode(data, bytes);
    return bytes.array();
  }
}
