package io.zkchain.prover.field;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * An element of BN254's base field, the integers modulo q, where coordinates of points live,
 * immutable.
 *
 * <pre>{@code
 * Fq x = Fq.fromLong(-3);
 * x.mul(x).equals(Fq.fromLong(9)); // true
 * }</pre>
 */
public final class Fq extends PrimeElement<Fq> {
  /** 0. */
  public static final Fq ZERO = new Fq(new long[PrimeField.LIMBS]);

  /** 1. */
  public static final Fq ONE = fromLong(1);

  /** The modulus. */
  public static final BigInteger MODULUS = PrimeField.FQ.modulus();

  private static final BigInteger HALF = MODULUS.shiftRight(1);
  private static final BigInteger ROOT_EXPONENT = MODULUS.add(BigInteger.ONE).shiftRight(2);

  Fq(long[] limbs) {
    super(limbs);
  }

  @Override
  PrimeField field() {
    return PrimeField.FQ;
  }

  @Override
  Fq wrap(long[] reduced) {
    return new Fq(reduced);
  }

  /** The residue of a signed integer. */
  public static Fq fromLong(long v) {
    long[] r = new long[PrimeField.LIMBS];
    PrimeField.FQ.setLong(v, r, 0);
    return new Fq(r);
  }

  /** The residue of an integer of any size and sign. */
  public static Fq fromBigInteger(BigInteger v) {
    long[] r = new long[PrimeField.LIMBS];
    PrimeField.FQ.setBigInteger(v, r, 0);
    return new Fq(r);
  }

  /**
   * Reads 32 bytes, big-endian, that hold an integer below the modulus.
   *
   * @throws EncodingException if it is not below the modulus
   */
  public static Fq fromCanonicalBytes(byte[] bytes, int offset) {
    return new Fq(canonicalLimbs(PrimeField.FQ, bytes, offset, "Fq"));
  }

  /** Reads an element in Montgomery form from a kernel's array. */
  public static Fq load(long[] limbs, int offset) {
    return new Fq(Arrays.copyOfRange(limbs, offset, offset + PrimeField.LIMBS));
  }

  /**
   * A uniform element, by rejection; for secrets the generator must be a {@link
   * java.security.SecureRandom}.
   */
  public static Fq random(RandomGenerator random) {
    return new Fq(randomLimbs(PrimeField.FQ, random));
  }

  /** Whether the integer in [0, q) is the larger of itself and its negative; false for 0. */
  public boolean isLarger() {
    return toBigInteger().compareTo(HALF) > 0;
  }

  /** A square root, or empty if there is none. Since q = 3 mod 4 it is a^((q+1)/4). */
  public Optional<Fq> sqrt() {
    Fq root = pow(ROOT_EXPONENT);
    return root.square().equals(this) ? Optional.of(root) : Optional.empty();
  }
}
