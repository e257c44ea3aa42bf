package io.zkchain.prover.msm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G1Sum;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Samples;
import io.zkchain.prover.parallel.Parallel;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/**
 * Against double-and-add, and against bases with known discrete logarithms where sums are large.
 */
abstract class MsmContract {
  private static final Random RANDOM = new Random(99);

  abstract SegmentSums sums();

  private Msm msm(List<G1> bases, Parallel parallel) {
    return msm(Bases.of(bases), parallel);
  }

  private Msm msm(Bases bases, Parallel parallel) {
    return new Msm(bases, parallel, this::sums, 1 << 18);
  }

  private static G1 doubleAndAdd(BigInteger k, G1 point) {
    G1Sum sum = new G1Sum();
    for (int bit = k.bitLength() - 1; bit >= 0; bit--) {
      sum.twice();
      if (k.testBit(bit)) {
        sum.add(point);
      }
    }
    return sum.value();
  }

  private static G1 naive(List<G1> bases, FrVector scalars) {
    G1 sum = G1.INFINITY;
    for (int i = 0; i < scalars.size(); i++) {
      sum = sum.add(doubleAndAdd(scalars.get(i).toBigInteger(), bases.get(i)));
    }
    return sum;
  }

  private static List<G1> randomPoints(int n) {
    List<G1> points = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      points.add(G1.GENERATOR.mul(Fr.random(RANDOM)));
    }
    return points;
  }

  private static FrVector randomScalars(int n) {
    FrVector v = new FrVector(n);
    for (int i = 0; i < n; i++) {
      v.set(i, Fr.random(RANDOM));
    }
    return v;
  }

  private void check(List<G1> bases, FrVector scalars) {
    G1 expected = naive(bases, scalars);
    assertThat(msm(bases, Parallel.sequential()).sum(scalars)).isEqualTo(expected);
    assertThat(msm(bases, Parallel.common()).sum(scalars)).isEqualTo(expected);
  }

  @Test
  void randomTermsAtManySizes() {
    for (int n : new int[] {0, 1, 2, 39, 40, 41, 64, 127, 200}) {
      check(randomPoints(n), randomScalars(n));
    }
  }

  @Test
  void specialScalars() {
    List<BigInteger> special = new ArrayList<>(Samples.special(Fr.MODULUS));
    for (int i = 0; i < 60; i++) {
      special.add(BigInteger.ONE.shiftLeft(4 * i).subtract(BigInteger.ONE));
      special.add(Fr.MODULUS.subtract(BigInteger.ONE.shiftLeft(4 * i)));
    }
    FrVector scalars = FrVector.of(special.stream().map(Fr::fromBigInteger).toArray(Fr[]::new));
    check(randomPoints(scalars.size()), scalars);
  }

  @Test
  void zeroScalars() {
    check(randomPoints(100), new FrVector(100));
    FrVector one = new FrVector(100);
    one.setLong(57, 1);
    check(randomPoints(100), one);
    FrVector half = randomScalars(120);
    half.slice(20, 50).clear();
    check(randomPoints(120), half);
  }

  @Test
  void equalScalarsFillOneBucket() {
    for (Fr s : List.of(Fr.ONE, Fr.fromLong(-1), Fr.fromLong(2), Fr.random(RANDOM))) {
      FrVector scalars = new FrVector(100);
      for (int i = 0; i < 100; i++) {
        scalars.set(i, s);
      }
      check(randomPoints(100), scalars);
    }
  }

  @Test
  void equalAndOppositeBases() {
    G1 p = randomPoints(1).getFirst();
    check(Collections.nCopies(100, p), randomScalars(100));
    FrVector equal = new FrVector(100);
    List<G1> alternating = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      equal.setLong(i, 12345);
      alternating.add(i % 2 == 0 ? p : p.negate());
    }
    check(Collections.nCopies(100, p), equal);
    check(alternating, equal);
    assertThat(msm(alternating, Parallel.common()).sum(equal).isInfinity()).isTrue();
    check(alternating, randomScalars(100));
  }

  @Test
  void infinityAmongTheBases() {
    List<G1> bases = randomPoints(90);
    for (int i = 0; i < 90; i += 4) {
      bases.set(i, G1.INFINITY);
    }
    check(bases, randomScalars(90));
    check(Collections.nCopies(90, G1.INFINITY), randomScalars(90));
    FrVector equal = new FrVector(90);
    for (int i = 0; i < 90; i++) {
      equal.setLong(i, 3);
    }
    check(bases, equal);
  }

  @Test
  void smallIntegersOfAllWidths() {
    List<G1> points = randomPoints(150);
    Msm msm = msm(points, Parallel.common());
    for (int width = 1; width <= 64; width++) {
      long[] values = new long[150];
      for (int i = 0; i < values.length; i++) {
        values[i] = i % 7 == 0 ? 0 : RANDOM.nextLong() >> (64 - width);
      }
      values[3] = -1L << (width - 1);
      values[4] = ~values[3];
      assertThat(msm.sum(values))
          .as("width %d", width)
          .isEqualTo(naive(points, FrVector.ofLongs(values)));
    }
    int[] ints = RANDOM.ints(150).toArray();
    ints[0] = Integer.MIN_VALUE;
    long[] longs = java.util.Arrays.stream(ints).asLongStream().toArray();
    assertThat(msm.sum(ints)).isEqualTo(naive(points, FrVector.ofLongs(longs)));
    assertThat(msm.sum(new long[150]).isInfinity()).isTrue();
    assertThat(msm.sum(new long[] {0, -2, 5})).isEqualTo(naive(points, FrVector.ofLongs(0, -2, 5)));
  }

  @Test
  void partsOfBasesAndValues() {
    List<G1> points = randomPoints(120);
    Msm msm = msm(points, Parallel.common());
    FrVector scalars = randomScalars(60);
    assertThat(msm.sum(scalars, 50)).isEqualTo(naive(points.subList(50, 110), scalars));
    long[] values = RANDOM.longs(100, -70, 70).toArray();
    FrVector part = FrVector.ofLongs(values).slice(10, 80);
    assertThat(msm.sum(values, 10, 80, 5)).isEqualTo(naive(points.subList(5, 85), part));
    assertThat(msm(msm.bases().slice(5, 90), Parallel.sequential()).sum(part))
        .isEqualTo(naive(points.subList(5, 85), part));
    assertThatThrownBy(() -> msm.sum(scalars, 61)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> msm.sum(new long[121])).isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** The last block is short, and one block holds zeros only. */
  @Test
  void moreThanOneBlock() {
    List<G1> points = randomPoints(230);
    FrVector scalars = randomScalars(230);
    scalars.slice(100, 50).clear();
    long[] values = RANDOM.longs(230, -9, 9).toArray();
    int[] reversed = java.util.stream.IntStream.range(0, 230).map(i -> 229 - i).toArray();
    for (Parallel parallel : List.of(Parallel.sequential(), Parallel.common())) {
      Msm blocks = new Msm(Bases.of(points), parallel, this::sums, 50);
      assertThat(blocks.sum(scalars)).isEqualTo(naive(points, scalars));
      assertThat(blocks.sum(values)).isEqualTo(naive(points, FrVector.ofLongs(values)));
      assertThat(blocks.sumSparse(reversed, scalars)).isEqualTo(naive(points.reversed(), scalars));
    }
  }

  @Test
  void sparseSums() {
    List<G1> points = randomPoints(120);
    Msm msm = msm(points, Parallel.common());
    for (int n : new int[] {0, 1, 7, 100}) {
      int[] indices = RANDOM.ints(n, 0, 120).toArray();
      FrVector scalars = randomScalars(n);
      List<G1> chosen = java.util.Arrays.stream(indices).mapToObj(points::get).toList();
      assertThat(msm.sumSparse(indices, scalars)).isEqualTo(naive(chosen, scalars));
    }
    assertThatThrownBy(() -> msm.sumSparse(new int[] {120}, randomScalars(1)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> msm.sumSparse(new int[] {1}, randomScalars(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * Larger than one batch of additions, with bases i G, so that the sum's discrete logarithm is
   * known.
   */
  @Test
  void manyTerms() {
    int n = 9000;
    List<G1> points = new ArrayList<>();
    G1 p = G1.INFINITY;
    for (int i = 0; i < n; i++) {
      points.add(p);
      p = p.add(G1.GENERATOR);
    }
    for (Parallel parallel : List.of(Parallel.sequential(), Parallel.common())) {
      Msm msm = msm(points, parallel);
      FrVector scalars = randomScalars(n);
      long[] values = new long[n];
      Fr log = Fr.ZERO;
      Fr smallLog = Fr.ZERO;
      for (int i = 0; i < n; i++) {
        values[i] = (short) RANDOM.nextInt();
        log = log.add(scalars.get(i).mul(i));
        smallLog = smallLog.add(Fr.fromLong(i).mul(values[i]));
      }
      assertThat(msm.sum(scalars)).isEqualTo(G1.GENERATOR.mul(log));
      assertThat(msm.sum(values)).isEqualTo(G1.GENERATOR.mul(smallLog));
    }
  }

  /** Few values among many scalars, with and without zeros and values that occur once. */
  @Test
  void repeatedScalarsOfFullWidth() {
    int n = 1500;
    FrVector logs = randomScalars(n);
    Bases bases = new FixedBase(G1.GENERATOR).multiples(logs, Parallel.common());
    for (int distinct : new int[] {1, 2, 30, 700}) {
      FrVector values = randomScalars(distinct);
      for (int rest = 0; rest < 3; rest++) { // every other scalar: a value, zero, unique
        FrVector scalars = randomScalars(n);
        Fr log = Fr.ZERO;
        for (int i = 0; i < n; i++) {
          if (rest == 0 || i % 2 == 0) {
            scalars.set(i, values.get(RANDOM.nextInt(distinct)));
          } else if (rest == 1) {
            scalars.set(i, Fr.ZERO);
          }
          log = log.add(scalars.get(i).mul(logs.get(i)));
        }
        G1 expected = G1.GENERATOR.mul(log);
        assertThat(msm(bases, Parallel.sequential()).sum(scalars)).isEqualTo(expected);
        assertThat(msm(bases, Parallel.common()).sum(scalars)).isEqualTo(expected);
        Msm blocks = new Msm(bases, Parallel.common(), this::sums, 400);
        assertThat(blocks.sum(scalars)).isEqualTo(expected);
      }
    }
  }

  /** Groups of equal scalars whose bases cancel, and others whose bases are equal. */
  @Test
  void repeatedScalarsOfSpecialBases() {
    List<G1> few = randomPoints(3);
    List<G1> bases = new ArrayList<>();
    FrVector scalars = new FrVector(320);
    FrVector values = randomScalars(64);
    Fr[] sums = {Fr.ZERO, Fr.ZERO, Fr.ZERO};
    for (int i = 0; i < 320; i++) {
      int k = i % 5;
      G1 base = k < 2 ? few.get(0) : k == 2 ? few.get(1) : few.get(2);
      bases.add(k == 1 ? base.negate() : k == 4 ? G1.INFINITY : base);
      scalars.set(i, values.get(i / 5));
      if (k == 2 || k == 3) {
        sums[k - 1] = sums[k - 1].add(values.get(i / 5));
      }
    }
    G1 expected = few.get(1).mul(sums[1]).add(few.get(2).mul(sums[2]));
    assertThat(msm(bases, Parallel.common()).sum(scalars)).isEqualTo(expected);
    int[] indices = java.util.stream.IntStream.range(0, 320).toArray();
    assertThat(msm(bases, Parallel.common()).sumSparse(indices, scalars)).isEqualTo(expected);
  }

  @Test
  void interruptsEndIt() {
    Msm msm = msm(randomPoints(100), Parallel.common());
    FrVector scalars = randomScalars(100);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> msm.sum(scalars)).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
