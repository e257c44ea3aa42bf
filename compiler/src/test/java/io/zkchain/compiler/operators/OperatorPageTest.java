package io.zkchain.compiler.operators;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.compiler.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page in docs is the one that the operators make; -Dzkchain.regenerate=true writes it. */
final class OperatorPageTest {

  @Test
  void docsHoldTheGeneratedPage() throws IOException {
    Path page = root().resolve("docs/operators.md");
    if (Boolean.getBoolean("zkchain.regenerate")) {
      Files.writeString(page, OperatorPage.markdown());
    }
    assertThat(page).hasContent(OperatorPage.markdown());
  }

  /** The operators of ONNX's own node tests, those that are out of scope among them. */
  @Test
  void everyOperatorOfOnnxIsOnThePage() throws IOException {
    String page = OperatorPage.markdown();
    Path tests = SharedFiles.root().resolve("conformance/onnx-backend-tests.csv");
    Set<String> operators =
        Files.readAllLines(tests).stream()
            .filter(line -> line.startsWith("node,"))
            .map(line -> line.split(",")[2].replace(':', '.'))
            .collect(Collectors.toCollection(TreeSet::new));
    operators.removeAll(Set.of("expanded", "several"));
    assertThat(operators)
        .hasSizeGreaterThan(180)
        .allSatisfy(operator -> assertThat(page).contains("\n| " + operator + " |"));
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("docs"))) {
      folder = requireNonNull(folder.getParent(), "no folder docs above");
    }
    return folder;
  }
}
