package io.zkchain.compiler.operators;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("docs"))) {
      folder = requireNonNull(folder.getParent(), "no folder docs above");
    }
    return folder;
  }
}
