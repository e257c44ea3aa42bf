package io.zkchain.benchmarks;

import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.Objective;
import io.zkchain.compiler.graph.OutputPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A model and how it is compiled.
 *
 * @param label its folder's name and the options of {@code zkchain compile} that differ from the
 *     defaults, such as {@code cifar-cnn --log-rows 16}
 */
record ModelChoice(String label, String model, Path folder, CompileOptions options) {
  /**
   * Reads a label; understood are {@code --log-rows}, {@code --optimize} and {@code --output}.
   *
   * @param folders where the model's folder is looked for, in this order
   * @throws IllegalArgumentException if there is no such model or option, or an option has no value
   */
  static ModelChoice of(String label, List<Path> folders) {
    String[] words = label.split(" +");
    String model = words[0];
    Path folder =
        folders.stream()
            .map(f -> f.resolve(model))
            .filter(Files::isDirectory)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(model + ": in none of " + folders));
    if (words.length % 2 == 0) {
      throw new IllegalArgumentException(words[words.length - 1] + ": its value is missing");
    }
    CompileOptions options = CompileOptions.defaults().withName(model);
    for (int i = 1; i < words.length; i += 2) {
      options = with(options, words[i], words[i + 1]);
    }
    return new ModelChoice(label, model, folder, options);
  }

  private static CompileOptions with(CompileOptions options, String name, String value) {
    return switch (name) {
      case "--log-rows" -> options.withLogRows(Integer.parseInt(value));
      case "--optimize" -> options.withObjective(Objective.valueOf(value.toUpperCase(Locale.ROOT)));
      case "--output" -> options.withSelection(List.of(OutputPart.parse(value)));
      default -> throw new IllegalArgumentException(name + ": not an option of the benchmarks");
    };
  }
}
