package io.zkchain.circuit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The binary form of fixed values and witnesses: per tensor its number, a byte width (the least
 * that holds all values), a count and the values in two's complement, big-endian. Deterministic and
 * one-to-one, like {@link CircuitCodec}. The bytes are as secret as the values.
 */
public final class ValuesCodec {
  private static final int FIXED_MAGIC = 0x5A4B4631; // "ZKF1"
  private static final int WITNESS_MAGIC = 0x5A4B5731; // "ZKW1"

  private ValuesCodec() {}

  /** The bytes of fixed values. */
  public static byte[] encode(FixedValues values) {
    return encode(FIXED_MAGIC, List.of(values.tensors(), values.tables()));
  }

  /** The bytes of a witness. */
  public static byte[] encode(Witness witness) {
    return encode(
        WITNESS_MAGIC, List.of(witness.a(), witness.b(), witness.c(), witness.publicValues()));
  }

  /**
   * The fixed values of some bytes. Total, as {@link CircuitCodec#decode}; whether they fit a
   * circuit is checked by {@link CircuitValidator}.
   *
   * @throws CircuitException if the bytes are no encoding
   */
  public static FixedValues decodeFixedValues(byte[] bytes) {
    ByteSource in = open(bytes, FIXED_MAGIC, "fixed values");
    FixedValues values = new FixedValues(map(in), map(in));
    in.end();
    return values;
  }

  /**
   * The witness of some bytes; total, but whether it satisfies a circuit is for {@link Checker}.
   *
   * @throws CircuitException if the bytes are no encoding
   */
  public static Witness decodeWitness(byte[] bytes) {
    ByteSource in = open(bytes, WITNESS_MAGIC, "witness");
    Witness witness = new Witness(map(in), map(in), map(in), map(in));
    in.end();
    return witness;
  }

  private static byte[] encode(int magic, List<Map<Integer, long[]>> maps) {
    ByteSink out = new ByteSink();
    out.int4(magic);
    for (Map<Integer, long[]> map : maps) {
      out.int4(map.size());
      new TreeMap<>(map)
          .forEach((key, values) -> {
            int width = width(values);
            out.int4(key);
            out.int1(width);
            out.int4(values.length);
            out.values(values, width);
          });
    }
    return out.toByteArray();
  }

  private static ByteSource open(byte[] bytes, int magic, String what) {
    ByteSource in = new ByteSource(bytes, what);
    if (in.int4("magic") != magic) {
      throw in.error("does not start with the mark of " + what);
    }
    return in;
  }

  private static Map<Integer, long[]> map(ByteSource in) {
    int count = in.count("number of tensors");
    Map<Integer, long[]> map = new HashMap<>();
    long previous = -1;
    for (int i = 0; i < count; i++) {
      int key = in.int4("tensor number");
      if (key <= previous) {
        throw in.error("tensor number " + key + " does not follow " + previous);
      }
      previous = key;
      int width = in.int1("width");
      if (width < 1 || width > 8) {
        throw in.error("width of tensor " + key + " is " + width + ", not in 1..8");
      }
      long[] values = in.values("values", in.count("number of values"), width);
      if (width(values) != width) {
        throw in.error("values of tensor " + key + " are wider than they need");
      }
      map.put(key, values);
    }
    return map;
  }

  /** Least number of bytes that holds every value in two's complement. */
  private static int width(long[] values) {
    long used = 0;
    for (long value : values) {
      used |= value ^ (value >> 63);
    }
    return (64 - Long.numberOfLeadingZeros(used)) / 8 + 1;
  }
}
