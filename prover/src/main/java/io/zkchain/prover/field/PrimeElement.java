package io.zkchain.prover.field;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * An immutable element of a prime field; see {@link Fr} and {@link Fq}. Each operation allocates
 * its result (about 60 ns for a product); provers work on arrays instead, through {@link
 * FieldKernel}.
 *
 * @param <E> the field's element type
 */
public abstract sealed class PrimeElement<E extends PrimeElement<E>> implements FieldElement<E>
    permits Fr, Fq {
  final long[] limbs;

  PrimeElement(long[] limbs) {
    this.limbs = limbs;
  }

  abstract PrimeField field();

  abstract E wrap(long[] reduced);

  @Override
  public final E add(E other) {
    long[] r = new long[PrimeField.LIMBS];
    field().add(limbs, 0, other.limbs, 0, r, 0);
    return wrap(r);
  }

  @Override
  public final E sub(E other) {
    long[] r = new long[PrimeField.LIMBS];
    field().sub(limbs, 0, other.limbs, 0, r, 0);
    return wrap(r);
  }

  @Override
  public final E mul(E other) {
    long[] r = new long[PrimeField.LIMBS];
    field().mul(limbs, 0, other.limbs, 0, r, 0);
    return wrap(r);
  }

  /** The product with a plain signed integer. */
  public final E mul(long factor) {
    long[] r = new long[PrimeField.LIMBS];
    field().mulLong(limbs, 0, factor, r, 0);
    return wrap(r);
  }

  @Override
  public final E square() {
    long[] r = new long[PrimeField.LIMBS];
    field().square(limbs, 0, r, 0);
    return wrap(r);
  }

  @Override
  public final E twice() {
    long[] r = new long[PrimeField.LIMBS];
    field().twice(limbs, 0, r, 0);
    return wrap(r);
  }

  @Override
  public final E negate() {
    long[] r = new long[PrimeField.LIMBS];
    field().negate(limbs, 0, r, 0);
    return wrap(r);
  }

  @Override
  public final E inverse() {
    if (isZero()) {
      throw new ArithmeticException("0 has no inverse");
    }
    long[] r = new long[PrimeField.LIMBS];
    field().inverse(limbs, 0, r, 0);
    return wrap(r);
  }

  /** The power with a non-negative exponent; 0^0 = 1. */
  public final E pow(long exponent) {
    return pow(BigInteger.valueOf(exponent));
  }

  /** The power with a non-negative exponent; 0^0 = 1. */
  public final E pow(BigInteger exponent) {
    long[] r = new long[PrimeField.LIMBS];
    field().pow(limbs, 0, exponent, r, 0);
    return wrap(r);
  }

  @Override
  public final boolean isZero() {
    return PrimeField.isZero(limbs, 0);
  }

  /** The integer in [0, p). */
  public final BigInteger toBigInteger() {
    return field().toBigInteger(limbs, 0);
  }

  /** The integer of least magnitude that the element stands for, in [-(p-1)/2, (p-1)/2]. */
  public final BigInteger toSignedBigInteger() {
    BigInteger v = toBigInteger();
    BigInteger p = field().modulus();
    return v.compareTo(p.shiftRight(1)) > 0 ? v.subtract(p) : v;
  }

  /** The integer in [0, p), as 32 bytes, big-endian. */
  public final byte[] toBytes32() {
    byte[] out = new byte[32];
    putBytes32(out, 0);
    return out;
  }

  /** Writes {@link #toBytes32} into an array. */
  public final void putBytes32(byte[] out, int offset) {
    long[] plain = new long[PrimeField.LIMBS];
    field().fromMontgomery(limbs, 0, plain, 0);
    Bytes.putBigEndian(plain, 0, out, offset);
  }

  /** Writes the four limbs of the element, in Montgomery form, into a kernel's array. */
  public final void store(long[] out, int offset) {
    System.arraycopy(limbs, 0, out, offset, PrimeField.LIMBS);
  }

  static long[] canonicalLimbs(PrimeField field, byte[] bytes, int offset, String name) {
    long[] r = new long[PrimeField.LIMBS];
    Bytes.getBigEndian(bytes, offset, r, 0);
    if (!field.isReduced(r, 0)) {
      throw new EncodingException(
          name
              + " element 0x"
              + hex(bytes, offset)
              + " is not below the modulus 0x"
              + field.modulus().toString(16));
    }
    field.toMontgomery(r, 0, r, 0);
    return r;
  }

  private static String hex(byte[] bytes, int offset) {
    return HexFormat.of().formatHex(bytes, offset, offset + 32);
  }

  static long[] randomLimbs(PrimeField field, RandomGenerator random) {
    byte[] bytes = new byte[32];
    long[] r = new long[PrimeField.LIMBS];
    do {
      random.nextBytes(bytes);
      Bytes.getLittleEndian(bytes, 0, r, 0);
      r[3] &= -1L >>> 2; // p has 254 bits; three draws of four are kept
    } while (!field.isReduced(r, 0));
    // A uniform residue is uniform as a Montgomery form, too.
    return r;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof PrimeElement<?> e
        && e.field() == field()
        && Arrays.equals(limbs, e.limbs);
  }

  @Override
  public final int hashCode() {
    return Arrays.hashCode(limbs);
  }

  /** The signed integer of least magnitude, decimal. */
  @Override
  public final String toString() {
    return toSignedBigInteger().toString();
  }
}
