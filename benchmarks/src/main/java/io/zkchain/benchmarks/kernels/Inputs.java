package io.zkchain.benchmarks.kernels;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.msm.Bases;
import io.zkchain.prover.msm.FixedBase;
import io.zkchain.prover.msm.Msm;
import io.zkchain.prover.parallel.Parallel;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;

/** What the benchmarks work on: the same on every run, and with nothing special about it. */
final class Inputs {
  private Inputs() {}

  /** Random multiples of the generator. */
  static Bases bases(int n) {
    awaitKernels();
    return new FixedBase(G1.GENERATOR).multiples(scalars(n, 1), Parallel.common());
  }

  /** Uniform scalars. */
  static FrVector scalars(int n, long seed) {
    var random = new Random(seed);
    var scalars = new FrVector(n);
    for (int i = 0; i < n; i++) {
      scalars.set(i, Fr.random(random));
    }
    return scalars;
  }

  /** Uniform integers of so many bits; with a sign they are from -2^(bits-1) to 2^(bits-1) - 1. */
  static long[] integers(int n, int bits, boolean signed) {
    var random = new Random(bits);
    var values = new long[n];
    for (int i = 0; i < n; i++) {
      values[i] = signed ? random.nextLong() >> (64 - bits) : random.nextLong() >>> (64 - bits);
    }
    return values;
  }

  static Msm msm(Bases bases, int threads) {
    Parallel parallel =
        threads == 1 ? Parallel.sequential() : Parallel.of(ForkJoinPool.commonPool(), threads);
    return new Msm(bases, parallel);
  }

  /** Waits until the vector kernels are compiled, where there are any. */
  static void awaitKernels() {
    Kernels.fr();
    while (Kernels.vectorLanes() > 0 && !Kernels.elementsReady()) {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }
  }
}
