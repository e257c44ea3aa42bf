package io.zkchain.cli.io;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work that goes on beside the calling thread, which fetches the result later. */
public final class Background<T> {
  private final FutureTask<T> task;

  private Background(FutureTask<T> task) {
    this.task = task;
  }

  /** Something to work out. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws IOException;
  }

  /** Starts at once, on a thread that does not keep the JVM alive. */
  public static <T> Background<T> start(Work<T> work) {
    FutureTask<T> task = new FutureTask<>(work::run);
    Thread.ofPlatform().daemon().name("zkchain-background").start(task);
    return new Background<>(task);
  }

  /**
   * Waits for the result.
   *
   * @throws IOException or whatever else the work threw
   * @throws CancellationException if the calling thread is interrupted, which it stays
   */
  public T get() throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException thrown -> throw thrown;
        case RuntimeException thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
