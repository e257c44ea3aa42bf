package io.zkchain.prover.field;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Test values: the special ones of a field, and seeded random ones. */
public final class Samples {
  private Samples() {}

  /** Values in [0, p) at which carries, borrows and reductions go wrong first. */
  public static List<BigInteger> special(BigInteger p) {
    BigInteger one = BigInteger.ONE;
    List<BigInteger> values = new ArrayList<>(List.of(BigInteger.ZERO, one, BigInteger.TWO));
    for (int shift : new int[] {32, 63, 64, 127, 128, 191, 192, 252, 253}) {
      values.add(one.shiftLeft(shift));
      values.add(one.shiftLeft(shift).subtract(one));
    }
    BigInteger half = p.shiftRight(1);
    values.addAll(List.of(half, half.add(one), p.subtract(one), p.subtract(BigInteger.TWO)));
    BigInteger r = one.shiftLeft(256);
    values.addAll(List.of(r.mod(p), r.modInverse(p), r.mod(p).subtract(one), p.subtract(r.mod(p))));
    values.add(p.subtract(one.shiftLeft(64)));
    return values;
  }

  /** The special values and {@code count} random ones. */
  public static List<BigInteger> mixed(BigInteger p, int count, long seed) {
    Random random = new Random(seed);
    List<BigInteger> values = special(p);
    for (int i = 0; i < count; i++) {
      values.add(new BigInteger(320, random).mod(p));
    }
    return values;
  }

  /** Longs at the ends of the range, around zero, and random of all widths. */
  public static long[] longs(int count, long seed) {
    Random random = new Random(seed);
    long[] fixed = {
      0,
      1,
      -1,
      2,
      -2,
      255,
      -256,
      1L << 31,
      1L << 62,
      Long.MAX_VALUE,
      Long.MIN_VALUE,
      Long.MIN_VALUE + 1
    };
    long[] values = new long[fixed.length + count];
    System.arraycopy(fixed, 0, values, 0, fixed.length);
    for (int i = 0; i < count; i++) {
      values[fixed.length + i] = random.nextLong() >> random.nextInt(64);
    }
    return values;
  }
}
