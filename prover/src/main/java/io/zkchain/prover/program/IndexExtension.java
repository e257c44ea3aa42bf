package io.zkchain.prover.program;

import java.util.List;

/** Multilinear extensions of equalities of index variables and of prefixes. */
final class IndexExtension {
  private final ExpressionGraph graph;

  IndexExtension(ExpressionGraph graph) {
    this.graph = graph;
  }

  /** Sum over v < count of eq(point, v), for a point of any number of bits. */
  int prefix(int[] point, int count) {
    return equality(List.of(new BitPoint(point, false, count)));
  }

  /**
   * The extension of "all variables are equal and below all bounds"; a free variable adds its
   * bound. With free variables only, the number of values.
   */
  int equality(List<BitPoint> variables) {
    int bound = variables.stream().mapToInt(BitPoint::bound).min().orElseThrow();
    List<BitPoint> points = variables.stream().filter(v -> !v.free()).toList();
    if (points.isEmpty()) {
      return graph.constant(bound);
    }
    int shortest = points.stream().mapToInt(BitPoint::length).min().orElseThrow();
    int longest = points.stream().mapToInt(BitPoint::length).max().orElseThrow();
    return bound >= 1L << shortest
        ? equalityChain(points, longest)
        : boundedChain(points, longest, bound);
  }

  private int equalityChain(List<BitPoint> points, int length) {
    Integer[] factors = new Integer[length];
    for (int bit = 0; bit < length; bit++) {
      factors[bit] = equalBits(bits(points, bit));
    }
    return graph.product(List.of(factors));
  }

  /**
   * From the lowest bit up, with total = weight of all equal prefixes and below = weight of those
   * whose value is less than the bound's prefix.
   */
  private int boundedChain(List<BitPoint> points, int length, int bound) {
    int total = graph.one();
    int below = graph.zero();
    for (int bit = 0; bit < length; bit++) {
      int[] p = bits(points, bit);
      int equal = equalBits(p);
      int ones = p[0];
      for (int k = 1; k < p.length; k++) {
        ones = graph.mul(ones, p[k]);
      }
      int zeros = graph.sub(equal, ones);
      if ((bound >> bit & 1) == 1) {
        // zeros * total + ones * below
        below = graph.add(graph.mul(equal, total), graph.mul(ones, graph.sub(below, total)));
      } else {
        below = graph.mul(zeros, below);
      }
      total = graph.mul(total, equal);
    }
    return below;
  }

  private int[] bits(List<BitPoint> points, int bit) {
    return points.stream().mapToInt(p -> bit < p.length() ? p.bits()[bit] : graph.zero()).toArray();
  }

  /** Product of all bits plus product of their complements. */
  private int equalBits(int[] p) {
    for (int k = 0; k < p.length; k++) {
      if (p[k] == graph.zero() || p[k] == graph.one()) {
        return fixedBits(p, p[k] == graph.one());
      }
    }
    return switch (p.length) {
      case 1 -> graph.one();
      case 2 -> graph.eq(p[0], p[1]);
      default -> manyBits(p);
    };
  }

  private int fixedBits(int[] p, boolean value) {
    int product = graph.one();
    for (int bit : p) {
      product = graph.mul(product, value ? bit : graph.sub(graph.one(), bit));
    }
    return product;
  }

  /** With e = product of p and f = product of 1 - p over all but the last bit w: f + w (e - f). */
  private int manyBits(int[] p) {
    int ones = graph.one();
    int zeros = graph.one();
    for (int k = 0; k < p.length - 1; k++) {
      ones = graph.mul(ones, p[k]);
      zeros = graph.mul(zeros, graph.sub(graph.one(), p[k]));
    }
    return graph.add(zeros, graph.mul(p[p.length - 1], graph.sub(ones, zeros)));
  }
}
