package io.zkchain.prover.field;

/**
 * The operations that the curve's formulas need of an immutable field element.
 *
 * @param <E> the element type itself
 */
public interface FieldElement<E extends FieldElement<E>> {
  /** The sum. */
  E add(E other);

  /** The difference. */
  E sub(E other);

  /** The product. */
  E mul(E other);

  /** The square. */
  E square();

  /** Twice the element. */
  E twice();

  /** The additive inverse. */
  E negate();

  /**
   * The multiplicative inverse.
   *
   * @throws ArithmeticException for 0
   */
  E inverse();

  /** Whether this is 0. */
  boolean isZero();
}
