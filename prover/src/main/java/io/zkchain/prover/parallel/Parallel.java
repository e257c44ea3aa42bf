package io.zkchain.prover.parallel;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where and how widely to run loops.
 *
 * <pre>{@code
 * Parallel.common().forEach(16, i -> work(i));
 * Parallel.common().forRange(n, 1024, (from, to) -> workOn(from, to));
 * }</pre>
 */
public final class Parallel {
  private final Executor executor;
  private final int threads;

  private Parallel(Executor executor, int threads) {
    this.executor = executor;
    this.threads = threads;
  }

  /** All processors, on the JVM's common pool. */
  public static Parallel common() {
    return new Parallel(ForkJoinPool.commonPool(), Runtime.getRuntime().availableProcessors());
  }

  /** The calling thread alone. */
  public static Parallel sequential() {
    return new Parallel(Runnable::run, 1);
  }

  /** At most {@code threads} threads: the calling one, the others from the executor. */
  public static Parallel of(Executor executor, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads");
    }
    return new Parallel(executor, threads);
  }

  /** The largest number of threads that work at once. */
  public int threads() {
    return threads;
  }

  /**
   * Runs {@code task} for 0 .. count-1, each once, and returns when all are done. The first
   * exception of a task stops the handing out of further ones and is thrown here, after those under
   * way have ended.
   */
  public void forEach(int count, IntConsumer task) {
    Loop loop = new Loop(count, task);
    for (int i = 1; i < Math.min(threads, count); i++) {
      try {
        executor.execute(loop::help);
      } catch (RejectedExecutionException e) {
        break; // a pool that shuts down or is full: the calling thread does the work
      }
    }
    loop.work();
    loop.finish();
  }

  /** Work on the range {@code [from, to)}. */
  @FunctionalInterface
  public interface RangeTask {
    /** Does the work. */
    void run(int from, int to);
  }

  /**
   * Cuts [0, n) into ranges of at least {@code grain} (but the last), a few for each thread, and
   * runs them.
   */
  public void forRange(int n, int grain, RangeTask task) {
    int pieces = threads == 1 ? 1 : Math.max(1, Math.min(4 * threads, n / Math.max(1, grain)));
    forEach(
        n == 0 ? 0 : pieces,
        i -> task.run((int) ((long) n * i / pieces), (int) ((long) n * (i + 1) / pieces)));
  }

  private static final class Loop {
    private final int count;
    private final IntConsumer task;
    private final AtomicInteger next = new AtomicInteger();
    private int active; // helpers at work
    private boolean closed; // no helper may start any more
    private @Nullable Throwable failure;

    Loop(int count, IntConsumer task) {
      this.count = count;
      this.task = task;
    }

    void help() {
      synchronized (this) {
        if (closed) {
          return;
        }
        active++;
      }
      work();
      synchronized (this) {
        active--;
        notifyAll();
      }
    }

    void work() {
      try {
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
          task.accept(i);
        }
      } catch (RuntimeException | Error e) {
        next.set(count);
        synchronized (this) {
          failure = failure == null ? e : failure;
        }
      }
    }

    /** Waits for helpers at work, through interrupts, which are kept for the caller to see. */
    synchronized void finish() {
      closed = true;
      boolean interrupted = false;
      while (active > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      switch (failure) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case null, default -> {}
      }
    }
  }
}
