package io.zkchain.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void aLogGetsOneLineForEachStage() {
    try (Progress progress = Progress.lines(err)) {
      progress.stage("commit", 0);
      progress.stage("commit", 0.5);
      progress.stage("open", 0.1);
      progress.done();
    }
    assertThat(printed().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("commit: \\d+\\.\\d\\d s"),
            line -> assertThat(line).matches("open: \\d+\\.\\d\\d s"));
  }

  @Test
  void aStageThatFailedGetsNoLine() {
    try (Progress progress = Progress.lines(err)) {
      progress.stage("commit", 0);
      progress.stage("open", 0.1);
    }
    assertThat(printed()).startsWith("commit: ").hasLineCount(1);
  }

  @Test
  void aTerminalGetsOneLineThatIsClearedAtTheEnd() {
    try (Progress progress = Progress.line(err)) {
      progress.stage("commit", 0.25);
      progress.stage("commit", 1);
    }
    assertThat(printed()).doesNotContain("\n").contains("commit", "25 %", "100 %").endsWith(" \r");
  }

  @Test
  void silenceIsSilent() {
    try (Progress progress = Progress.silent()) {
      progress.stage("commit", 0.5);
    }
    assertThat(bytes.size()).isZero();
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
