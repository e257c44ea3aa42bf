package io.zkchain.compiler.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorBytes;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Decodes {@code TensorProto}: raw little-endian bytes, the typed fields, and external data. The
 * length of the data is checked against type and shape before anything is allocated.
 */
final class TensorReader {

  private final ExternalData external;

  TensorReader(ExternalData external) {
    this.external = external;
  }

  /** The element type of a tensor or value, refused by name if it is not read. */
  static DataType dtype(String what, int code) {
    return DataType.ofCode(code)
        .orElseThrow(() ->
            new UnsupportedModelException(
                "%s has element type %s, which is not supported".formatted(what, typeName(code))));
  }

  static String typeName(int code) {
    TensorProto.DataType type = TensorProto.DataType.forNumber(code);
    return type == null ? "number " + code : type.name().toLowerCase(Locale.ROOT);
  }

  TensorData read(TensorProto proto, String name) {
    DataType dtype = dtype("tensor '" + name + "'", proto.getDataType());
    if (proto.hasSegment()) {
      throw new UnsupportedModelException("tensor '" + name + "' is stored in segments");
    }
    TensorShape shape = shape(proto, name);
    if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      return decodeRaw(dtype, shape, externalBytes(proto, name, dtype, shape));
    }
    if (proto.hasRawData()) {
      requireLength(name, "bytes", proto.getRawData().size(), (long) shape.size() * dtype.bytes());
      return decodeRaw(dtype, shape, proto.getRawData().asReadOnlyByteBuffer());
    }
    return decodeTyped(proto, name, dtype, shape);
  }

  private static TensorShape shape(TensorProto proto, String name) {
    try {
      return TensorShape.of(proto.getDimsList().stream().mapToLong(Long::longValue).toArray());
    } catch (IllegalArgumentException e) {
      throw new InvalidModelException("tensor '" + name + "': " + e.getMessage(), e);
    }
  }

  private ByteBuffer externalBytes(
      TensorProto proto, String name, DataType dtype, TensorShape shape) {
    long length = (long) shape.size() * dtype.bytes();
    if (length > Integer.MAX_VALUE) {
      throw new UnsupportedModelException("tensor '" + name + "' is larger than 2 GiB");
    }
    Map<String, String> entries = new HashMap<>();
    for (StringStringEntryProto entry : proto.getExternalDataList()) {
      entries.put(entry.getKey(), entry.getValue());
    }
    return external.read(name, entries, (int) length);
  }

  private static TensorData decodeRaw(DataType dtype, TensorShape shape, ByteBuffer raw) {
    return TensorBytes.decode(dtype, shape, raw.order(ByteOrder.LITTLE_ENDIAN));
  }

  private static TensorData decodeTyped(
      TensorProto proto, String name, DataType dtype, TensorShape shape) {
    requireLength(
        name, "elements in the field of its type", fieldLength(proto, dtype), shape.size());
    return switch (dtype) {
      case FLOAT, FLOAT16, BFLOAT16 -> {
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] =
              dtype == DataType.FLOAT
                  ? proto.getFloatData(i)
                  : TensorBytes.half(dtype, (short) proto.getInt32Data(i));
        }
        yield TensorData.ofFloats(dtype, shape, values);
      }
      case DOUBLE -> TensorData.ofDoubles(dtype, shape, doubles(proto.getDoubleDataList()));
      case UINT8, INT8, BOOL, UINT16, INT16, INT32 ->
          TensorData.ofLongs(dtype, shape, longs(proto.getInt32DataList()));
      case INT64 -> TensorData.ofLongs(dtype, shape, longs(proto.getInt64DataList()));
      case UINT32, UINT64 -> TensorData.ofLongs(dtype, shape, longs(proto.getUint64DataList()));
    };
  }

  private static int fieldLength(TensorProto proto, DataType dtype) {
    return switch (dtype) {
      case FLOAT -> proto.getFloatDataCount();
      case DOUBLE -> proto.getDoubleDataCount();
      case FLOAT16, BFLOAT16, UINT8, INT8, BOOL, UINT16, INT16, INT32 -> proto.getInt32DataCount();
      case INT64 -> proto.getInt64DataCount();
      case UINT32, UINT64 -> proto.getUint64DataCount();
    };
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static long[] longs(List<? extends Number> values) {
    return values.stream().mapToLong(Number::longValue).toArray();
  }

  private static void requireLength(String name, String unit, long found, long needed) {
    if (found != needed) {
      throw new InvalidModelException(
          "tensor '%s' holds %d %s, its type and shape need %d"
              .formatted(name, found, unit, needed));
    }
  }
}
