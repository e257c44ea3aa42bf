package io.zkchain.compiler.onnx;

import io.zkchain.compiler.error.InvalidModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tensor data kept in files beside the model. A location must be a relative path that stays, after
 * links are resolved, below the model's folder: a model must not make the reader open anything
 * else.
 */
@FunctionalInterface
interface ExternalData {

  /** Refuses all external data, for models that come as bytes without a folder. */
  ExternalData NONE =
      (tensor, entries, length) -> {
        throw new InvalidModelException(
            "tensor '%s' keeps its data in an external file, but the model was not read from a file"
                .formatted(tensor));
      };

  /**
   * The bytes of a tensor.
   *
   * @param entries the tensor's {@code external_data} entries
   * @param length the byte length that type and shape demand
   */
  ByteBuffer read(String tensor, Map<String, String> entries, int length);

  /** Data below the folder of a model file. */
  static ExternalData below(Path folder) {
    return (tensor, entries, length) -> {
      Path file = locate(folder, tensor, entries.get("location"));
      long offset = number(tensor, entries, "offset", 0);
      long declared = number(tensor, entries, "length", length);
      if (declared != length) {
        throw new InvalidModelException(
            "tensor '%s' declares %d bytes of external data, its type and shape need %d"
                .formatted(tensor, declared, length));
      }
      return readRange(file, tensor, offset, length);
    };
  }

  private static Path locate(Path folder, String tensor, @Nullable String location) {
    if (location == null || location.isEmpty()) {
      throw new InvalidModelException("tensor '" + tensor + "' has external data without location");
    }
    try {
      Path relative = Path.of(location);
      Path file = folder.resolve(relative).normalize();
      if (relative.isAbsolute() || !file.startsWith(folder.normalize())) {
        throw outside(tensor, location);
      }
      if (!Files.isRegularFile(file)) {
        throw new InvalidModelException(
            "tensor '%s': external data file '%s' does not exist".formatted(tensor, location));
      }
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        throw outside(tensor, location);
      }
      return file;
    } catch (InvalidPathException | IOException e) {
      throw new InvalidModelException(
          "tensor '%s': external data location '%s' cannot be resolved".formatted(tensor, location),
          e);
    }
  }

  private static InvalidModelException outside(String tensor, String location) {
    return new InvalidModelException(
        "tensor '%s': external data location '%s' lies outside the model's folder"
            .formatted(tensor, location));
  }

  private static long number(
      String tensor, Map<String, String> entries, String key, long otherwise) {
    String text = entries.get(key);
    if (text == null) {
      return otherwise;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new InvalidModelException(badNumber(tensor, key, text), e);
    }
    throw new InvalidModelException(badNumber(tensor, key, text));
  }

  private static String badNumber(String tensor, String key, String text) {
    return "tensor '%s': external data %s '%s' is no byte count".formatted(tensor, key, text);
  }

  private static ByteBuffer readRange(Path file, String tensor, long offset, int length) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (offset > channel.size() || length > channel.size() - offset) {
        throw new InvalidModelException(
            "tensor '%s': external data file '%s' has %d bytes, %d from offset %d are needed"
                .formatted(tensor, file.getFileName(), channel.size(), length, offset));
      }
      ByteBuffer buffer = ByteBuffer.allocate(length);
      while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
        // a read may return fewer bytes than asked for
      }
      return buffer.flip();
    } catch (IOException e) {
      throw new InvalidModelException(
          "tensor '%s': external data file '%s' cannot be read"
              .formatted(tensor, file.getFileName()),
          e);
    }
  }
}
