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
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * snarkjs's .ptau, version 1: "ptau", u32 version, u32 number of sections, then sections of u32
 * type, u64 length and content. Section 1 is the header, 2 the powers in G1, 3 those in G2.
 * Coordinates are little-endian in Montgomery form.
 */
final class PtauReader {
  private static final int HEADER_SECTION = 1;
  private static final int G1_SECTION = 2;
  private static final int G2_SECTION = 3;
  private static final int MAX_SECTIONS = 64;
  private static final int MAX_POWER = 28;

  private record Section(long offset, long length) {}

  private final Input input;
  private final Map<Integer, Section> sections = new HashMap<>();

  PtauReader(Input input) throws IOException {
    this.input = input;
    ByteBuffer start = input.read(0, 12, "the file's header");
    if (start.get(0) != 'p' || start.get(1) != 't' || start.get(2) != 'a' || start.get(3) != 'u') {
      throw new SrsException.WrongKind(input.file() + " is no .ptau file");
    }
    int version = start.getInt(4);
    int count = start.getInt(8);
    if (version != 1 || count < 0 || count > MAX_SECTIONS) {
      throw new SrsException.WrongKind(
          input.file()
              + " is a .ptau file of version "
              + version
              + " with "
              + count
              + " sections; version 1 is read");
    }
    long at = 12;
    for (int i = 0; i < count; i++) {
      ByteBuffer head = input.read(at, 12, "the head of section number " + i);
      long length = head.getLong(4);
      if (length < 0 || length > input.size() - at - 12) {
        throw new SrsException.WrongLength(
            input.file()
                + " is truncated: section number "
                + i
                + " has "
                + length
                + " bytes, which the file lacks");
      }
      sections.putIfAbsent(head.getInt(0), new Section(at + 12, length));
      at += 12 + length;
    }
  }

  private Section section(int type, long length) {
    Section section = sections.get(type);
    if (section == null) {
      throw new SrsException.WrongKind(input.file() + " has no section of type " + type);
    }
    if (length >= 0 && section.length() != length) {
      throw new SrsException.WrongLength(
          input.file()
              + ": section "
              + type
              + " has "
              + section.length()
              + " bytes, not "
              + length);
    }
    return section;
  }

  Srs read(int asked, Parallel parallel) throws IOException {
    int power = power();
    long available = (1L << (power + 1)) - 1;
    Section g1 = section(G1_SECTION, available * 2 * 32);
    Section g2 = section(G2_SECTION, (1L << power) * 4 * 32);
    int count = Input.powers(available, asked);
    Bases bases = PointDecoder.decodeAll(input, g1.offset(), count, Decoder::new, parallel);
    byte[] points = input.read(g2.offset(), 2 * G2.BYTES, "[1]_2 and [tau]_2").array();
    G2Part.requireGenerator(() -> g2(points, 0));
    G2 tau = G2Part.decoded(() -> g2(points, G2.BYTES), 1);
    return new Srs(bases, tau, ".ptau file " + input.file().getFileName(), false);
  }

  /** Checks the header and returns the power: there are 2^(power+1) - 1 powers in G1. */
  private int power() throws IOException {
    Section header = section(HEADER_SECTION, 44);
    ByteBuffer content = input.read(header.offset(), 44, "the ceremony's header");
    byte[] modulus = new byte[32];
    for (int i = 0; i < 32; i++) {
      modulus[i] = content.get(4 + 31 - i);
    }
    if (content.getInt(0) != 32 || !new BigInteger(1, modulus).equals(Fq.MODULUS)) {
      throw new SrsException.WrongKind(
          input.file() + " is a .ptau file of another curve than BN254");
    }
    int power = content.getInt(36);
    if (power < 1 || power > MAX_POWER) {
      throw new SrsException.WrongKind(
          input.file() + " states the power " + power + "; 1 to " + MAX_POWER + " are known");
    }
    return power;
  }

  private static G2 g2(byte[] in, int from) {
    Fq2 x = new Fq2(coordinate(in, from), coordinate(in, from + 32));
    Fq2 y = new Fq2(coordinate(in, from + 64), coordinate(in, from + 96));
    return G2.of(x, y);
  }

  private static Fq coordinate(byte[] in, int from) {
    long[] limbs = new long[PrimeField.LIMBS];
    montgomery(in, from, limbs, 0);
    return Fq.load(limbs, 0);
  }

  private static void montgomery(byte[] in, int from, long[] out, int oo) {
    Bytes.getLittleEndian(in, from, out, oo);
    if (!PrimeField.FQ.isReduced(out, oo)) {
      throw new EncodingException("a coordinate is not below the modulus");
    }
  }

  private static final class Decoder extends PointDecoder {
    private final CurveEquation curve = new CurveEquation();

    @Override
    int bytes() {
      return 64;
    }

    @Override
    void decode(byte[] in, int from, long[] out, int oo) {
      montgomery(in, from, out, oo);
      montgomery(in, from + 32, out, oo + G1.LIMBS / 2);
      if (!curve.holds(out, oo)) {
        throw new EncodingException("it is infinity or not on the curve");
      }
    }
  }
}
