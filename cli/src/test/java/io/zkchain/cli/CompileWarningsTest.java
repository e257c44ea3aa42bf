package io.zkchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What compile says on standard error of a circuit that is not as good as it could be. */
final class CompileWarningsTest {
  private static final Path IRIS = Workspace.MODELS.resolve("iris-logreg");

  private static CommandLineRun compile(Path directory, String... more) {
    return CommandLineRun.in(
        directory,
        Workspace.join(
            new String[] {
              "compile",
              IRIS.resolve("model.onnx").toString(),
              "--calibration",
              IRIS.resolve("calibration.json").toString(),
              "--out",
              "iris"
            },
            more));
  }

  @Test
  void tooFewEqualArgMaxima(@TempDir Path directory) {
    var run = compile(directory, "--bits", "8", "--bits-of", "%s=4".formatted("input"), "--quiet");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("warning: the arg-max of '")
        .contains("less than 99 %: compile with more --bits (8 now)");
    assertThat(compile(directory, "--quiet").err()).isEmpty();
  }

  @Test
  void bitsWithoutEffect(@TempDir Path directory) {
    var run = compile(directory, "--bits", "12", "--bits-of", "%s=12".formatted("input"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("the 12 bits of 'input' have no effect");
  }
}
