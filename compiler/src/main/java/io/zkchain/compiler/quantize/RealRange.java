package io.zkchain.compiler.quantize;

/** The smallest and the largest value seen of a tensor. */
public record RealRange(double low, double high) {

  public double magnitude() {
    return Math.max(Math.abs(low), Math.abs(high));
  }

  public RealRange union(RealRange other) {
    return new RealRange(Math.min(low, other.low), Math.max(high, other.high));
  }
}
