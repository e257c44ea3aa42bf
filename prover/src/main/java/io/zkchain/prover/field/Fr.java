package io.zkchain.prover.field;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * An element of BN254's scalar field, the integers modulo the order r of the groups, immutable.
 *
 * <pre>{@code
 * Fr x = Fr.fromLong(-3);
 * x.mul(x).equals(Fr.fromLong(9)); // true
 * }</pre>
 */
public final class Fr extends PrimeElement<Fr> {
  /** 0. */
  public static final Fr ZERO = new Fr(new long[PrimeField.LIMBS]);

  /** 1. */
  public static final Fr ONE = fromLong(1);

  /** The modulus. */
  public static final BigInteger MODULUS = PrimeField.FR.modulus();

  Fr(long[] limbs) {
    super(limbs);
  }

  @Override
  PrimeField field() {
    return PrimeField.FR;
  }

  @Override
  Fr wrap(long[] reduced) {
    return new Fr(reduced);
  }

  /** The residue of a signed integer. */
  public static Fr fromLong(long v) {
    long[] r = new long[PrimeField.LIMBS];
    PrimeField.FR.setLong(v, r, 0);
    return new Fr(r);
  }

  /** The residue of an integer of any size and sign. */
  public static Fr fromBigInteger(BigInteger v) {
    long[] r = new long[PrimeField.LIMBS];
    PrimeField.FR.setBigInteger(v, r, 0);
    return new Fr(r);
  }

  /**
   * Reads 32 bytes, big-endian, that hold an integer below the modulus.
   *
   * @throws EncodingException if it is not below the modulus
   */
  public static Fr fromCanonicalBytes(byte[] bytes, int offset) {
    return new Fr(canonicalLimbs(PrimeField.FR, bytes, offset, "Fr"));
  }

  /** Reads an element in Montgomery form from a kernel's array. */
  public static Fr load(long[] limbs, int offset) {
    return new Fr(Arrays.copyOfRange(limbs, offset, offset + PrimeField.LIMBS));
  }

  /**
   * A uniform element, by rejection; for secrets the generator must be a {@link
   * java.security.SecureRandom}.
   */
  public static Fr random(RandomGenerator random) {
    return new Fr(randomLimbs(PrimeField.FR, random));
  }

  /** A hash value of 32 bytes, read big-endian and reduced modulo r. */
  public static Fr fromHash(byte[] hash) {
    if (hash.length != 32) {
      throw new IllegalArgumentException("a hash value of " + hash.length + " bytes, not 32");
    }
    long[] r = new long[PrimeField.LIMBS];
    Bytes.getBigEndian(hash, 0, r, 0);
    PrimeField.FR.toMontgomery(r, 0, r, 0);
    return new Fr(r);
  }
}
