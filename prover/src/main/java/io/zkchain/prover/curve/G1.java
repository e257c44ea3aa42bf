package io.zkchain.prover.curve;

import io.zkchain.prover.field.EncodingException;
import io.zkchain.prover.field.Fq;
import io.zkchain.prover.field.Fr;
import java.util.List;

/**
 * A point of G1, {@code y^2 = x^3 + 3} over Fq. The curve's order is the prime r, so every point on
 * it is in the group.
 *
 * <pre>{@code
 * G1 p = G1.GENERATOR.mul(Fr.fromLong(5));
 * G1.fromBytes(p.toBytes(), 0).equals(p); // true
 * }</pre>
 */
public final class G1 extends Point<G1, Fq> {
  private static final Fq B = Fq.fromLong(3);

  /** Bytes of an encoded point. */
  public static final int BYTES = 64;

  /** Limbs of a point in a kernel's array: x, then y, Montgomery form; all zeros at infinity. */
  public static final int LIMBS = 8;

  /** The neutral element. */
  public static final G1 INFINITY = new G1(Fq.ZERO, Fq.ZERO);

  /** (1, 2), as in EIP-196. */
  public static final G1 GENERATOR = new G1(Fq.ONE, Fq.fromLong(2));

  private G1(Fq x, Fq y) {
    super(x, y);
  }

  /**
   * The point with these coordinates; (0, 0) is infinity.
   *
   * @throws EncodingException if it is not on the curve
   */
  public static G1 of(Fq x, Fq y) {
    if (!isValid(x, y)) {
      throw new EncodingException(
          "("
              + x.toBigInteger()
              + ", "
              + y.toBigInteger()
              + ") is not on the curve y^2 = x^3 + 3 of G1");
    }
    return new G1(x, y);
  }

  private static boolean isValid(Fq x, Fq y) {
    return (x.isZero() && y.isZero()) || onCurve(x, y, B);
  }

  /**
   * {@code sum scalars[i] * points[i]}, made for a few dozen points; larger sums are the work of
   * {@code Msm}.
   */
  public static G1 sum(List<Fr> scalars, List<G1> points) {
    return INFINITY.combine(scalars, points);
  }

  /**
   * Reads x and y, 32 bytes each, big-endian, as the EVM's precompiles take them (EIP-196); 64 zero
   * bytes are infinity.
   *
   * @throws EncodingException if a coordinate is not below q, or the point is not on the curve
   */
  public static G1 fromBytes(byte[] bytes, int offset) {
    return of(Fq.fromCanonicalBytes(bytes, offset), Fq.fromCanonicalBytes(bytes, offset + 32));
  }

  /** The encoding that {@link #fromBytes} reads. */
  public byte[] toBytes() {
    byte[] out = new byte[BYTES];
    putBytes(out, 0);
    return out;
  }

  /** Writes {@link #toBytes} into an array. */
  public void putBytes(byte[] out, int offset) {
    x().putBytes32(out, offset);
    y().putBytes32(out, offset + 32);
  }

  /**
   * Reads a point from a kernel's array, unchecked: for arrays whose points were checked when they
   * were made.
   */
  public static G1 load(long[] limbs, int offset) {
    return new G1(Fq.load(limbs, offset), Fq.load(limbs, offset + LIMBS / 2));
  }

  /** Writes the point into a kernel's array. */
  public void store(long[] limbs, int offset) {
    x().store(limbs, offset);
    y().store(limbs, offset + LIMBS / 2);
  }

  @Override
  G1 wrap(Fq x, Fq y) {
    return new G1(x, y);
  }

  @Override
  G1 infinity() {
    return INFINITY;
  }

  @Override
  Fq one() {
    return Fq.ONE;
  }

  /** Hexadecimal coordinates. */
  @Override
  public String toString() {
    return "G1(0x"
        + x().toBigInteger().toString(16)
        + ", 0x"
        + y().toBigInteger().toString(16)
        + ")";
  }
}
