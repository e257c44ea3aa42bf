package io.zkchain.prover.curve;

import io.zkchain.prover.field.EncodingException;
import io.zkchain.prover.field.Fq;
import io.zkchain.prover.field.Fq2;
import io.zkchain.prover.field.Fr;
import java.math.BigInteger;

/**
 * A point of G2: the subgroup of order r of {@code y^2 = x^3 + 3/(9+u)} over Fq2. The curve has
 * other points, so decoding checks the order, too.
 */
public final class G2 extends Point<G2, Fq2> {
  private static final Fq2 B =
      new Fq2(Fq.fromLong(3), Fq.ZERO).mul(new Fq2(Fq.fromLong(9), Fq.ONE).inverse());

  /** Bytes of an encoded point. */
  public static final int BYTES = 128;

  /** The neutral element. */
  public static final G2 INFINITY = new G2(Fq2.ZERO, Fq2.ZERO);

  /** The generator of EIP-197. */
  public static final G2 GENERATOR =
      new G2(
          new Fq2(
              fq("10857046999023057135944570762232829481370756359578518086990519993285655852781"),
              fq("11559732032986387107991004021392285783925812861821192530917403151452391805634")),
          new Fq2(
              fq("8495653923123431417604973247489272438418190587263600148770280649306958101930"),
              fq("4082367875863433681332203403145435568316851327593401208105741076214120093531")));

  private G2(Fq2 x, Fq2 y) {
    super(x, y);
  }

  private static Fq fq(String decimal) {
    return Fq.fromBigInteger(new BigInteger(decimal));
  }

  /**
   * The point with these coordinates; (0, 0) is infinity.
   *
   * @throws EncodingException if it is not on the curve or not in the subgroup of order r
   */
  public static G2 of(Fq2 x, Fq2 y) {
    if (x.isZero() && y.isZero()) {
      return INFINITY;
    }
    if (!onCurve(x, y, B)) {
      throw new EncodingException(describe(x, y) + " is not on the curve of G2");
    }
    G2 point = new G2(x, y);
    if (!point.mul(Fr.MODULUS).isInfinity()) {
      throw new EncodingException(
          describe(x, y) + " is on the curve of G2 but not in its subgroup of order r");
    }
    return point;
  }

  /**
   * The point with the given x and the larger or smaller y (compared by c1, then c0).
   *
   * @throws EncodingException if there is none in the group
   */
  public static G2 decompress(Fq2 x, boolean larger) {
    Fq2 y =
        x.square()
            .mul(x)
            .add(B)
            .sqrt()
            .orElseThrow(
                () -> new EncodingException("no point of G2 has the x coordinate " + hex(x)));
    return of(x, y.isLarger() == larger ? y : y.negate());
  }

  /**
   * Reads x.c1, x.c0, y.c1, y.c0, 32 bytes each, big-endian (the order of EIP-197); 128 zero bytes
   * are infinity.
   *
   * @throws EncodingException if a coordinate is not below q, or the point is not in the group
   */
  public static G2 fromBytes(byte[] bytes, int offset) {
    return of(fq2(bytes, offset), fq2(bytes, offset + 64));
  }

  private static Fq2 fq2(byte[] bytes, int offset) {
    return new Fq2(Fq.fromCanonicalBytes(bytes, offset + 32), Fq.fromCanonicalBytes(bytes, offset));
  }

  /** The encoding that {@link #fromBytes} reads. */
  public byte[] toBytes() {
    byte[] out = new byte[BYTES];
    putBytes(out, 0);
    return out;
  }

  /** Writes {@link #toBytes} into an array. */
  public void putBytes(byte[] out, int offset) {
    x().c1().putBytes32(out, offset);
    x().c0().putBytes32(out, offset + 32);
    y().c1().putBytes32(out, offset + 64);
    y().c0().putBytes32(out, offset + 96);
  }

  @Override
  G2 wrap(Fq2 x, Fq2 y) {
    return new G2(x, y);
  }

  @Override
  G2 infinity() {
    return INFINITY;
  }

  @Override
  Fq2 one() {
    return Fq2.ONE;
  }

  private static String describe(Fq2 x, Fq2 y) {
    return "(" + hex(x) + ", " + hex(y) + ")";
  }

  private static String hex(Fq2 a) {
    return "0x"
        + a.c0().toBigInteger().toString(16)
        + " + 0x"
        + a.c1().toBigInteger().toString(16)
        + " u";
  }

  /** Hexadecimal coordinates. */
  @Override
  public String toString() {
    return "G2" + describe(x(), y());
  }
}
