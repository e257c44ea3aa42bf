package io.zkchain.compiler.onnx;

import static io.zkchain.compiler.onnx.OnnxReaderTest.identity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tensors in files beside the model, and nowhere else. */
class ExternalDataTest {
  private static Path modelWithExternalData(Path folder, String... entries) throws IOException {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(DataType.FLOAT.code())
            .addDims(2)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL);
    for (int i = 0; i < entries.length; i += 2) {
      tensor.addExternalData(
          StringStringEntryProto.newBuilder().setKey(entries[i]).setValue(entries[i + 1]));
    }
    Path inner = Files.createDirectories(folder.resolve("inner"));
    Files.write(
        inner.resolve("weights.bin"), new byte[] {9, 9, 0, 0, (byte) 0x80, 0x3F, 0, 0, 0, 0x40});
    Files.write(folder.resolve("outside.bin"), new byte[64]);
    return Files.write(inner.resolve("model.onnx"), identity(17).constant(tensor.build()).bytes());
  }

  @Test
  void externalDataIsReadAtItsOffset(@TempDir Path folder) throws IOException {
    Path file =
        modelWithExternalData(folder, "location", "weights.bin", "offset", "2", "length", "8");
    assertThat(OnnxReader.read(file).graph().initializers())
        .containsEntry("w", TensorData.ofFloats(TensorShape.of(2), 1, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "../outside.bin, 0, 8, outside the model's folder",
    "/etc/hostname, 0, 8, outside the model's folder",
    "a/../../outside.bin, 0, 8, outside the model's folder",
    "link.bin, 0, 8, outside the model's folder",
    "none.bin, 0, 8, does not exist",
    "'', 0, 8, without location",
    "weights.bin, 3, 8, 'has 10 bytes, 8 from offset 3'",
    "weights.bin, 9223372036854775807, 8, has 10 bytes",
    "weights.bin, -1, 8, is no byte count",
    "weights.bin, x, 8, is no byte count",
    "weights.bin, 0, 4, declares 4 bytes",
  })
  void unsafeOrShortExternalDataIsRefused(
      String location, String offset, String length, String problem, @TempDir Path folder)
      throws IOException {
    Path file =
        modelWithExternalData(folder, "location", location, "offset", offset, "length", length);
    Files.createSymbolicLink(folder.resolve("inner/link.bin"), folder.resolve("outside.bin"));
    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("'w'")
        .hasMessageContaining(problem);
  }

  @Test
  void externalDataNeedsAFile(@TempDir Path folder) throws IOException {
    byte[] bytes = Files.readAllBytes(modelWithExternalData(folder, "location", "weights.bin"));
    assertThatThrownBy(() -> OnnxReader.read(bytes))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("not read from a file");
  }
}
