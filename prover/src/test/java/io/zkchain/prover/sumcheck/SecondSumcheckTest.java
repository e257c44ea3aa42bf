package io.zkchain.prover.sumcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.AxisPart;
import io.zkchain.circuit.Block;
import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Tensor;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.parallel.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounds against the sum over all rows; short tables are filled up with zeros. */
class SecondSumcheckTest {
  @ParameterizedTest
  @CsvSource({"1,0", "3,2", "5,0", "6,5", "9,3", "12,6"})
  void roundsAreThePlainSums(int n, int shortBits) {
    Random random = new Random(n);
    List<SecondSumcheck.Product> products = new ArrayList<>();
    List<Fr[][]> plain = new ArrayList<>();
    for (int size : new int[] {1 << n, 1 << shortBits, 1 << n}) {
      Fr[][] full = {zeros(1 << n), zeros(1 << n)};
      FrVector[] tables = {new FrVector(size), new FrVector(size)};
      for (int k = 0; k < 2; k++) {
        fill(full[k], tables[k], random);
      }
      plain.add(full);
      products.add(new SecondSumcheck.Product(tables[0], tables[1]));
    }
    List<Fr> r = IntStream.range(0, n).mapToObj(k -> Fr.random(random)).toList();
    FrVector linear = new FrVector(1 << n);
    Fr[][] last = {zeros(1 << n), zeros(1 << n)};
    fill(last[0], linear, random);
    Arrays.setAll(last[1], EqTable.of(r)::get);
    plain.add(last);
    SecondSumcheck sumcheck = new SecondSumcheck(linear, r, products, null, Parallel.common());
    check(sumcheck, plain, n, random);
    for (int k = 0; k < products.size(); k++) {
      assertThat(sumcheck.weight(k)).isEqualTo(plain.get(k)[1][0]);
    }
    assertThat(sumcheck.eq()).isEqualTo(last[1][0]);
  }

  private static void fill(Fr[] full, FrVector table, Random random) {
    for (int i = 0; i < table.size(); i++) {
      full[i] = random.nextInt(4) == 0 ? Fr.ZERO : Fr.random(random);
      table.set(i, full[i]);
    }
  }

  /** Columns of integers with weights in products, against their tables. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void columnsWithWeightsInPartsAreThePlainSums(long seed) {
    Random random = new Random(seed);
    int n = 9;
    List<Fr> r = IntStream.range(0, n).mapToObj(k -> Fr.random(random)).toList();
    SecondWeights weights = weights(random, n);
    SplitColumns.Builder builder = new SplitColumns.Builder(n);
    List<Fr[][]> plain = new ArrayList<>();
    for (int c = 0; c < 2; c++) {
      ColumnKey key = new ColumnKey(Cell.FIXED, c);
      long[] values = random.longs(1 << n, -40_000, 40_000).toArray();
      Fr last = c == 0 ? null : Fr.random(random);
      Fr[][] pair = {zeros(1 << n), zeros(1 << n)};
      values[values.length - 1] = last == null ? 7 : 0;
      Arrays.setAll(pair[0], i -> Fr.fromLong(values[i]));
      pair[0][values.length - 1] = last == null ? Fr.fromLong(7) : last;
      Arrays.setAll(pair[1], weights.table(key)::get);
      plain.add(pair);
      assertThat(builder.add(key, weights, values, last)).isTrue();
    }
    SecondSumcheck sumcheck =
        new SecondSumcheck(
            new FrVector(1 << n),
            r,
            List.of(),
            builder.build(Parallel.common()),
            Parallel.common());
    check(sumcheck, plain, n, random);
    for (int c = 0; c < 2; c++) {
      assertThat(sumcheck.splitWeight(c)).isEqualTo(plain.get(c)[1][0]);
    }
  }

  /** Two tensors in two columns: a large one cut along two axes, and a small one. */
  private static SecondWeights weights(Random random, int n) {
    Tensor large =
        tensor(
            0,
            Shape.of(12, 5, 18),
            new Block(0, 0, List.of(new AxisPart(0, 3), new AxisPart(0, 1), new AxisPart(0, 4))),
            new Block(0, 256, List.of(new AxisPart(8, 2), new AxisPart(4, 0), new AxisPart(0, 5))),
            new Block(1, 128, List.of(new AxisPart(0, 2), new AxisPart(2, 0), new AxisPart(0, 5))));
    Tensor small =
        tensor(
            1,
            Shape.of(3, 4),
            new Block(0, 480, List.of(new AxisPart(0, 2), new AxisPart(0, 2))),
            new Block(1, 0, List.of(new AxisPart(0, 2), new AxisPart(0, 2))));
    List<ProductWeights> products = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      Tensor tensor = k == 3 ? small : large;
      FrVector[] axes = new FrVector[tensor.shape().rank()];
      for (int axis = 0; axis < axes.length; axis++) {
        // The last axis: what eq gives, or anything.
        List<Fr> point = IntStream.range(0, 5).mapToObj(i -> Fr.random(random)).toList();
        axes[axis] = EqTable.of(point).slice(0, tensor.shape().size(axis));
        if (k == 1 && axis == 2) {
          fill(zeros(18), axes[axis], random);
        }
        if (k == 2 && axis > 0) { // merges with k = 0
          axes[axis] = products.getFirst().axes()[axis];
        }
      }
      products.add(new ProductWeights(tensor, Cell.FIXED, Fr.random(random), axes));
    }
    return new SecondWeights(products, Map.of(), n);
  }

  private static Tensor tensor(int id, Shape shape, Block... blocks) {
    return new Tensor(id, "w", "node", Slot.FIXED, shape, -1, 16, List.of(blocks));
  }

  private static void check(SecondSumcheck sumcheck, List<Fr[][]> plain, int n, Random random) {
    for (int variable = n - 1; variable >= 0; variable--) {
      int half = 1 << variable;
      assertThat(sumcheck.round()).containsExactly(round(plain, half));
      Fr challenge = Fr.random(random);
      sumcheck.bind(challenge);
      for (Fr[][] pair : plain) {
        for (Fr[] table : pair) {
          for (int i = 0; i < half; i++) {
            table[i] = table[i].add(challenge.mul(table[i + half].sub(table[i])));
          }
        }
      }
    }
  }

  private static Fr[] round(List<Fr[][]> pairs, int half) {
    Fr c0 = Fr.ZERO;
    Fr c2 = Fr.ZERO;
    for (Fr[][] pair : pairs) {
      for (int i = 0; i < half; i++) {
        c0 = c0.add(pair[0][i].mul(pair[1][i]));
        Fr step = pair[0][i + half].sub(pair[0][i]);
        c2 = c2.add(step.mul(pair[1][i + half].sub(pair[1][i])));
      }
    }
    return new Fr[] {c0, c2};
  }

  private static Fr[] zeros(int size) {
    Fr[] zeros = new Fr[size];
    Arrays.fill(zeros, Fr.ZERO);
    return zeros;
  }
}
