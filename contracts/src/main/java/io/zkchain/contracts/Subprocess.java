package io.zkchain.contracts;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a child process to its end, with its input and both outputs in memory. */
final class Subprocess {
  private Subprocess() {}

  /** What a finished process left behind; outputs decoded as UTF-8. */
  record Result(int exitCode, String output, String errors) {}

  /**
   * Feeds {@code input} to the process and waits for it.
   *
   * @throws IOException if it does not start, or is still running after {@code limit} (it is then
   *     ended)
   * @throws InterruptedException if this thread is interrupted (the process is then ended)
   */
  static Result run(List<String> command, Path directory, String input, Duration limit)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).directory(directory.toFile()).start();
    try {
      CompletableFuture<String> output = read(process.inputReader(StandardCharsets.UTF_8));
      CompletableFuture<String> errors = read(process.errorReader(StandardCharsets.UTF_8));
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // A process that ends before it has read everything says why in its output.
        process.waitFor(limit);
      }
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            command.getFirst() + " did not end within " + limit.toSeconds() + " s");
      }
      return new Result(process.exitValue(), output.join(), errors.join());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static CompletableFuture<String> read(java.io.Reader reader) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try (reader) {
            text.complete(reader.readAllAsString());
          } catch (IOException e) {
            text.completeExceptionally(new UncheckedIOException(e));
          }
        });
    return text;
  }
}
