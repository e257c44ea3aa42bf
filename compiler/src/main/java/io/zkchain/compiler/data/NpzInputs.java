package io.zkchain.compiler.data;

import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * numpy archives: a zip of {@code .npy} files. Arrays are found by input name; a model with one
 * input also takes the archive's only array, or the one named {@code input}.
 */
final class NpzInputs {

  private static final String SUFFIX = ".npy";

  private NpzInputs() {}

  static List<Map<String, TensorData>> read(Path file, List<Value> inputs) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Map<String, ZipEntry> arrays = arrays(zip);
      Map<String, List<TensorData>> byInput = new LinkedHashMap<>();
      for (Value input : inputs) {
        ZipEntry entry = find(input.name(), inputs.size(), arrays);
        try (InputStream in = zip.getInputStream(entry)) {
          byInput.put(input.name(), InputTensors.split(input, NpyReader.read(input.name(), in)));
        }
      }
      return InputTensors.zip(byInput);
    } catch (ZipException e) {
      throw new InputDataException("not a readable .npz archive: " + e.getMessage(), e);
    }
  }

  private static Map<String, ZipEntry> arrays(ZipFile zip) {
    Map<String, ZipEntry> arrays = new TreeMap<>();
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      ZipEntry entry = entries.nextElement();
      if (entry.getName().endsWith(SUFFIX)) {
        String name = entry.getName();
        arrays.put(name.substring(0, name.length() - SUFFIX.length()), entry);
      }
    }
    return arrays;
  }

  private static ZipEntry find(String input, int inputs, Map<String, ZipEntry> arrays) {
    ZipEntry entry = arrays.get(input);
    if (entry == null && inputs == 1) {
      entry = arrays.size() == 1 ? arrays.values().iterator().next() : arrays.get("input");
    }
    if (entry == null) {
      throw new InputDataException(
          "no array for input '%s', the archive has %s".formatted(input, arrays.keySet()));
    }
    return entry;
  }
}
