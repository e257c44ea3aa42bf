package io.zkchain.prover.field;

import java.util.concurrent.locks.LockSupport;

/**
 * Knows when the vector kernels are compiled. Until then a vector operation costs microseconds,
 * hundreds of times more than after, so scalar arithmetic is used; a background thread calls the
 * kernels until they are fast. The kernels of sums of points come first, for a proof needs them
 * first and most. Each flag goes from false to true once, and decides about speed only: both ways
 * give the same bits.
 */
final class VectorWarmUp {
  /** Compiled, a round over the kernels takes some 300 ns; with one that is not, 20 us and more. */
  private static final long ROUND_NANOS = 4_000;

  private static final long LIMIT_NANOS = 600_000_000_000L;

  /** While the compiler works, a slow round is followed by a pause so many times as long. */
  private static final int PAUSE_FACTOR = 20;

  private static final long LONGEST_PAUSE_NANOS = 20_000_000;

  /**
   * After so many calls the compiler has been asked for every kernel; what is left is to wait for
   * it. A launcher that makes the JVM compile the kernels sooner (CompileThresholdScaling) sets a
   * smaller number, so that waiting takes no time from the compiler.
   */
  private static final int CALLS = Integer.getInteger("zkchain.vector.calls", 40_000);

  private volatile boolean points;
  private volatile boolean elements;

  /** Starts the background thread. */
  void start() {
    Thread.ofPlatform().daemon().name("zkchain-vector-warm-up").start(this::warmUp);
  }

  /** Whether the kernels of sums of points are fast. */
  boolean pointsDone() {
    return points;
  }

  /** Whether the kernels of tables of elements are fast, too. */
  boolean elementsDone() {
    return elements;
  }

  private void warmUp() {
    points = run(VectorField.rounds());
    elements = points && run(VectorElements.rounds());
  }

  /** Both, at once. */
  static boolean run() {
    return run(VectorField.rounds()) && run(VectorElements.rounds());
  }

  /**
   * Calls every kernel with one block, which is what makes the compiler take them up soonest, until
   * a hundred rounds in a row are fast. After {@link #CALLS} slow ones it pauses between rounds;
   * after ten minutes it gives up and returns false.
   */
  private static boolean run(Runnable round) {
    long begin = System.nanoTime();
    int fast = 0;
    int slow = 0;
    for (long start = begin; fast < 100 && start - begin < LIMIT_NANOS; start = System.nanoTime()) {
      round.run();
      long nanos = System.nanoTime() - start;
      fast = nanos < ROUND_NANOS ? fast + 1 : 0;
      slow += fast == 0 ? 1 : 0;
      if (fast == 0 && slow > CALLS) {
        LockSupport.parkNanos(Math.min(PAUSE_FACTOR * nanos, LONGEST_PAUSE_NANOS));
      }
    }
    return fast == 100;
  }
}
