package io.zkchain.circuit;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sum of a relation's terms for every index y: as longs where they fit, else as integers. */
final class RelationSums {
  private final long @Nullable [] longs;
  private final BigInteger @Nullable [] integers;

  private RelationSums(long @Nullable [] longs, BigInteger @Nullable [] integers) {
    this.longs = longs;
    this.integers = integers;
  }

  static RelationSums of(Relation relation, List<TermSum> terms) {
    BigInteger bound = BigInteger.ZERO;
    for (int t = 0; t < terms.size(); t++) {
      // A term with a zero coefficient must not overflow either.
      long coefficient = relation.terms().get(t).coefficient();
      BigInteger scale = BigInteger.valueOf(coefficient).abs().max(BigInteger.ONE);
      bound = bound.add(terms.get(t).bound().multiply(scale));
    }
    return bound.bitLength() < 62
        ? new RelationSums(longs(relation, terms), null)
        : new RelationSums(null, integers(relation, terms));
  }

  private static long[] longs(Relation relation, List<TermSum> terms) {
    long[] sums = new long[relation.shape().volume()];
    for (int t = 0; t < terms.size(); t++) {
      long coefficient = relation.terms().get(t).coefficient();
      long[] part = terms.get(t).longs();
      for (int y = 0; y < sums.length; y++) {
        sums[y] += coefficient * part[y];
      }
    }
    return sums;
  }

  private static BigInteger[] integers(Relation relation, List<TermSum> terms) {
    BigInteger[] sums = new BigInteger[relation.shape().volume()];
    Arrays.fill(sums, BigInteger.ZERO);
    for (int t = 0; t < terms.size(); t++) {
      BigInteger coefficient = BigInteger.valueOf(relation.terms().get(t).coefficient());
      BigInteger[] part = terms.get(t).integers();
      for (int y = 0; y < sums.length; y++) {
        sums[y] = sums[y].add(coefficient.multiply(part[y]));
      }
    }
    return sums;
  }

  BigInteger get(int y) {
    if (longs != null) {
      return BigInteger.valueOf(longs[y]);
    }
    return integers == null ? BigInteger.ZERO : integers[y];
  }

  /** Whether the sum at y and a value are the same residue modulo r. */
  boolean equalModulo(int y, long value) {
    if (longs != null) {
      // Both are far below r in magnitude.
      return longs[y] == value;
    }
    return get(y).subtract(BigInteger.valueOf(value)).mod(Ranges.MODULUS).signum() == 0;
  }
}
