package io.zkchain.compiler.quantize;

/**
 * The integers lo..hi. All arithmetic is exact: an interval that leaves 64 bits throws {@link
 * ArithmeticException}, so values inside an interval may be computed in {@code long}.
 */
public record Interval(long lo, long hi) {

  /**
   * @throws IllegalArgumentException if lo passes hi
   */
  public Interval {
    if (lo > hi) {
      throw new IllegalArgumentException("empty interval " + lo + ".." + hi);
    }
  }

  public static Interval of(long[] values) {
    long lo = Long.MAX_VALUE;
    long hi = Long.MIN_VALUE;
    for (long value : values) {
      lo = Math.min(lo, value);
      hi = Math.max(hi, value);
    }
    return new Interval(lo, hi);
  }

  public boolean contains(Interval other) {
    return lo <= other.lo && other.hi <= hi;
  }

  public boolean contains(long value) {
    return lo <= value && value <= hi;
  }

  public Interval plus(Interval other) {
    return new Interval(Math.addExact(lo, other.lo), Math.addExact(hi, other.hi));
  }

  public Interval minus(Interval other) {
    return plus(other.times(-1));
  }

  public Interval times(long factor) {
    long a = Math.multiplyExact(lo, factor);
    long b = Math.multiplyExact(hi, factor);
    return new Interval(Math.min(a, b), Math.max(a, b));
  }

  /** The products of a member of each. */
  public Interval times(Interval other) {
    Interval a = times(other.lo);
    return a.union(times(other.hi));
  }

  public Interval union(Interval other) {
    return new Interval(Math.min(lo, other.lo), Math.max(hi, other.hi));
  }

  public Interval clamp(Interval bounds) {
    return new Interval(Math.clamp(lo, bounds.lo, bounds.hi), Math.clamp(hi, bounds.lo, bounds.hi));
  }

  /** floor((v + 2^(shift-1)) / 2^shift) of every member. */
  public Interval shiftedRight(int shift) {
    long half = shift == 0 ? 0 : 1L << (shift - 1);
    return new Interval(Math.addExact(lo, half) >> shift, Math.addExact(hi, half) >> shift);
  }

  /** The largest absolute value. */
  public long magnitude() {
    return Math.max(Math.absExact(lo), Math.absExact(hi));
  }
}
