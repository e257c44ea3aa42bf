package io.zkchain.compiler.data;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorBytes;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.graph.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputFileTest {

  private static final Value X =
      new Value("x", new TensorType(DataType.FLOAT, TensorShape.of(1, 2, 2)));
  private static final Value IDS =
      new Value("ids", new TensorType(DataType.INT64, TensorShape.of(1, 3)));
  private static final Value BYTES =
      new Value("bytes", new TensorType(DataType.UINT8, TensorShape.of(2)));
  private static final Value FLAGS =
      new Value("flags", new TensorType(DataType.BOOL, TensorShape.of(2)));

  private static final TensorData ONE_TO_FOUR =
      TensorData.ofFloats(TensorShape.of(1, 2, 2), 1, 2, 3, 4);

  @TempDir private Path folder = Path.of("");

  private List<Map<String, TensorData>> json(String text, Value... inputs) throws IOException {
    return InputFile.read(Files.writeString(folder.resolve("input.json"), text), List.of(inputs));
  }

  private static TensorData floats(float... values) {
    return TensorData.ofFloats(TensorShape.of(1, 2, 2), values);
  }

  // JSON.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"input_data\": [[1, 2, 3, 4]]}",
        "{\"input_data\": [[1.0, 2.0, 3e0, 4]], \"input_shapes\": [[2, 2]], \"output_data\": 5}",
        "{\"input_data\": [[[[1, 2], [3, 4]]]]}",
        "{\"x\": [[[1, 2], [3, 4]]]}",
        "{\"x\": [[1, 2], [3, 4]]}",
        "[{\"input_data\": [[1, 2, 3, 4]]}]",
        "{\"samples\": [{\"input_data\": [[1, 2, 3, 4]], \"label\": 7}], \"model\": \"m\"}",
      })
  void oneSampleInEachForm(String text) throws IOException {
    assertThat(json(text, X)).containsExactly(Map.of("x", ONE_TO_FOUR));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"input_data\": [[1, 2, 3, 4, 5, 6, 7, 8]]}",
        "{\"x\": [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]}",
        "{\"x\": [[[[1, 2], [3, 4]]], [[[5, 6], [7, 8]]]]}",
        "[{\"input_data\": [[1, 2, 3, 4]]}, {\"x\": [[[5, 6], [7, 8]]]}]",
      })
  void severalSamplesInEachForm(String text) throws IOException {
    assertThat(json(text, X))
        .containsExactly(Map.of("x", ONE_TO_FOUR), Map.of("x", floats(5, 6, 7, 8)));
  }

  @Test
  void severalInputsComeInGraphOrder() throws IOException {
    assertThat(json("{\"input_data\": [[1, 2, 3, 4], [7, 8, 9]]}", X, IDS).getFirst())
        .isEqualTo(
            Map.of(
                "x",
                ONE_TO_FOUR,
                "ids",
                TensorData.ofLongs(DataType.INT64, TensorShape.of(1, 3), new long[] {7, 8, 9})));
  }

  @Test
  void integersAndTruthKeepTheirType() throws IOException {
    assertThat(json("{\"ids\": [[9007199254740993, -2, 3.0]]}", IDS).getFirst().get("ids"))
        .isEqualTo(
            TensorData.ofLongs(
                DataType.INT64, TensorShape.of(1, 3), new long[] {9007199254740992L, -2, 3}));
    assertThat(json("{\"ids\": [[9007199254740993, -2, 3]]}", IDS).getFirst().get("ids"))
        .isEqualTo(
            TensorData.ofLongs(
                DataType.INT64, TensorShape.of(1, 3), new long[] {9007199254740993L, -2, 3}));
    TensorData flags = TensorData.ofLongs(DataType.BOOL, TensorShape.of(2), new long[] {1, 0});
    assertThat(json("{\"input_data\": [[true, false]]}", FLAGS).getFirst())
        .isEqualTo(Map.of("flags", flags));
    assertThat(json("{\"input_data\": [[1, 0]]}", FLAGS).getFirst())
        .isEqualTo(Map.of("flags", flags));
  }

  @Test
  void gzippedJsonIsRead() throws IOException {
    Path file = folder.resolve("calibration.json.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("{\"input_data\": [[1, 2, 3, 4]]}".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(InputFile.readOne(file, List.of(X))).isEqualTo(Map.of("x", ONE_TO_FOUR));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"input_data\": [[1, 2, 3]]}|input 'x' has 3 values, its shape [1, 2, 2] needs 4",
        "{\"input_data\": [[1, 2, 3, 4], [5]]}|'input_data' must hold 1 lists",
        "{\"input_data\": 3}|'input_data' must hold 1 lists",
        "{\"y\": [1, 2, 3, 4]}|the model has no input 'y', its inputs are [x]",
        "{}|input 'x' is missing",
        "{\"x\": [[1, 2, 3], [4, 5, 6]]}|input 'x' has shape [2, 3], the model needs [1, 2, 2]",
        "{\"x\": [[1, 2], [3]]}|input 'x' is ragged",
        "{\"x\": [[1, 2], [3, [4]]]}|input 'x' is ragged",
        "{\"x\": [[], []]}|input 'x' has an empty list",
        "{\"input_data\": [[1, 2, NaN, 4]]}|input 'x': element 2 is NaN",
        "{\"input_data\": [[1, 2, 3, -Infinity]]}|input 'x': element 3 is -Infinity",
        "{\"input_data\": [[1, 2, 3, 1e39]]}|input 'x': element 3 is 1.0E39, which is no finite"
            + " float32",
        "{\"input_data\": [[1, 2, null, 4]]}|input 'x': element 2 is null, not a number",
        "{\"input_data\": [[1, 2, \"3\", 4]]}|input 'x': element 2 is string, not a number",
        "{\"input_data\": [[true, true, true, true]]}|input 'x' has type bool, the model needs"
            + " float32",
        "{\"input_data\": [[1, 2, 3, 99999999999999999999]]}|does not fit 64 bits",
        "{\"x\": [1, 2, 3, 4], \"x\": [1, 2, 3, 4]}|not JSON: Duplicate",
        "{\"input_data\": [[1, 2, 3, 4]]} x|not JSON",
        "{\"input_data\": [[1, 2, 3|not JSON",
        "[]|it holds no sample",
        "[{\"input_data\": [[1, 2, 3, 4]]}, {\"input_data\": [[1]]}]|sample 1: input 'x' has 1"
            + " values",
        "3|an object with 'input_data' or with input names is needed",
      })
  void whatDoesNotFitIsNamed(String text, String problem) {
    assertThatThrownBy(() -> json(text, X))
        .isInstanceOf(InputDataException.class)
        .hasMessageContaining("input.json")
        .hasMessageContaining(problem)
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[1, 256]|element 1 is 256, which is no uint8",
        "[1, -1]|element 1 is -1, which is no uint8",
        "[1, 0.5]|element 1 is 0.5, which is no uint8",
      })
  void integersMustFitTheirType(String values, String problem) {
    assertThatThrownBy(() -> json("{\"bytes\": " + values + "}", BYTES))
        .isInstanceOf(InputDataException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void inputsMustAgreeInTheNumberOfSamples() {
    assertThatThrownBy(
            () -> json("{\"input_data\": [[1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3]]}", X, IDS))
        .hasMessageContaining("input 'ids' has 1 samples, another input has 2");
  }

  @Test
  void oneSampleIsAskedFor() throws IOException {
    Path file =
        Files.writeString(folder.resolve("two.json"), "{\"x\": [[[1,2],[3,4]],[[1,2],[3,4]]]}");
    assertThatThrownBy(() -> InputFile.readOne(file, List.of(X)))
        .isInstanceOf(InputDataException.class)
        .hasMessageContaining("holds 2 samples, one is needed");
  }

  @Test
  void missingFilesAndFoldersAreNamed() {
    assertThatThrownBy(() -> InputFile.read(folder.resolve("none.json"), List.of(X)))
        .isInstanceOf(InputDataException.class)
        .hasMessageContaining("none.json' does not exist");
    assertThatThrownBy(() -> InputFile.read(folder, List.of(X)))
        .isInstanceOf(InputDataException.class);
  }

  // numpy archives.

  private static byte[] npy(String descr, boolean fortran, String shape, byte[] data, int version) {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n"
            .formatted(descr, fortran ? "True" : "False", shape);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    ByteBuffer length =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(header.length());
    out.write(length.array(), 0, version == 1 ? 2 : 4);
    out.writeBytes(header.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(data);
    return out.toByteArray();
  }

  private Path npz(Map<String, byte[]> arrays) throws IOException {
    Path file = folder.resolve("input.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
      }
    }
    return file;
  }

  private static byte[] bytes(ByteOrder order, float... values) {
    TensorData data = TensorData.ofFloats(TensorShape.of(values.length), values);
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(order);
    TensorBytes.encode(data, buffer);
    return buffer.array();
  }

  private static final byte[] LITTLE = bytes(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4);

  @Test
  void arraysOfAllVersionsAndOrders() throws IOException {
    List<byte[]> same =
        List.of(
            npy("<f4", false, "(1, 2, 2)", LITTLE, 1),
            npy("<f4", false, "(2, 2)", LITTLE, 2),
            npy("<f4", false, "(1, 1, 2, 2)", LITTLE, 3),
            npy(">f4", false, "(1, 2, 2)", bytes(ByteOrder.BIG_ENDIAN, 1, 2, 3, 4), 1),
            npy("<f4", true, "(1, 2, 2)", bytes(ByteOrder.LITTLE_ENDIAN, 1, 3, 2, 4), 1),
            npy("|u1", false, "(1, 2, 2)", new byte[] {1, 2, 3, 4}, 1));
    for (byte[] array : same) {
      assertThat(InputFile.read(npz(Map.of("x", array)), List.of(X)))
          .containsExactly(Map.of("x", ONE_TO_FOUR));
    }
  }

  @Test
  void batchesAreCutIntoSamples() throws IOException {
    byte[] batch =
        npy("<f4", false, "(2, 2, 2)", bytes(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4, 5, 6, 7, 8), 1);
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    arrays.put("label", npy("<i8", false, "(2,)", new byte[16], 1));
    arrays.put("input", batch);
    assertThat(InputFile.read(npz(arrays), List.of(X)))
        .containsExactly(Map.of("x", ONE_TO_FOUR), Map.of("x", floats(5, 6, 7, 8)));
  }

  @Test
  void badArraysAreNamed() throws IOException {
    byte[] nan = bytes(ByteOrder.LITTLE_ENDIAN, 1, Float.NaN, 3, 4);
    Map<String, byte[]> bad =
        Map.of(
            "is no .npy file", "PK not numpy".getBytes(StandardCharsets.UTF_8),
            "element type c8", npy("<c8", false, "(1, 2, 2)", LITTLE, 1),
            "header that cannot be read", npy("<O", false, "(1, 2, 2)", LITTLE, 1),
            "does not have the 16 bytes",
                npy("<f4", false, "(1, 2, 2)", Arrays.copyOf(LITTLE, 15), 1),
            "larger than 2 GiB", npy("<f8", false, "(1, 2000000000)", LITTLE, 1),
            "has the shape", npy("<f4", false, "(99999999999, 2)", LITTLE, 1),
            "input 'x' has shape [4]", npy("<f4", false, "(4,)", LITTLE, 1),
            "element 1 is NaN", npy("<f4", false, "(1, 2, 2)", nan, 1),
            "unknown .npy version", npy("<f4", false, "(1, 2, 2)", LITTLE, 9));
    for (Map.Entry<String, byte[]> entry : bad.entrySet()) {
      Path file = npz(Map.of("x", entry.getValue()));
      assertThatThrownBy(() -> InputFile.read(file, List.of(X)))
          .as(entry.getKey())
          .isInstanceOf(InputDataException.class)
          .hasMessageContaining(entry.getKey());
    }
  }

  @Test
  void missingArraysAreNamed() throws IOException {
    Path file = npz(Map.of("y", npy("<f4", false, "(1, 2, 2)", LITTLE, 1)));
    assertThatThrownBy(() -> InputFile.read(file, List.of(X, IDS)))
        .isInstanceOf(InputDataException.class)
        .hasMessageContaining("no array for input 'x', the archive has [y]");
  }

  /** The seed is fixed; the trial is in the message of a failure. */
  @Test
  void damagedArchivesNeverEscape() throws IOException {
    byte[] good = Files.readAllBytes(npz(Map.of("x", npy("<f4", false, "(1, 2, 2)", LITTLE, 1))));
    Random random = new Random(4);
    Path file = folder.resolve("damaged.npz");
    for (int trial = 0; trial < 500; trial++) {
      byte[] bad = Arrays.copyOf(good, trial % 2 == 0 ? good.length : random.nextInt(good.length));
      for (int flips = 0; flips < 2 && bad.length > 0; flips++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, bad);
      try {
        assertThat(requireNonNull(InputFile.readOne(file, List.of(X)).get("x")).type())
            .isEqualTo(X.type());
      } catch (InputDataException e) {
        assertThat(e.getMessage()).as("trial " + trial).isNotBlank().doesNotContain("\n");
      }
    }
  }
}
