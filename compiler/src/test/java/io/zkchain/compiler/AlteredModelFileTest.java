package io.zkchain.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.artifact.ArtifactFile;
import io.zkchain.circuit.artifact.ArtifactHeader;
import io.zkchain.circuit.artifact.ArtifactKind;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import io.zkchain.compiler.testing.SmallModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose checksum is right, but whose numbers are not what any compilation writes. */
final class AlteredModelFileTest {
  @TempDir private Path folder;

  /** Sizes beyond all limits are refused before anything of that size is made. */
  @Test
  void hugeNumbersAreRefusedAtOnce() throws IOException {
    CompiledModel model = model();
    model.save(folder);
    Path file = folder.resolve("circuit.zkc");
    ArtifactHeader header = ArtifactFile.inspect(file);
    byte[] payload;
    try (ArtifactFile artifact =
        ArtifactFile.open(file, ArtifactKind.COMPILED_CIRCUIT, header.formatVersion())) {
      payload = artifact.payload();
    }
    List<Integer> sizes = List.of(model.circuit().logRows(), model.chosen().bits());
    int refused = 0;
    for (int at = 0; at + Integer.BYTES <= payload.length; at++) {
      if (!sizes.contains(ByteBuffer.wrap(payload).getInt(at))) {
        continue;
      }
      for (int huge : new int[] {Integer.MAX_VALUE, 31, -1}) {
        byte[] altered = payload.clone();
        ByteBuffer.wrap(altered).putInt(at, huge);
        refused += refuses(file, header, altered, model) ? 1 : 0;
      }
    }
    assertThat(refused).isGreaterThanOrEqualTo(6);
  }

  // Refused in one way, or the number was one that only tells about the circuit.
  private boolean refuses(Path file, ArtifactHeader header, byte[] payload, CompiledModel model)
      throws IOException {
    ArtifactFile.write(
        file,
        ArtifactKind.COMPILED_CIRCUIT,
        header.formatVersion(),
        header.producer(),
        header.circuitDigest(),
        payload);
    try {
      assertThat(CompiledModel.load(folder).circuit()).isEqualTo(model.circuit());
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static CompiledModel model() {
    byte[] onnx =
        Models.opset(17)
            .input("x", DataType.FLOAT, 2, 3)
            .node("Sigmoid", List.of("x"), List.of("y"))
            .output("y")
            .bytes();
    return ModelCompiler.compile(
        onnx,
        CompileOptions.defaults().withLogRows(14),
        List.of(
            Map.of("x", SmallModels.random(new Random(1), DataType.FLOAT, TensorShape.of(2, 3)))));
  }
}
