package io.zkchain.prover.program;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Block selectors at one row point: eq of the point's high bits with those of a block's offset. */
final class Selectors {
  /** The rows [number * 2^bits, (number + 1) * 2^bits). */
  record Region(int bits, int number) implements Comparable<Region> {
    static Region of(int offset, int bits) {
      return new Region(bits, offset >> bits);
    }

    @Override
    public int compareTo(Region other) {
      return bits != other.bits ? bits - other.bits : number - other.number;
    }
  }

  private final ExpressionGraph graph;
  private final int[] point;

  Selectors(ExpressionGraph graph, int[] point) {
    this.graph = graph;
    this.point = point.clone();
  }

  int[] point() {
    return point.clone();
  }

  /** The selector of a region, a product from the highest bit down, shared with its neighbours. */
  int select(Region region) {
    if (region.bits() == point.length) {
      return graph.one();
    }
    int parent = select(new Region(region.bits() + 1, region.number() >> 1));
    int upper = graph.mul(parent, point[region.bits()]);
    return (region.number() & 1) == 1 ? upper : graph.sub(parent, upper);
  }

  /** The selector of disjoint regions together; two halves of a region count as that region. */
  int selectAll(Collection<Region> regions) {
    TreeSet<Region> open = new TreeSet<>(regions);
    List<Region> merged = new ArrayList<>();
    while (!open.isEmpty()) {
      Region region = open.pollFirst();
      Region sibling = new Region(region.bits(), region.number() ^ 1);
      if (open.remove(sibling)) {
        open.add(new Region(region.bits() + 1, region.number() >> 1));
      } else {
        merged.add(region);
      }
    }
    int sum = graph.zero();
    for (Region region : merged) {
      sum = graph.add(sum, select(region));
    }
    return sum;
  }
}
