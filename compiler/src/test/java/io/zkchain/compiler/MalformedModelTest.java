package io.zkchain.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.error.ModelException;
import io.zkchain.compiler.graph.normalise.OperatorSupport;
import io.zkchain.compiler.onnx.OnnxWriter;
import io.zkchain.compiler.testing.SmallModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files: whatever the bytes are, the import ends in a model or in one line. */
class MalformedModelTest {

  private static final Path BUNDLED =
      Path.of("..", "examples", "models", "digits-cnn-tiny", "model.onnx");

  private static void load(byte[] bytes) {
    ModelImporter.load(bytes, Map.of(), OperatorSupport.everything());
  }

  /** Runs the import; anything but a model or a one-line ModelException fails the test. */
  private static boolean survives(byte[] bytes, String what) {
    try {
      load(bytes);
      return true;
    } catch (ModelException e) {
      assertThat(e.getMessage()).as(what).isNotBlank().doesNotContain("\n");
      return false;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(what, e);
    }
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] bytes = SmallModels.convolutional();
    for (int length = 0; length < bytes.length; length++) {
      assertThat(survives(Arrays.copyOf(bytes, length), "cut to " + length)).isFalse();
    }
  }

  @Test
  void truncationsOfATrainedModelAreRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(BUNDLED);
    for (int percent = 0; percent < 100; percent += 5) {
      int length = bytes.length * percent / 100;
      assertThat(survives(Arrays.copyOf(bytes, length), "cut to " + percent + " %")).isFalse();
    }
  }

  /** The seed and the trial are in the message of a failure. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void flippedBytesNeverEscape(long seed) {
    byte[] bytes = SmallModels.convolutional();
    Random random = new Random(seed);
    for (int trial = 0; trial < 3000; trial++) {
      byte[] damaged = bytes.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      survives(damaged, "seed " + seed + " trial " + trial);
    }
  }

  @Test
  void spliceOfTwoModelsNeverEscapes() throws IOException {
    byte[] a = SmallModels.convolutional();
    byte[] b =
        OnnxWriter.write(ModelImporter.load(a, Map.of(), OperatorSupport.everything()).graph());
    Random random = new Random(5);
    for (int trial = 0; trial < 1000; trial++) {
      byte[] spliced = Arrays.copyOf(a, a.length);
      int length = random.nextInt(64);
      System.arraycopy(
          b, random.nextInt(b.length - length), spliced, random.nextInt(a.length - length), length);
      survives(spliced, "trial " + trial);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello, this is no model", "{\"input_data\": [[1]]}", "\u0008\u0008"})
  void otherFilesAreNoModel(String text) {
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> load(text.getBytes(StandardCharsets.UTF_8)))
        .withMessageMatching("(?s).*(no ONNX file|holds no graph).*");
  }

  @Test
  void missingFileIsNamed(@TempDir Path folder) {
    Path file = folder.resolve("none.onnx");
    assertThatThrownBy(() -> ModelImporter.load(file, Map.of(), OperatorSupport.everything()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("none.onnx")
        .hasMessageContaining("does not exist");
  }

  @Test
  void folderInsteadOfAFileIsOneLine(@TempDir Path folder) {
    assertThatThrownBy(() -> ModelImporter.load(folder, Map.of(), OperatorSupport.everything()))
        .isInstanceOf(InvalidModelException.class)
        .message()
        .doesNotContain("\n");
  }
}
