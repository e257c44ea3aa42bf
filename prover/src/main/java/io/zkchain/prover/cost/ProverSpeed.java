package io.zkchain.prover.cost;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.FieldKernel;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.msm.Bases;
import io.zkchain.prover.msm.FixedBase;
import io.zkchain.prover.msm.Msm;
import io.zkchain.prover.parallel.Parallel;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * How fast a machine does what proofs are made of, with all threads.
 *
 * @param multiplicationNanos one multiplication in the scalar field, in long vectors
 * @param shortSumNanos one full-width term of a multi-scalar multiplication of 2^12 terms
 * @param longSumNanos the same at 2^15 terms
 * @param shortIntegerNanos one term with a signed 16-bit integer at 2^12 terms
 * @param longIntegerNanos the same at 2^15 terms
 */
public record ProverSpeed(
    double multiplicationNanos,
    double shortSumNanos,
    double longSumNanos,
    double shortIntegerNanos,
    double longIntegerNanos) {
  /**
   * Two cores at 2.8 GHz with vectors of 512 bits: what a compiler compares sizes of circuits with,
   * so that every machine makes the same circuit of a model.
   */
  public static final ProverSpeed REFERENCE = new ProverSpeed(11, 2_000, 1_220, 220, 120);

  private static final int SHORT = 12;
  private static final int LONG = 15;
  private static final int FACTOR_BITS = 48;
  private static final int SETTLED_ROUNDS = 6;
  private static final double GAIN = 0.95;
  private static final long WARM_UP_NANOS = 1_000_000_000L;
  private static final long LIMIT_NANOS = 1_000_000_000L;
  private static final long KERNELS_LIMIT_NANOS = 10_000_000_000L;
  private static final int POLL_MILLIS = 5;

  /** Far beyond the measured sizes the price of a term falls no further than this. */
  private static final double LEAST = 0.75;

  /**
   * Measures this machine, after its vector kernels are compiled: some two seconds in a fresh JVM,
   * longer where the machine has other work to do.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public static ProverSpeed measure() {
    awaitKernels();
    Parallel parallel = Parallel.common();
    // No secret is committed to: a generator of fixed numbers will do, and repeats.
    RandomGenerator random = new Random(1);
    FrVector scalars = new FrVector(1 << LONG);
    long[] integers = new long[1 << LONG];
    for (int i = 0; i < scalars.size(); i++) {
      scalars.set(i, Fr.random(random));
      integers[i] = random.nextLong(-(1 << 15), 1 << 15);
    }
    int few = 1 << SHORT;
    int many = 1 << LONG;
    Msm msm = new Msm(bases(random, parallel), parallel);
    FrVector first = scalars.slice(0, few);
    FrVector products = new FrVector(many);
    warmUp(() -> {
      multiply(scalars, products, parallel);
      msm.sum(scalars);
      msm.sum(integers);
    });
    double multiplication = perItem(many, () -> multiply(scalars, products, parallel));
    double longSum = perItem(many, () -> msm.sum(scalars));
    double shortSum = perItem(few, () -> msm.sum(first));
    double longInteger = perItem(many, () -> msm.sum(integers));
    double shortInteger = perItem(few, () -> msm.sum(integers, 0, few, 0));
    return new ProverSpeed(multiplication, shortSum, longSum, shortInteger, longInteger);
  }

  /** Different multiples of few bits: they are quick to make, and do not meet in a sum. */
  private static Bases bases(RandomGenerator random, Parallel parallel) {
    long[] factors = new long[1 << LONG];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = random.nextLong(1, 1L << FACTOR_BITS);
    }
    return new FixedBase(G1.GENERATOR).multiples(FrVector.ofLongs(factors), parallel);
  }

  private static void awaitKernels() {
    long deadline = System.nanoTime() + KERNELS_LIMIT_NANOS;
    Kernels.fr();
    while (Kernels.vectorLanes() > 0
        && !Kernels.elementsReady()
        && System.nanoTime() < deadline
        && !Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void multiply(FrVector scalars, FrVector products, Parallel parallel) {
    FieldKernel kernel = Kernels.fr();
    parallel.forRange(
        scalars.size(),
        1 << 10,
        (from, to) -> {
          int at = scalars.offset(from);
          kernel.mul(scalars.limbs(), at, scalars.limbs(), at, products.limbs(), at, to - from);
        });
  }

  /** Runs until the JVM has compiled what matters. */
  private static void warmUp(Runnable round) {
    long end = System.nanoTime() + WARM_UP_NANOS;
    while (System.nanoTime() < end) {
      round.run();
    }
  }

  /**
   * The fastest round, once further ones gain little: what disturbs a measurement only makes it
   * longer.
   */
  private static double perItem(int items, Runnable round) {
    double best = Double.MAX_VALUE;
    long begin = System.nanoTime();
    long start = begin;
    for (int idle = 0; idle < SETTLED_ROUNDS && start - begin < LIMIT_NANOS; idle++) {
      round.run();
      long end = System.nanoTime();
      double nanos = (double) end - start;
      if (nanos < GAIN * best) {
        idle = 0;
      }
      best = Math.min(best, nanos);
      start = end;
    }
    return best / items;
  }

  /** Nanoseconds of a full-width sum of so many terms. */
  double sumNanos(long terms) {
    return terms * at(terms, shortSumNanos, longSumNanos);
  }

  /** Nanoseconds of a sum with so many small integers. */
  double integerSumNanos(long terms) {
    return terms * at(terms, shortIntegerNanos, longIntegerNanos);
  }

  /** The price of a term changes by steps as windows grow: about a line over the logarithm. */
  private static double at(long terms, double small, double large) {
    double position = (Math.log(Math.max(terms, 1)) / Math.log(2) - SHORT) / (LONG - SHORT);
    double line = small + (large - small) * Math.max(position, -1);
    return Math.max(line, LEAST * Math.min(small, large));
  }
}
