package io.zkchain.cli;

import io.zkchain.prover.field.Kernels;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The process: runs one command line and ends with its exit code. */
public final class Main {
  /** Commands of much field arithmetic. */
  private static final Set<String> PROVING =
      Set.of("prove", "setup", "estimate", "srs", "quickstart");

  private static final long CLEANUP_MILLIS = 10_000;

  private Main() {}

  /** Ends the JVM with one of {@link ExitCode}. */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && PROVING.contains(arguments[0])) {
      Kernels.prepare();
    }
    var finished = new AtomicBoolean();
    Thread worker = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> onShutdown(worker, finished)));
    int exitCode = new Cli(Terminal.system()).run(arguments);
    if (finished.compareAndSet(false, true)) {
      System.exit(exitCode);
    }
  }

  /**
   * On Ctrl-C or a termination signal: lets the command remove its temporary files and say that it
   * was interrupted, then ends with {@link ExitCode#FAILED}.
   */
  private static void onShutdown(Thread worker, AtomicBoolean finished) {
    if (!finished.compareAndSet(false, true)) {
      return;
    }
    worker.interrupt();
    try {
      worker.join(CLEANUP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ExitCode.FAILED);
  }
}
