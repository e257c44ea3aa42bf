package io.zkchain.benchmarks.kernels;

import io.zkchain.prover.curve.G1;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The Go program of {@code benchmarks/gnark}, which answers one line to each line. */
final class GnarkProcess implements AutoCloseable {
  private final Process process;
  private final Writer requests;
  private final BufferedReader answers;

  GnarkProcess(Path binary, Path folder) throws IOException {
    process =
        new ProcessBuilder(binary.toString(), folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    requests = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  String version() throws IOException {
    return ask("version");
  }

  G1 sum(String kind, int logSize, int threads, Stopwatch stopwatch) throws IOException {
    String[] answer = ask("msm %s %d %d".formatted(kind, logSize, threads)).split(" ", -1);
    stopwatch.add(Long.parseLong(answer[0]), Long.parseLong(answer[1]));
    return GnarkComparison.point(answer[2], answer[3]);
  }

  private String ask(String request) throws IOException {
    requests.write(request + "\n");
    requests.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("gnark has ended; its message is above");
    }
    return answer;
  }

  /** The end of its input ends it. */
  @Override
  public void close() throws IOException {
    requests.close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
