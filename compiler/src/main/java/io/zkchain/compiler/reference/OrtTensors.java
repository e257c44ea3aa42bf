package io.zkchain.compiler.reference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorBytes;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Conversion between the compiler's tensors and those of ONNX Runtime. */
final class OrtTensors {

  private OrtTensors() {}

  /** A native tensor, to be closed by the caller. */
  static OnnxTensor toNative(OrtEnvironment environment, TensorData data) throws OrtException {
    OnnxJavaType type = javaType(data.dtype());
    long[] shape = data.shape().dims().stream().mapToLong(Integer::longValue).toArray();
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.max(1, data.size() * data.dtype().bytes()))
            .order(ByteOrder.nativeOrder());
    TensorBytes.encode(data, bytes);
    return OnnxTensor.createTensor(environment, bytes.flip(), shape, type);
  }

  private static OnnxJavaType javaType(DataType dtype) throws OrtException {
    return switch (dtype) {
      case FLOAT -> OnnxJavaType.FLOAT;
      case DOUBLE -> OnnxJavaType.DOUBLE;
      case FLOAT16 -> OnnxJavaType.FLOAT16;
      case BFLOAT16 -> OnnxJavaType.BFLOAT16;
      case INT8 -> OnnxJavaType.INT8;
      case UINT8 -> OnnxJavaType.UINT8;
      case INT16 -> OnnxJavaType.INT16;
      case INT32 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
      case BOOL -> OnnxJavaType.BOOL;
      case UINT16, UINT32, UINT64 ->
          throw new OrtException("ONNX Runtime's Java interface has no " + dtype + " tensors");
    };
  }

  /** A copy of a native tensor. */
  static TensorData toJava(OnnxTensor tensor) throws OrtException {
    TensorInfo info = tensor.getInfo();
    TensorShape shape = TensorShape.of(info.getShape());
    ByteBuffer bytes = tensor.getByteBuffer().order(ByteOrder.nativeOrder());
    return TensorBytes.decode(dtype(info), shape, bytes);
  }

  /** By the native type: the Java type takes unsigned integers for signed ones. */
  private static DataType dtype(TensorInfo info) throws OrtException {
    return switch (info.onnxType) {
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> DataType.FLOAT;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> DataType.UINT8;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> DataType.INT8;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> DataType.UINT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> DataType.INT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> DataType.INT32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> DataType.INT64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> DataType.BOOL;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> DataType.FLOAT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> DataType.DOUBLE;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> DataType.UINT32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> DataType.UINT64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> DataType.BFLOAT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED,
          ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING,
          ONNX_TENSOR_ELEMENT_DATA_TYPE_COMPLEX64,
          ONNX_TENSOR_ELEMENT_DATA_TYPE_COMPLEX128,
          ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FN,
          ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FNUZ,
          ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E5M2,
          ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E5M2FNUZ ->
          throw new OrtException("results of type " + info.onnxType + " cannot be read");
    };
  }
}
