package io.zkchain.prover.field;

/**
 * Knows when the vector kernels are compiled. Until then a vector operation costs microseconds,
 * hundreds of times more than after, so scalar arithmetic is used; a background thread calls the
 * kernels until they are fast. The flag goes from false to true once, and decides about speed only:
 * both give the same bits.
 */
final class VectorWarmUp {
  /** Compiled, a round over all kernels takes some 500 ns; with one that is not, 20 us and more. */
  private static final long ROUND_NANOS = 4_000;

  private static final long LIMIT_NANOS = 30_000_000_000L;

  private volatile boolean done;

  /** Starts the background thread. */
  void start() {
    Thread.ofPlatform().daemon().name("zkchain-vector-warm-up").start(() -> done = run());
  }

  /** Whether the kernels are fast. */
  boolean isDone() {
    return done;
  }

  /**
   * Calls every kernel with one block, which is what makes the compiler take them up soonest, until
   * a hundred rounds in a row are fast. Gives up after half a minute and returns false.
   */
  static boolean run() {
    Runnable round = VectorField.rounds();
    Runnable tables = VectorElements.rounds();
    long deadline = System.nanoTime() + LIMIT_NANOS;
    int fast = 0;
    for (long start = System.nanoTime(); fast < 100 && start < deadline; ) {
      round.run();
      tables.run();
      long end = System.nanoTime();
      fast = end - start < ROUND_NANOS ? fast + 1 : 0;
      start = end;
    }
    return fast == 100;
  }
}
