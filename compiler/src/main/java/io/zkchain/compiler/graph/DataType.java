package io.zkchain.compiler.graph;

import java.util.Optional;

/**
 * The element types that are read, with ONNX's {@code TensorProto.DataType} codes. Strings, complex
 * numbers and the types below eight bits have no place here: models that use them are refused.
 */
public enum DataType {
  FLOAT(1, "float32", 4),
  UINT8(2, "uint8", 1),
  INT8(3, "int8", 1),
  UINT16(4, "uint16", 2),
  INT16(5, "int16", 2),
  INT32(6, "int32", 4),
  INT64(7, "int64", 8),
  BOOL(9, "bool", 1),
  FLOAT16(10, "float16", 2),
  DOUBLE(11, "float64", 8),
  UINT32(12, "uint32", 4),
  UINT64(13, "uint64", 8),
  BFLOAT16(16, "bfloat16", 2);

  private final int code;
  private final String label;
  private final int bytes;

  DataType(int code, String label, int bytes) {
    this.code = code;
    this.label = label;
    this.bytes = bytes;
  }

  /** The type with this ONNX code, if it is one that is read. */
  public static Optional<DataType> ofCode(int code) {
    for (DataType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** ONNX's code. */
  public int code() {
    return code;
  }

  /** Bytes of one element in ONNX's raw encoding. */
  public int bytes() {
    return bytes;
  }

  /** Whether the type is a floating-point type of any width. */
  public boolean isFloat() {
    return switch (this) {
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> true;
      case UINT8, INT8, UINT16, INT16, INT32, INT64, BOOL, UINT32, UINT64 -> false;
    };
  }

  /** Whether the type is an integer type (bool is not). */
  public boolean isInteger() {
    return !isFloat() && this != BOOL;
  }

  /** Whether the type is an unsigned integer type. */
  public boolean isUnsigned() {
    return switch (this) {
      case UINT8, UINT16, UINT32, UINT64 -> true;
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16, INT8, INT16, INT32, INT64, BOOL -> false;
    };
  }

  /**
   * The value reduced to the type as a two's complement cast does: uint64 keeps its bits, bool is
   * one where the value is not zero.
   *
   * @throws IllegalStateException for floating-point types
   */
  public long wrap(long value) {
    return switch (this) {
      case INT8 -> (byte) value;
      case UINT8 -> value & 0xFF;
      case INT16 -> (short) value;
      case UINT16 -> value & 0xFFFF;
      case INT32 -> (int) value;
      case UINT32 -> value & 0xFFFF_FFFFL;
      case INT64, UINT64 -> value;
      case BOOL -> value == 0 ? 0 : 1;
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 ->
          throw new IllegalStateException(label + " is no integer type");
    };
  }

  /** The name that numpy and ONNX Runtime use, such as {@code float32}. */
  @Override
  public String toString() {
    return label;
  }
}
