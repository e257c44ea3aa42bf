package io.zkchain.prover.curve;

import io.zkchain.prover.field.FieldElement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Sums of few multiples with a shared chain of doublings and signed digits (Straus 1964; width-5
 * NAF).
 */
final class Straus {
  private static final int WIDTH = 5;

  private Straus() {}

  /**
   * {@code sum scalars[i] * points[i]} for non-negative scalars of any size; {@code zero} is the
   * point at infinity.
   */
  static <E extends FieldElement<E>> Jacobian<E> sum(
      List<BigInteger> scalars, List<Jacobian<E>> points, Jacobian<E> zero) {
    List<byte[]> digits = new ArrayList<>();
    List<List<Jacobian<E>>> tables = new ArrayList<>();
    int length = 0;
    for (int i = 0; i < points.size(); i++) {
      byte[] naf = nonAdjacentForm(scalars.get(i));
      digits.add(naf);
      tables.add(naf.length == 0 ? List.of() : oddMultiples(points.get(i)));
      length = Math.max(length, naf.length);
    }
    Jacobian<E> sum = zero;
    for (int bit = length - 1; bit >= 0; bit--) {
      sum = sum.twice();
      for (int i = 0; i < digits.size(); i++) {
        byte[] naf = digits.get(i);
        int digit = bit < naf.length ? naf[bit] : 0;
        if (digit > 0) {
          sum = sum.add(tables.get(i).get(digit / 2));
        } else if (digit < 0) {
          sum = sum.add(tables.get(i).get(-digit / 2).negate());
        }
      }
    }
    return sum;
  }

  /** P, 3P, 5P, .. 15P. */
  private static <E extends FieldElement<E>> List<Jacobian<E>> oddMultiples(Jacobian<E> p) {
    List<Jacobian<E>> table = new ArrayList<>();
    table.add(p);
    Jacobian<E> twice = p.twice();
    for (int i = 1; i < 1 << (WIDTH - 2); i++) {
      table.add(table.getLast().add(twice));
    }
    return table;
  }

  /**
   * Digits, lowest first, each 0 or odd with |digit| < 2^(WIDTH-1), at least WIDTH - 1 zeros after
   * each non-zero one.
   */
  static byte[] nonAdjacentForm(BigInteger scalar) {
    if (scalar.signum() < 0) {
      throw new IllegalArgumentException("negative scalar " + scalar);
    }
    byte[] digits = new byte[scalar.signum() == 0 ? 0 : scalar.bitLength() + 1];
    BigInteger rest = scalar;
    for (int i = 0; rest.signum() != 0; ) {
      int skip = rest.getLowestSetBit();
      rest = rest.shiftRight(skip);
      i += skip;
      int digit = rest.intValue() & ((1 << WIDTH) - 1);
      digit -= digit >= 1 << (WIDTH - 1) ? 1 << WIDTH : 0;
      digits[i] = (byte) digit;
      rest = rest.subtract(BigInteger.valueOf(digit));
    }
    return digits;
  }
}
