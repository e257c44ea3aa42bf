package io.zkchain.prover.msm;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G1Sum;
import java.util.ArrayList;
import java.util.List;

/** {@code sum_i 2^i P_i} for points that come in any order, and more than one for a bit. */
final class BitSums {
  private final List<List<G1>> points = new ArrayList<>();

  /** For bits below a limit. */
  BitSums(int bits) {
    for (int i = 0; i < bits; i++) {
      points.add(new ArrayList<>());
    }
  }

  /** Adds 2^bit times a point; infinity may have a bit beyond the limit. Thread-safe. */
  synchronized void add(int bit, G1 point) {
    if (!point.isInfinity()) {
      points.get(bit).add(point);
    }
  }

  /** Horner's rule. */
  synchronized G1 total() {
    G1Sum sum = new G1Sum();
    for (List<G1> terms : points.reversed()) {
      sum.twice();
      terms.forEach(sum::add);
    }
    return sum.value();
  }
}
