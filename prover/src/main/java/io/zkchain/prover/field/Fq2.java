package io.zkchain.prover.field;

import java.util.Optional;

/**
 * {@code c0 + c1 u} in Fq2 = Fq[u]/(u^2 + 1), the field of G2's coordinates.
 *
 * @param c0 the part in Fq
 * @param c1 the coefficient of u
 */
public record Fq2(Fq c0, Fq c1) implements FieldElement<Fq2> {
  /** 0. */
  public static final Fq2 ZERO = new Fq2(Fq.ZERO, Fq.ZERO);

  /** 1. */
  public static final Fq2 ONE = new Fq2(Fq.ONE, Fq.ZERO);

  @Override
  public Fq2 add(Fq2 o) {
    return new Fq2(c0.add(o.c0), c1.add(o.c1));
  }

  @Override
  public Fq2 sub(Fq2 o) {
    return new Fq2(c0.sub(o.c0), c1.sub(o.c1));
  }

  @Override
  public Fq2 mul(Fq2 o) {
    Fq low = c0.mul(o.c0);
    Fq high = c1.mul(o.c1);
    Fq cross = c0.add(c1).mul(o.c0.add(o.c1)).sub(low).sub(high);
    return new Fq2(low.sub(high), cross);
  }

  /** The product with an element of Fq. */
  public Fq2 scale(Fq factor) {
    return new Fq2(c0.mul(factor), c1.mul(factor));
  }

  @Override
  public Fq2 square() {
    Fq cross = c0.mul(c1);
    return new Fq2(c0.add(c1).mul(c0.sub(c1)), cross.twice());
  }

  @Override
  public Fq2 twice() {
    return new Fq2(c0.twice(), c1.twice());
  }

  @Override
  public Fq2 negate() {
    return new Fq2(c0.negate(), c1.negate());
  }

  /** {@code c0 - c1 u}, which is also the q-th power. */
  public Fq2 conjugate() {
    return new Fq2(c0, c1.negate());
  }

  /** The product with 9 + u, the non-residue over which the tower of extensions is built. */
  public Fq2 mulByNonResidue() {
    return new Fq2(nineTimes(c0).sub(c1), nineTimes(c1).add(c0));
  }

  private static Fq nineTimes(Fq a) {
    return a.twice().twice().twice().add(a);
  }

  @Override
  public Fq2 inverse() {
    Fq norm = c0.square().add(c1.square()).inverse();
    return new Fq2(c0.mul(norm), c1.mul(norm).negate());
  }

  @Override
  public boolean isZero() {
    return c0.isZero() && c1.isZero();
  }

  /**
   * Whether this is the larger of itself and its negative, compared by c1 first and then by c0;
   * false for 0.
   */
  public boolean isLarger() {
    return c1.isZero() ? c0.isLarger() : c1.isLarger();
  }

  /**
   * A square root, or empty if there is none (Adj and Rodriguez-Henriquez 2012, algorithm 8, by the
   * norm).
   */
  public Optional<Fq2> sqrt() {
    if (c1.isZero()) {
      // One of c0 and -c0 is a square in Fq; (s u)^2 = -s^2.
      return c0.sqrt()
          .map(s -> new Fq2(s, Fq.ZERO))
          .or(() -> c0.negate().sqrt().map(s -> new Fq2(Fq.ZERO, s)));
    }
    return c0.square().add(c1.square()).sqrt().flatMap(this::rootFromNorm);
  }

  /** With n^2 the norm, x^2 = (c0 +- n)/2 for the root x + y u, and y = c1/(2x). */
  private Optional<Fq2> rootFromNorm(Fq n) {
    Fq half = Fq.fromLong(2).inverse();
    return c0.add(n)
        .mul(half)
        .sqrt()
        .or(() -> c0.sub(n).mul(half).sqrt())
        .map(x -> new Fq2(x, c1.mul(x.twice().inverse())))
        .filter(root -> root.square().equals(this));
  }
}
