package io.zkchain.prover.msm;

import io.zkchain.prover.field.Kernels;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Knows when the vector kernels are compiled. Until then a vector operation costs microseconds,
 * hundreds of times more than after, so sums use scalar arithmetic; a background thread calls the
 * kernels until they are fast. The flag goes from false to true once, and decides about speed only:
 * both give the same sums.
 */
final class VectorWarmUp {
  private VectorWarmUp() {}

  /** Whether vector arithmetic exists here and is compiled; the first call starts the warm-up. */
  static boolean isDone() {
    return Kernels.vectorLanes() > 0 && Once.DONE.get();
  }

  private static final class Once {
    static final AtomicBoolean DONE = new AtomicBoolean();

    static {
      Thread.ofPlatform()
          .daemon()
          .name("zkchain-vector-warm-up")
          .start(() -> DONE.set(VectorPairAdder.warmUp()));
    }
  }
}
