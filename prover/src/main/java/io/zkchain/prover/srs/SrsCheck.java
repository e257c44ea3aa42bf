package io.zkchain.prover.srs;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.PrimeField;
import io.zkchain.prover.msm.Bases;
import io.zkchain.prover.msm.Msm;
import io.zkchain.prover.pairing.Pairing;
import io.zkchain.prover.parallel.Parallel;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Whether an SRS is well formed: every point canonical, finite and on its curve, the first one the
 * generator, tau not 0, and all of them consecutive powers of the tau in G2. Zero knowledge rests
 * on this, and on nothing else about the ceremony.
 */
public final class SrsCheck {
  private static final int GRAIN = 512;
  private static final int COEFFICIENT_BITS = 128;

  private SrsCheck() {}

  /**
   * Checks everything; powers by one batched pairing, which errs with probability 2^-128.
   *
   * @param random a {@link java.security.SecureRandom}: the coefficients must not be known to
   *     whoever made the file
   * @throws SrsException.BadPoint for the first invalid point
   * @throws SrsException.NotPowers if the points are no powers of the secret of [tau]_2
   */
  public static void check(Srs srs, RandomGenerator random, Parallel parallel) {
    points(srs.bases(), parallel);
    powers(srs, random, parallel);
  }

  private static void points(Bases bases, Parallel parallel) {
    if (bases.size() < 2) {
      throw new SrsException.TooSmall(bases.size(), 2);
    }
    if (!bases.get(0).equals(G1.GENERATOR)) {
      throw new SrsException.BadPoint("G1", 0, "it is not the generator (1, 2)");
    }
    AtomicInteger bad = new AtomicInteger(Integer.MAX_VALUE);
    parallel.forRange(
        bases.size(),
        GRAIN,
        (from, to) -> {
          int first = firstInvalid(bases, from, to);
          bad.accumulateAndGet(first, Math::min);
        });
    if (bad.get() != Integer.MAX_VALUE) {
      throw new SrsException.BadPoint("G1", bad.get(), "it is infinity or not on the curve");
    }
  }

  private static int firstInvalid(Bases bases, int from, int to) {
    long[] point = new long[G1.LIMBS];
    CurveEquation curve = new CurveEquation();
    for (int i = from; i < to; i++) {
      bases.load(i, 1, point, 0);
      boolean reduced =
          PrimeField.FQ.isReduced(point, 0) && PrimeField.FQ.isReduced(point, PrimeField.LIMBS);
      if (!reduced || !curve.holds(point, 0)) {
        return i;
      }
    }
    return Integer.MAX_VALUE;
  }

  /** {@code e(sum r_i P_i, [tau]_2) = e(sum r_i P_(i+1), [1]_2)} for random r_i of 128 bits. */
  private static void powers(Srs srs, RandomGenerator random, Parallel parallel) {
    if (srs.g2Tau().isInfinity()) {
      throw new SrsException.NotPowers(
          "tau is 0 in this SRS: it commits to nothing; use another ceremony");
    }
    int pairs = srs.size() - 1;
    FrVector coefficients = new FrVector(pairs);
    byte[] bytes = new byte[COEFFICIENT_BITS / 8];
    for (int i = 0; i < pairs; i++) {
      random.nextBytes(bytes);
      coefficients.set(i, Fr.fromBigInteger(new BigInteger(1, bytes)));
    }
    Msm msm = new Msm(srs.bases(), parallel);
    G1 lower = msm.sum(coefficients);
    G1 upper = msm.sum(coefficients, 1);
    if (!Pairing.productIsOne(List.of(lower, upper.negate()), List.of(srs.g2Tau(), G2.GENERATOR))) {
      throw new SrsException.NotPowers(
          "the points of this SRS are not consecutive powers of the secret in its G2 part: points were altered or"
              + " exchanged, or G1 and G2 come from two ceremonies");
    }
  }
}
