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

  /** Adds with signs that change from pair to pair. */
  private static void check(PairAdder adder, List<G1> left, List<G1> right) {
    long[] limbs = new long[3 + G1.LIMBS];
    for (int i = 0; i < left.size(); i++) {
      left.get(i).store(limbs, 3);
      adder.setLeft(i, limbs, 3, sign(i));
      right.get(i).store(limbs, 3);
      adder.setRight(i, limbs, 3, sign(i / 2));
    }
    adder.add(left.size());
    for (int i = 0; i < left.size(); i++) {
      adder.getSum(i, limbs, 2);
      G1 p = sign(i) > 0 ? left.get(i) : left.get(i).negate();
      G1 q = sign(i / 2) > 0 ? right.get(i) : right.get(i).negate();
      assertThat(G1.load(limbs, 2)).as("pair %d", i).isEqualTo(p.add(q));
    }
  }

  private static int sign(int i) {
    return 1 - 2 * (i & 1);
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
