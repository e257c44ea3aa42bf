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
import java.nio.ByteBuffer;

/**
 * Aztec's Ignition ceremony as arkworks' uncompressed UniversalParams: u64 count, that many points
 * of G1, u64 0, [1]_2, [tau]_2, u64 0. Coordinates are little-endian; the top bits of y's last byte
 * are flags: 0x80 y is the larger of y and q - y, 0x40 infinity.
 */
final class IgnitionReader {
  private static final int G1_BYTES = 64;
  private static final int FRAME = 8 + 8 + 2 * G2.BYTES + 8;
  private static final int LARGER = 0x80;
  private static final int INFINITY = 0x40;

  private IgnitionReader() {}

  /** Whether the file's length is the one that its count implies. */
  static boolean matches(Input input) throws IOException {
    if (input.size() < FRAME) {
      return false;
    }
    long count = input.read(0, 8, "the number of powers").getLong(0);
    return count >= 2 && count <= Integer.MAX_VALUE && input.size() == FRAME + count * G1_BYTES;
  }

  static Srs read(Input input, int asked, Parallel parallel) throws IOException {
    long count = input.read(0, 8, "the number of powers").getLong(0);
    if (count < 2 || count > Integer.MAX_VALUE) {
      throw new SrsException.WrongKind(
          input.file() + " is no Ignition file: it states " + count + " powers");
    }
    if (input.size() != FRAME + count * G1_BYTES) {
      throw new SrsException.WrongLength(
          input.file()
              + " has "
              + input.size()
              + " bytes, not the "
              + (FRAME + count * G1_BYTES)
              + " of "
              + count
              + " powers");
    }
    int powers = Input.powers(count, asked);
    Bases bases = PointDecoder.decodeAll(input, 8, powers, Decoder::new, parallel);
    ByteBuffer tail = input.read(8 + count * G1_BYTES, FRAME - 8, "the G2 part");
    if (tail.getLong(0) != 0 || tail.getLong(8 + 2 * G2.BYTES) != 0) {
      throw new SrsException.WrongKind(
          input.file() + " has parts that an Ignition file has not (powers of gamma or of h)");
    }
    byte[] bytes = tail.array();
    G2Part.requireGenerator(() -> g2(bytes, 8));
    G2 tau = G2Part.decoded(() -> g2(bytes, 8 + G2.BYTES), 1);
    return new Srs(bases, tau, "Aztec Ignition file " + input.file().getFileName(), false);
  }

  private static G2 g2(byte[] in, int from) {
    int flags = in[from + 127] & (LARGER | INFINITY);
    byte[] plain = java.util.Arrays.copyOfRange(in, from, from + G2.BYTES);
    plain[127] &= 0x3f;
    Fq2 x = new Fq2(coordinate(plain, 0), coordinate(plain, 32));
    Fq2 y = new Fq2(coordinate(plain, 64), coordinate(plain, 96));
    if ((flags & INFINITY) != 0) {
      throw new EncodingException("it is infinity");
    }
    if (y.isLarger() != (flags == LARGER)) {
      throw new EncodingException("its flag does not agree with y");
    }
    return G2.of(x, y);
  }

  private static Fq coordinate(byte[] in, int from) {
    long[] limbs = new long[PrimeField.LIMBS];
    plain(in, from, limbs, 0);
    PrimeField.FQ.toMontgomery(limbs, 0, limbs, 0);
    return Fq.load(limbs, 0);
  }

  private static void plain(byte[] in, int from, long[] out, int oo) {
    Bytes.getLittleEndian(in, from, out, oo);
    if (!PrimeField.FQ.isReduced(out, oo)) {
      throw new EncodingException("a coordinate is not below the modulus");
    }
  }

  private static final class Decoder extends PointDecoder {
    private static final PrimeField F = PrimeField.FQ;
    private final CurveEquation curve = new CurveEquation();
    private final HalfModulus half = new HalfModulus();

    @Override
    int bytes() {
      return G1_BYTES;
    }

    @Override
    void decode(byte[] in, int from, long[] out, int oo) {
      int flags = in[from + 63] & (LARGER | INFINITY);
      in[from + 63] &= 0x3f;
      int y = oo + G1.LIMBS / 2;
      plain(in, from, out, oo);
      plain(in, from + 32, out, y);
      if ((flags & INFINITY) != 0 || half.isLarger(out, y) != (flags == LARGER)) {
        throw new EncodingException("its flags do not agree with y");
      }
      F.toMontgomery(out, oo, out, oo);
      F.toMontgomery(out, y, out, y);
      if (!curve.holds(out, oo)) {
        throw new EncodingException("it is infinity or not on the curve");
      }
    }
  }
}
