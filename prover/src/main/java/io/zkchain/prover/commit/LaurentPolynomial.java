package io.zkchain.prover.commit;

import static io.zkchain.prover.field.PrimeField.LIMBS;

import io.zkchain.prover.field.FieldKernel;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.parallel.Parallel;
import java.util.List;

/**
 * The prover's side of the opening identity
 *
 * <pre>F(X) T(1/X) + F(1/X) T(X) = 2 c + X S(X) + S(1/X) / X,   T(X) = sum_i eq_i(u) X^i</pre>
 *
 * <p>for the polynomial S; c = sum_{i &lt; N} F_i eq_i(u) is the claimed value. T(1/X) is a product
 * of n binomials, so F(X) T(1/X) takes n passes of one shift and one product a coefficient: O(N log
 * N) without a Fourier transform.
 */
public final class LaurentPolynomial {
  private static final int GRAIN = 4096;

  private LaurentPolynomial() {}

  /**
   * S for the vector eq(u, .).
   *
   * @param polynomial F, N + 1 coefficients
   * @param point u, n coordinates with N = 2^n
   * @return N coefficients
   */
  public static FrVector quotient(FrVector polynomial, List<Fr> point, Parallel parallel) {
    int rows = 1 << point.size();
    FrVector product = product(polynomial, point, parallel);
    FrVector s = new FrVector(rows);
    FieldKernel kernel = Kernels.fr();
    // Exponent e lies at index e + N - 1; S_{k-1} collects the exponents k and -k.
    System.arraycopy(product.limbs(), product.offset(rows), s.limbs(), 0, rows * LIMBS);
    parallel.forRange(
        rows - 1,
        GRAIN,
        (low, high) -> {
          for (int k = low + 1; k <= high; k++) {
            int to = s.offset(k - 1);
            int from = product.offset(rows - 1 - k);
            kernel.add(s.limbs(), to, product.limbs(), from, s.limbs(), to, 1);
          }
        });
    return s;
  }

  /** F(X) T(1/X); the coefficient of X^e is at index e + N - 1. */
  private static FrVector product(FrVector polynomial, List<Fr> point, Parallel parallel) {
    int rows = 1 << point.size();
    // Exponents up to N + N/2, so that a pass may read beyond the end; those entries stay 0.
    int length = 2 * rows + rows / 2;
    FrVector from = new FrVector(length);
    FrVector to = new FrVector(length);
    System.arraycopy(
        polynomial.limbs(),
        polynomial.offset(0),
        from.limbs(),
        from.offset(rows - 1),
        (rows + 1) * LIMBS);
    for (int k = 0; k < point.size(); k++) {
      pass(from, to, 1 << k, rows, point.get(k), parallel);
      FrVector swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  /** Multiplies by (1 - u) + u X^-shift. */
  private static void pass(
      FrVector from, FrVector to, int shift, int rows, Fr u, Parallel parallel) {
    int start = rows - 2 * shift; // the lowest exponent after the pass is -(2 shift - 1)
    long[] factor = new long[LIMBS];
    u.store(factor, 0);
    FieldKernel kernel = Kernels.fr();
    parallel.forRange(
        2 * rows - start,
        GRAIN,
        (low, high) ->
            kernel.fold(
                from.limbs(),
                from.offset(start + low),
                from.offset(start + low + shift),
                factor,
                0,
                to.limbs(),
                to.offset(start + low),
                high - low));
  }

  /**
   * Adds factor times S for an arbitrary short vector p in place of eq(u, .): the polynomial that
   * belongs to A(X) P(1/X) + A(1/X) P(X).
   *
   * @param s at least as many coefficients as {@code a}
   * @param p as many entries as {@code a}
   */
  public static void addShort(FrVector s, FrVector a, FrVector p, Fr factor) {
    for (int i = 0; i < a.size(); i++) {
      Fr scaled = a.get(i).mul(factor);
      for (int j = 0; j < p.size() && !scaled.isZero(); j++) {
        if (i != j && !p.isZero(j)) {
          int k = Math.abs(i - j) - 1;
          s.set(k, s.get(k).add(scaled.mul(p.get(j))));
        }
      }
    }
  }
}
