package io.zkchain.prover.msm;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.Fr;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What every {@link PairAdder} must compute, at awkward counts, special pairs among ordinary ones
 * and alone.
 */
abstract class PairAdderContract {
  abstract PairAdder adder();

  private static void put(PairAdder adder, G1 point, int offset) {
    long[] limbs = new long[G1.LIMBS];
    point.store(limbs, 0);
    PairAdder.copy(limbs, 0, 1, adder.words(), offset, adder.stride());
  }

  private static void check(PairAdder adder, List<G1> left, List<G1> right) {
    for (int i = 0; i < left.size(); i++) {
      put(adder, left.get(i), adder.offset(i));
      put(adder, right.get(i), adder.offset(i) + G1.LIMBS * adder.stride());
    }
    adder.add(left.size());
    long[] limbs = new long[G1.LIMBS];
    for (int i = 0; i < left.size(); i++) {
      PairAdder.copy(adder.words(), adder.offset(i), adder.stride(), limbs, 0, 1);
      assertThat(G1.load(limbs, 0)).as("pair %d", i).isEqualTo(left.get(i).add(right.get(i)));
    }
  }

  @Test
  void allPairsOfFewMultiples() {
    List<G1> points = new ArrayList<>();
    for (int k = -4; k <= 4; k++) {
      points.add(G1.GENERATOR.mul(Fr.fromLong(k)));
    }
    List<G1> left = new ArrayList<>();
    List<G1> right = new ArrayList<>();
    for (G1 p : points) {
      for (G1 q : points) {
        left.add(p);
        right.add(q);
      }
    }
    PairAdder adder = adder();
    check(adder, left, right);
    for (int i = 0; i < left.size(); i++) {
      check(adder, left.subList(i, i + 1), right.subList(i, i + 1));
    }
  }

  @Test
  void randomPairsAtAwkwardCounts() {
    Random random = new Random(8);
    PairAdder adder = adder();
    for (int n : new int[] {0, 1, 2, 3, 7, 8, 9, 33, adder.capacity()}) {
      List<G1> left = new ArrayList<>();
      List<G1> right = new ArrayList<>();
      G1 p = G1.GENERATOR.mul(Fr.random(random));
      G1 q = G1.GENERATOR.mul(Fr.random(random));
      for (int i = 0; i < n; i++) {
        left.add(p);
        right.add(i % 11 == 5 ? p : i % 13 == 6 ? p.negate() : q);
        p = p.add(q);
        q = q.twice();
      }
      check(adder, left, right);
    }
  }
}
