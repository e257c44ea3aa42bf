package io.zkchain.prover.curve;

import io.zkchain.prover.field.FieldElement;
import io.zkchain.prover.field.Fr;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * An immutable affine point of one of BN254's two groups, {@link G1} or {@link G2}. The point at
 * infinity has coordinates (0, 0), which is on neither curve, as in the EVM.
 *
 * @param <P> the point type itself
 * @param <E> the coordinates' field
 */
public abstract sealed class Point<P extends Point<P, E>, E extends FieldElement<E>>
    permits G1, G2 {
  private final E x;
  private final E y;

  Point(E x, E y) {
    this.x = x;
    this.y = y;
  }

  abstract P wrap(E px, E py);

  abstract P infinity();

  abstract E one();

  /** The x coordinate; 0 at infinity. */
  public final E x() {
    return x;
  }

  /** The y coordinate; 0 at infinity. */
  public final E y() {
    return y;
  }

  /** Whether this is the neutral element. */
  public final boolean isInfinity() {
    return x.isZero() && y.isZero();
  }

  /** Whether y^2 = x^3 + b. */
  static <E extends FieldElement<E>> boolean onCurve(E x, E y, E b) {
    return y.square().equals(x.square().mul(x).add(b));
  }

  final Jacobian<E> jacobian() {
    return isInfinity() ? new Jacobian<>(x, y, x) : new Jacobian<>(x, y, one());
  }

  final P affine(Jacobian<E> p) {
    if (p.isInfinity()) {
      return infinity();
    }
    E inverse = p.z().inverse();
    E square = inverse.square();
    return wrap(p.x().mul(square), p.y().mul(square).mul(inverse));
  }

  /** The sum. */
  public final P add(P other) {
    return affine(jacobian().add(other.jacobian()));
  }

  /** The difference. */
  public final P sub(P other) {
    return affine(jacobian().add(other.jacobian().negate()));
  }

  /** Twice the point. */
  public final P twice() {
    return affine(jacobian().twice());
  }

  /** The inverse in the group. */
  public final P negate() {
    return wrap(x, y.negate());
  }

  /** The point times a scalar. */
  public final P mul(Fr scalar) {
    return mul(scalar.toBigInteger());
  }

  /**
   * The point times a non-negative integer of any size, which is not reduced by the group's order.
   */
  public final P mul(BigInteger scalar) {
    return affine(Straus.sum(List.of(scalar), List.of(jacobian()), infinity().jacobian()));
  }

  /**
   * {@code sum scalars[i] * points[i]}, with one chain of doublings for all: made for a few dozen
   * points.
   */
  final P combine(List<Fr> scalars, List<P> points) {
    if (scalars.size() != points.size()) {
      throw new IllegalArgumentException(
          scalars.size() + " scalars for " + points.size() + " points");
    }
    List<BigInteger> integers = new ArrayList<>();
    List<Jacobian<E>> bases = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      integers.add(scalars.get(i).toBigInteger());
      bases.add(points.get(i).jacobian());
    }
    return affine(Straus.sum(integers, bases, infinity().jacobian()));
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof Point<?, ?> p && x.equals(p.x) && y.equals(p.y);
  }

  @Override
  public final int hashCode() {
    return 31 * x.hashCode() + y.hashCode();
  }
}
