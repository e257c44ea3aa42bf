package io.zkchain.prover.srs;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Bytes;
import io.zkchain.prover.field.EncodingException;
import io.zkchain.prover.field.Fq;
import io.zkchain.prover.field.Fq2;
import io.zkchain.prover.field.PrimeField;
import io.zkchain.prover.msm.Bases;
import io.zkchain.prover.parallel.Parallel;
import java.io.IOException;
import java.math.BigInteger;

/**
 * gnark-crypto's compressed points without a header. G1: x, 32 bytes big-endian; G2: x.c1 and x.c0,
 * 32 bytes each. The two top bits are flags: 0x80 the smaller root y, 0xC0 the larger, 0x40
 * infinity.
 */
final class PpotReader {
  private static final int G1_BYTES = 32;
  private static final int G2_BYTES = 64;
  private static final int FLAGS = 0xC0;
  private static final int SMALLER = 0x80;
  private static final int LARGER = 0xC0;

  private PpotReader() {}

  /**
   * Whether the file is a whole number of points of which the first is the generator (1, 2), whose
   * y is the smaller root.
   */
  static boolean matches(Input input) throws IOException {
    if (input.size() < 2 * G1_BYTES || input.size() % G1_BYTES != 0) {
      return false;
    }
    byte[] first = input.prefix(G1_BYTES);
    boolean zeros = true;
    for (int i = 1; i < G1_BYTES - 1; i++) {
      zeros &= first[i] == 0;
    }
    return zeros && (first[0] & 0xff) == SMALLER && first[G1_BYTES - 1] == 1;
  }

  static Srs read(Input g1, Input g2, int asked, Parallel parallel) throws IOException {
    if (g1.size() % G1_BYTES != 0) {
      throw new SrsException.WrongLength(
          g1.file()
              + " has "
              + g1.size()
              + " bytes, which are no whole number of compressed points");
    }
    if (!matches(g1)) {
      throw new SrsException.WrongKind(
          g1.file() + " is no sequence of compressed points that begins with the generator");
    }
    if (g2.size() % G2_BYTES != 0) {
      throw new SrsException.WrongLength(
          g2.file()
              + " has "
              + g2.size()
              + " bytes, which are no whole number of compressed points of G2");
    }
    int count = Input.powers(g1.size() / G1_BYTES, asked);
    Bases bases = PointDecoder.decodeAll(g1, 0, count, Decoder::new, parallel);
    return new Srs(
        bases, tau(g2), "Perpetual Powers of Tau file " + g1.file().getFileName(), false);
  }

  /**
   * The file has either the powers tau^0, tau^1, .. or tau^(2^0), tau^(2^1), ..; the first point
   * tells.
   */
  private static G2 tau(Input g2) throws IOException {
    byte[] points = g2.read(0, 2 * G2_BYTES, "the first powers in G2").array();
    G2 first = G2Part.decoded(() -> g2Point(points, 0), 0);
    return first.equals(G2.GENERATOR) ? G2Part.decoded(() -> g2Point(points, G2_BYTES), 1) : first;
  }

  private static boolean isLarger(int flags) {
    if (flags != SMALLER && flags != LARGER) {
      throw new EncodingException("it is infinity or not compressed");
    }
    return flags == LARGER;
  }

  private static G2 g2Point(byte[] in, int from) {
    boolean larger = isLarger(in[from] & FLAGS);
    byte[] plain = java.util.Arrays.copyOfRange(in, from, from + G2_BYTES);
    plain[0] &= 0x3f;
    return G2.decompress(
        new Fq2(Fq.fromCanonicalBytes(plain, 32), Fq.fromCanonicalBytes(plain, 0)), larger);
  }

  private static final class Decoder extends PointDecoder {
    private static final PrimeField F = PrimeField.FQ;

    /** q = 3 mod 4: a^((q+1)/4) is a root of a if there is one. */
    private static final BigInteger ROOT_EXPONENT = Fq.MODULUS.add(BigInteger.ONE).shiftRight(2);

    private final CurveEquation curve = new CurveEquation();
    private final HalfModulus half = new HalfModulus();
    private final long[] t = new long[PrimeField.LIMBS];

    @Override
    int bytes() {
      return G1_BYTES;
    }

    @Override
    void decode(byte[] in, int from, long[] out, int oo) {
      boolean larger = isLarger(in[from] & FLAGS);
      in[from] &= 0x3f;
      Bytes.getBigEndian(in, from, out, oo);
      if (!F.isReduced(out, oo)) {
        throw new EncodingException("its coordinate is not below the modulus");
      }
      F.toMontgomery(out, oo, out, oo);
      int y = oo + G1.LIMBS / 2;
      curve.rightSide(out, oo, t, 0);
      F.pow(t, 0, ROOT_EXPONENT, out, y);
      if (!curve.holds(out, oo)) {
        throw new EncodingException("no point of the curve has its x coordinate");
      }
      F.fromMontgomery(out, y, t, 0);
      if (half.isLarger(t, 0) != larger) {
        F.negate(out, y, out, y);
      }
    }
  }
}
