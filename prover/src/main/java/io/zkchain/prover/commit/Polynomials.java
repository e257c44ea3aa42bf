package io.zkchain.prover.commit;

import static io.zkchain.prover.field.PrimeField.FR;
import static io.zkchain.prover.field.PrimeField.LIMBS;

import io.zkchain.prover.field.FieldKernel;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.parallel.Parallel;

/** Univariate polynomials as coefficient vectors, constant term first. */
public final class Polynomials {
  private static final int GRAIN = 512;

  private Polynomials() {}

  /** The value at x: inner products of pieces with powers of x, then Horner over the pieces. */
  public static Fr evaluate(FrVector polynomial, Fr x, Parallel parallel) {
    int size = polynomial.size();
    FrVector powers = powers(x, Math.min(size, GRAIN));
    int pieces = (size + GRAIN - 1) / GRAIN;
    FrVector values = new FrVector(pieces);
    FieldKernel kernel = Kernels.fr();
    parallel.forEach(
        pieces,
        k -> {
          int at = polynomial.offset(k * GRAIN);
          int count = Math.min(GRAIN, size - k * GRAIN);
          long[] value = values.limbs();
          kernel.innerProduct(
              polynomial.limbs(), at, powers.limbs(), 0, value, values.offset(k), count);
        });
    Fr step = x.pow(GRAIN);
    Fr value = Fr.ZERO;
    for (int k = pieces - 1; k >= 0; k--) {
      value = value.mul(step).add(values.get(k));
    }
    return value;
  }

  /**
   * The quotient by X - x; the remainder, which is the value at x, is dropped.
   *
   * <p>Pieces are divided by Horner's rule each for itself. A piece then lacks what the higher ones
   * carry into it, a multiple of the powers of x.
   *
   * @param polynomial at least two coefficients
   */
  public static FrVector divide(FrVector polynomial, Fr x, Parallel parallel) {
    int size = polynomial.size() - 1;
    FrVector quotient = new FrVector(size);
    int pieces = Math.max(1, Math.min(size / GRAIN, 4 * parallel.threads()));
    int[] bounds = new int[pieces + 1];
    for (int k = 0; k <= pieces; k++) {
      bounds[k] = (int) ((long) size * k / pieces);
    }
    parallel.forEach(pieces, k -> divide(polynomial, x, quotient, bounds[k], bounds[k + 1]));
    Fr[] carries = new Fr[pieces];
    carries[pieces - 1] = Fr.ZERO;
    for (int k = pieces - 2; k >= 0; k--) {
      int length = bounds[k + 2] - bounds[k + 1];
      carries[k] = quotient.get(bounds[k + 1]).add(carries[k + 1].mul(x.pow(length)));
    }
    FrVector powers = reversedPowers(x, (size + pieces - 1) / pieces);
    parallel.forEach(
        pieces - 1,
        k -> {
          int length = bounds[k + 1] - bounds[k];
          long[] carry = FrVector.of(carries[k]).limbs();
          int from = powers.offset(powers.size() - length);
          int to = quotient.offset(bounds[k]);
          Kernels.fr().addScaled(powers.limbs(), from, carry, 0, quotient.limbs(), to, length);
        });
    return quotient;
  }

  /** Entries from..to-1 of the quotient of what is below {@code to}. */
  private static void divide(FrVector polynomial, Fr x, FrVector quotient, int from, int to) {
    long[] point = FrVector.of(x).limbs();
    long[] carry = new long[LIMBS];
    for (int i = to; i > from; i--) {
      FR.mul(carry, 0, point, 0, carry, 0);
      FR.add(carry, 0, polynomial.limbs(), polynomial.offset(i), carry, 0);
      System.arraycopy(carry, 0, quotient.limbs(), quotient.offset(i - 1), LIMBS);
    }
  }

  /** 1, x, x^2, .. */
  private static FrVector powers(Fr x, int count) {
    FrVector powers = new FrVector(count);
    powers.set(0, Fr.ONE);
    Fr step = x;
    for (int done = 1; done < count; done *= 2) {
      long[] factor = FrVector.of(step).limbs();
      int more = Math.min(done, count - done);
      Kernels.fr().scale(powers.limbs(), 0, factor, 0, powers.limbs(), powers.offset(done), more);
      step = step.square();
    }
    return powers;
  }

  /** x^count, .., x^2, x. */
  private static FrVector reversedPowers(Fr x, int count) {
    FrVector powers = new FrVector(count);
    powers.set(count - 1, x);
    Fr step = x;
    for (int done = 1; done < count; done *= 2) {
      long[] factor = FrVector.of(step).limbs();
      int more = Math.min(done, count - done);
      int from = powers.offset(count - more);
      int to = powers.offset(count - done - more);
      Kernels.fr().scale(powers.limbs(), from, factor, 0, powers.limbs(), to, more);
      step = step.square();
    }
    return powers;
  }
}
