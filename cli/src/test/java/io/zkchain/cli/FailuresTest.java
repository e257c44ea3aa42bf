package io.zkchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.CircuitException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void aFullDiskIsNamed() {
    var full = new FileSystemException("out/proving.key", null, "No space left on device");
    check(full, ExitCode.FAILED, "the disk is full (writing out/proving.key)");
    check(new UncheckedIOException(full), ExitCode.FAILED, "the disk is full");
    check(new IOException("No space left on device"), ExitCode.FAILED, "the disk is full;");
  }

  @Test
  void filesAreNamed() {
    check(new NoSuchFileException("a.onnx"), ExitCode.FAILED, "no such file: a.onnx");
    check(new AccessDeniedException("/keys/x"), ExitCode.FAILED, "permission denied: /keys/x");
  }

  @Test
  void interruptsAreFailures() {
    check(new InterruptedException(), ExitCode.FAILED, "interrupted");
    check(new CompletionException(new CancellationException()), ExitCode.FAILED, "interrupted");
  }

  @Test
  void memoryNamesTheWayOut() {
    check(new OutOfMemoryError("Java heap space"), ExitCode.FAILED, "ZKCHAIN_JAVA_OPTS");
  }

  @Test
  void messagesBecomeOneLine() {
    check(new CircuitException("first\n  second"), ExitCode.FAILED, "first; second");
  }

  @Test
  void anythingElseIsADefect() {
    var failure = Failures.describe(new IllegalStateException("impossible"));
    assertThat(failure.exitCode()).isEqualTo(ExitCode.INTERNAL);
    assertThat(failure.defect()).isTrue();
    assertThat(failure.message()).contains("IllegalStateException: impossible");
  }

  private static void check(Throwable thrown, int exitCode, String message) {
    var failure = Failures.describe(thrown);
    assertThat(failure.exitCode()).isEqualTo(exitCode);
    assertThat(failure.message()).contains(message).doesNotContain("\n");
    assertThat(failure.defect()).isFalse();
  }
}
