package io.zkchain.compiler.onnx;

import static io.zkchain.compiler.onnx.OnnxReaderTest.identity;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import io.zkchain.compiler.testing.SmallModels;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Initializers of every element type, in every field that may hold them. */
class TensorReaderTest {
  private static TensorData readTensor(TensorProto.Builder tensor) {
    byte[] bytes = identity(17).constant(tensor.setName("t").build()).bytes();
    return requireNonNull(OnnxReader.read(bytes).graph().initializers().get("t"));
  }

  @ParameterizedTest
  @EnumSource(DataType.class)
  void rawDataOfEveryTypeComesBack(DataType dtype) {
    TensorData data = SmallModels.random(new Random(3), dtype, TensorShape.of(2, 3));
    assertThat(readTensor(Models.tensor(data))).isEqualTo(data);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"UINT8", "INT8", "UINT16", "INT16", "INT32", "BOOL"})
  void narrowIntegersLieInInt32Data(DataType dtype) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDataType(dtype.code())
            .addDims(2)
            .addInt32Data(1)
            .addInt32Data(0);
    assertThat(readTensor(tensor))
        .isEqualTo(TensorData.ofLongs(dtype, TensorShape.of(2), new long[] {1, 0}));
  }

  @Test
  void halfTypesLieInInt32DataAsBits() {
    TensorProto.Builder half =
        TensorProto.newBuilder()
            .setDataType(DataType.FLOAT16.code())
            .addDims(3)
            .addInt32Data(0x3C00)
            .addInt32Data(0xC000)
            .addInt32Data(0x3555);
    assertThat(readTensor(half).toDoubles()).containsExactly(1, -2, 0.333251953125);
    TensorProto.Builder brain =
        TensorProto.newBuilder()
            .setDataType(DataType.BFLOAT16.code())
            .addDims(2)
            .addInt32Data(0x3F80)
            .addInt32Data(0xC049);
    assertThat(readTensor(brain).toDoubles()).containsExactly(1, -3.140625);
  }

  @Test
  void wideTypesHaveFieldsOfTheirOwn() {
    assertThat(
            readTensor(
                TensorProto.newBuilder()
                    .setDataType(DataType.INT64.code())
                    .addInt64Data(Long.MIN_VALUE)))
        .isEqualTo(
            TensorData.ofLongs(DataType.INT64, TensorShape.SCALAR, new long[] {Long.MIN_VALUE}));
    assertThat(
            readTensor(
                TensorProto.newBuilder()
                    .setDataType(DataType.DOUBLE.code())
                    .addDims(1)
                    .addDoubleData(Math.PI)))
        .isEqualTo(
            TensorData.ofDoubles(DataType.DOUBLE, TensorShape.of(1), new double[] {Math.PI}));
    TensorData unsigned =
        readTensor(
            TensorProto.newBuilder()
                .setDataType(DataType.UINT64.code())
                .addDims(1)
                .addUint64Data(-1L));
    assertThat(unsigned.doubleAt(0)).isEqualTo(0x1p64);
  }

  @Test
  void dataThatDoesNotFillTheShapeIsRefused() {
    assertThatThrownBy(() ->
            readTensor(
                TensorProto.newBuilder()
                    .setDataType(DataType.FLOAT.code())
                    .addDims(1L << 40)
                    .addFloatData(1)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("'t'");
    assertThatThrownBy(() ->
            readTensor(
                TensorProto.newBuilder()
                    .setDataType(DataType.FLOAT.code())
                    .addDims(2)
                    .setRawData(ByteString.copyFrom(new byte[7]))))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("tensor 't' holds 7 bytes, its type and shape need 8");
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 14, 17, 23})
  void elementTypesThatAreNotReadAreNamed(int code) {
    assertThatThrownBy(() -> readTensor(TensorProto.newBuilder().setDataType(code)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith("tensor 't' has element type");
  }
}
