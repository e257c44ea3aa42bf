package io.zkchain.prover.msm;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G1Sum;
import io.zkchain.prover.field.Fr;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link SegmentSums} must compute, from bases and from arrays. */
abstract class SegmentSumsContract {
  private static final Random RANDOM = new Random(8);

  abstract SegmentSums sums();

  private final List<List<Integer>> segments = new ArrayList<>();

  private void segment(Integer... refs) {
    segments.add(List.of(refs));
  }

  private void check(List<G1> points) {
    SegmentSums sums = sums();
    long[] limbs = new long[G1.LIMBS * points.size()];
    for (int i = 0; i < points.size(); i++) {
      points.get(i).store(limbs, G1.LIMBS * i);
    }
    int[] starts = new int[segments.size() + 1];
    List<Integer> all = new ArrayList<>();
    for (int s = 0; s < segments.size(); s++) {
      all.addAll(segments.get(s));
      starts[s + 1] = all.size();
    }
    int[] refs = all.stream().mapToInt(i -> i).toArray();
    List<Points> sources = List.of(new Points.OfArray(limbs), new Points.OfBases(Bases.of(points)));
    for (Points source : sources) {
      long[] out = new long[G1.LIMBS * segments.size() + 1];
      java.util.Arrays.fill(out, 77);
      sums.sum(source, refs, starts, segments.size(), out);
      for (int s = 0; s < segments.size(); s++) {
        G1Sum expected = new G1Sum();
        for (int ref : segments.get(s)) {
          G1 point = points.get(ref / 2);
          expected.add(ref % 2 == 0 ? point : point.negate());
        }
        assertThat(G1.load(out, G1.LIMBS * s)).as("segment %d", s).isEqualTo(expected.value());
      }
      assertThat(out[out.length - 1]).isEqualTo(77);
    }
    segments.clear();
  }

  private static List<G1> multiples(int from, int to) {
    List<G1> points = new ArrayList<>();
    for (int k = from; k <= to; k++) {
      points.add(G1.GENERATOR.mul(Fr.fromLong(k)));
    }
    return points;
  }

  private static List<G1> progression(int n) {
    List<G1> points = new ArrayList<>();
    G1 p = G1.GENERATOR.mul(Fr.random(RANDOM));
    G1 step = G1.GENERATOR.mul(Fr.random(RANDOM));
    for (int i = 0; i < n; i++) {
      points.add(p);
      p = p.add(step);
    }
    return points;
  }

  /** Doubling, opposite points and infinity, in a batch and alone. */
  @Test
  void allPairsOfFewMultiples() {
    List<G1> points = multiples(-4, 4);
    List<Integer[]> pairs = new ArrayList<>();
    for (int i = 0; i < 2 * points.size(); i++) {
      for (int j = 0; j < 2 * points.size(); j++) {
        pairs.add(new Integer[] {i, j});
      }
    }
    pairs.forEach(this::segment);
    check(points);
    for (int k = 0; k < pairs.size(); k += 11) {
      segment(pairs.get(k));
      check(points);
    }
  }

  /** Equal sums of different pairs meet in later rounds: 1 + 4 and 2 + 3, 1 + 4 and -2 - 3. */
  @Test
  void specialPairsOfSums() {
    List<G1> points = multiples(0, 9);
    segment(2, 8, 4, 6);
    segment(2, 8, 5, 7);
    segment(2, 8, 5, 7, 18);
    segment(18);
    segment();
    check(points);
  }

  /** Some good segments and one with a special pair, in one batch. */
  @Test
  void specialPairAmongMany() {
    List<G1> points = new ArrayList<>(progression(200));
    points.add(G1.INFINITY);
    for (Integer[] special : new Integer[][] {{6, 6}, {6, 7}, {400, 8}, {400}, {6, 8, 400}}) {
      for (int s = 0; s < 50; s++) {
        segment(8 * s, 8 * s + 2, 8 * s + 5, 8 * s + 6);
      }
      segments.add(17, List.of(special));
      check(points);
    }
  }

  @Test
  void segmentsOfAllLengths() {
    List<G1> points = progression(700);
    int longest = 200;
    for (int length = 0; length <= longest; length++) {
      randomSegment(length, points.size());
    }
    java.util.Collections.shuffle(segments, RANDOM);
    check(points);
    for (int length : new int[] {1, 2, 63, 64, 65, 128, 129, 640}) {
      randomSegment(length, points.size());
      check(points);
    }
  }

  /** More than one chunk, at every mixture of lengths. */
  @Test
  void manySegments() {
    List<G1> points = progression(3000);
    for (int most : new int[] {1, 2, 3, 5, 12, 70}) {
      for (int total = 0; total < 10_000; ) {
        int length = RANDOM.nextInt(most + 1);
        randomSegment(length, points.size());
        total += length + 1;
      }
      check(points);
    }
  }

  /** Different points, because a point and its negative or its double are special. */
  private void randomSegment(int length, int points) {
    int start = RANDOM.nextInt(points - length + 1);
    List<Integer> refs = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      refs.add(2 * (start + i) + RANDOM.nextInt(2));
    }
    segments.add(refs);
  }
}
