package io.zkchain.compiler.data;

import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.Value;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Reads the inputs of a model from a file.
 *
 * <p>Forms, told apart by content ({@code .npz} by its first bytes; any of them may be gzipped):
 *
 * <ul>
 *   <li>{@code {"input_data": [[..], ..]}}: one flat list for each graph input, in graph order; a
 *       list of several times the input's size is as many samples;
 *   <li>{@code {"name": nested lists, ..}}: by input name, in the input's shape, or with one more
 *       axis (or a longer batch axis) in front for several samples;
 *   <li>{@code [..]} or {@code {"samples": [..]}}: a list of either form;
 *   <li>{@code .npz}: one array for each input, by name, shaped as above; other arrays are not
 *       read.
 * </ul>
 */
public final class InputFile {

  private InputFile() {}

  /**
   * All samples of a file.
   *
   * @param inputs the model's inputs
   * @return at least one sample; each maps every input name to a tensor of exactly its type
   * @throws InputDataException if the file cannot be read or does not fit the inputs
   */
  public static List<Map<String, TensorData>> read(Path file, List<Value> inputs) {
    try {
      List<Map<String, TensorData>> samples =
          isZip(file) ? NpzInputs.read(file, inputs) : readJson(file, inputs);
      if (samples.isEmpty()) {
        throw new InputDataException("it holds no sample");
      }
      return samples;
    } catch (InputDataException e) {
      throw new InputDataException("input file '%s': %s".formatted(file, e.getMessage()), e);
    } catch (NoSuchFileException e) {
      throw new InputDataException("input file '" + file + "' does not exist", e);
    } catch (IOException e) {
      throw new InputDataException(
          "input file '%s' cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * The only sample of a file.
   *
   * @throws InputDataException as {@link #read}, and if there are several samples
   */
  public static Map<String, TensorData> readOne(Path file, List<Value> inputs) {
    List<Map<String, TensorData>> samples = read(file, inputs);
    if (samples.size() > 1) {
      throw new InputDataException(
          "input file '%s' holds %d samples, one is needed".formatted(file, samples.size()));
    }
    return samples.getFirst();
  }

  private static boolean isZip(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(4);
      return start.length == 4 && start[0] == 'P' && start[1] == 'K';
    }
  }

  private static List<Map<String, TensorData>> readJson(Path file, List<Value> inputs)
      throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
      raw.mark(2);
      byte[] magic = raw.readNBytes(2);
      raw.reset();
      boolean zipped = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
      return JsonInputs.read(zipped ? new GZIPInputStream(raw) : raw, inputs);
    }
  }
}
