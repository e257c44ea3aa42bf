package io.zkchain.prover.field;

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

  private static final long LIMIT_NANOS = 30_000_000_000L;

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
   * a hundred rounds in a row are fast. Gives up after half a minute and returns false.
   */
  private static boolean run(Runnable round) {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    int fast = 0;
    for (long start = System.nanoTime(); fast < 100 && start < deadline; ) {
      round.run();
      long end = System.nanoTime();
      fast = end - start < ROUND_NANOS ? fast + 1 : 0;
      start = end;
    }
    return fast == 100;
  }
}
