package io.zkchain.prover.sumcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.AxisPart;
import io.zkchain.circuit.Block;
import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.CircuitValidator;
import io.zkchain.circuit.ColumnLayout;
import io.zkchain.circuit.FixedValues;
import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Operand;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Side;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Table;
import io.zkchain.circuit.Tensor;
import io.zkchain.circuit.Term;
import io.zkchain.circuit.Witness;
import io.zkchain.circuit.WitnessColumns;
import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.RandomCircuits;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.parallel.Parallel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights against sums over every product of cells. */
class RelationWeightsTest {
  private static final int LOG_ROWS = 7;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void weightsAreThePlainSums(long seed) {
    assertPlainSums(RandomCircuits.generate(seed, LOG_ROWS), seed);
  }

  /** With y = 3 x + w - 4 below 3 only x = 1 is left, for w from 1 to 3. */
  @Test
  void sumsOverOneIndexOfTheFirstOperandStayThere() {
    List<IndexVariable> variables =
        List.of(
            new IndexVariable(Side.X, 0, 2),
            new IndexVariable(Side.W, 0, 4),
            new IndexVariable(Side.Y, 0, 3));
    IndexRelation meeting = new IndexRelation.Affine(variables, List.of(3L, 1L, -1L), 4);
    Term term = new Term(1, new Operand(0, Cell.A), new Operand(1, Cell.FIXED), List.of(meeting));
    Table range = new Table("range", 1, false, 0, 16, 0, 0, 0, 0);
    Block one = new Block(0, 0, List.of(new AxisPart(0, 1)));
    Block two = new Block(0, 0, List.of(new AxisPart(0, 2)));
    Circuit circuit =
        new Circuit(
            LOG_ROWS,
            1,
            1,
            1,
            false,
            List.of(range),
            List.of(
                new Tensor(0, "x", "node", Slot.PAIR, Shape.of(2), 0, 0, List.of(one)),
                new Tensor(1, "w", "node", Slot.FIXED, Shape.of(4), -1, 4, List.of(two))),
            List.of(),
            List.of(new Relation("meeting", "node", Shape.of(3), List.of(term), -1)));
    Witness witness =
        new Witness(Map.of(0, new long[] {5, 7}), Map.of(0, new long[2]), Map.of(), Map.of());
    FixedValues fixed = new FixedValues(Map.of(1, new long[] {2, 3, 4, 6}), Map.of());
    assertPlainSums(new Instance(CircuitValidator.validate(circuit), fixed, witness), 1);
  }

  private static void assertPlainSums(Instance instance, long seed) {
    Circuit circuit = instance.circuit();
    Columns columns = new Columns(instance);
    Random random = new Random(seed);
    List<Fr> tau = point(random);
    List<Fr> r = point(random);
    Fr gamma = Fr.random(random);
    Function<ColumnKey, Fr> revealed = key -> Fr.fromLong(31L * key.hashCode() + seed);
    RelationWeights weights =
        new RelationWeights(
            RelationIndex.of(circuit, Parallel.common()),
            columns::cells,
            tau,
            gamma,
            Parallel.common());

    Map<ColumnKey, FrVector> adjoint = new HashMap<>();
    Map<ColumnKey, FrVector> second = new HashMap<>();
    Fr[] constant = {Fr.ZERO};
    FrVector eqR = EqTable.of(r);
    for (int i = 0; i < circuit.relations().size(); i++) {
      Relation relation = circuit.relations().get(i);
      FrVector eqTau = EqTable.of(tau.subList(0, relation.shape().totalBits()));
      for (Term term : relation.terms()) {
        Fr factor = gamma.pow(i + 1).mul(term.coefficient());
        Summands.forEach(
            circuit,
            relation,
            term,
            (y, xCell, xColumn, xRow, wCell, wColumn, wRow) -> {
              Fr weight = factor.mul(eqTau.get(y));
              if (term.x() == null) {
                constant[0] = constant[0].add(weight);
                return;
              }
              ColumnKey x = new ColumnKey(xCell, xColumn);
              if (term.w() == null) {
                add(adjoint, x, xRow, weight);
                return;
              }
              ColumnKey w = new ColumnKey(wCell, wColumn);
              add(adjoint, x, xRow, weight.mul(columns.column(w)[wRow]));
              add(second, w, wRow, weight.mul(eqR.get(xRow)).mul(revealed.apply(x)));
            });
      }
    }
    assertSame(weights.adjoint(), adjoint);
    SecondWeights actual = weights.second(r, revealed);
    Map<ColumnKey, FrVector> tables = new HashMap<>();
    actual.columns().forEach(key -> tables.put(key, actual.table(key)));
    assertSame(tables, second);
    for (int lowBits = 1; lowBits < LOG_ROWS; lowBits++) {
      assertSplit(actual, tables, lowBits);
    }

    List<FrVector> words =
        IntStream.range(0, circuit.publicTensors().size())
            .mapToObj(p ->
                FrVector.ofLongs(Objects.requireNonNull(instance.witness().publicValues().get(p))))
            .toList();
    assertThat(weights.publicPart(words))
        .isEqualTo(minusPublic(circuit, constant[0], words, tau, gamma));
  }

  /** Where weights fall apart, the products add up to the table. */
  private static void assertSplit(
      SecondWeights weights, Map<ColumnKey, FrVector> tables, int lowBits) {
    tables.forEach((key, table) -> {
      SplitWeights split = weights.split(key, lowBits);
      for (int row = 0; split != null && row < table.size(); row++) {
        Fr sum = Fr.ZERO;
        for (int k = 0; k < split.low().size(); k++) {
          Fr low = split.low().get(k).get(row & (1 << lowBits) - 1);
          sum = sum.add(low.mul(split.high().get(k).get(row >> lowBits)));
        }
        assertThat(sum).as(key + " row " + row).isEqualTo(table.get(row));
      }
    });
  }

  private static Fr minusPublic(
      Circuit circuit, Fr constant, List<FrVector> words, List<Fr> tau, Fr gamma) {
    Fr sum = constant;
    for (int i = 0; i < circuit.relations().size(); i++) {
      Relation relation = circuit.relations().get(i);
      int p = relation.publicTensor();
      for (int k = 0; p >= 0 && k < words.get(p).size(); k++) {
        Fr eq = EqTable.evaluateBits(k, tau.subList(0, relation.shape().totalBits()));
        sum = sum.sub(gamma.pow(i + 1).mul(eq).mul(words.get(p).get(k)));
      }
    }
    return sum;
  }

  private static void assertSame(Map<ColumnKey, FrVector> actual, Map<ColumnKey, FrVector> plain) {
    FrVector zero = new FrVector(1 << LOG_ROWS);
    actual.forEach((key, table) ->
        assertThat(table.contentEquals(plain.getOrDefault(key, zero))).as(key.toString()).isTrue());
    assertThat(actual.keySet()).containsAll(plain.keySet());
  }

  private static void add(Map<ColumnKey, FrVector> tables, ColumnKey key, int row, Fr value) {
    FrVector table = tables.computeIfAbsent(key, k -> new FrVector(1 << LOG_ROWS));
    table.set(row, table.get(row).add(value));
  }

  private static List<Fr> point(Random random) {
    return IntStream.range(0, LOG_ROWS).mapToObj(k -> Fr.random(random)).toList();
  }

  /** The columns of an instance. */
  private static final class Columns {
    private final WitnessColumns witness;
    private final long[][] fixed;

    Columns(Instance instance) {
      ColumnLayout layout = new ColumnLayout(instance.circuit());
      witness = layout.expand(instance.witness(), instance.fixedValues());
      fixed = layout.fixedColumns(instance.fixedValues());
    }

    long[] column(ColumnKey key) {
      return switch (key.cell()) {
        case A -> witness.a()[key.index()];
        case B -> witness.b()[key.index()];
        case C -> witness.c()[key.index()];
        case FIXED -> fixed[key.index()];
      };
    }

    long[] cells(Tensor tensor, Cell cell) {
      long[] cells = new long[tensor.shape().volume()];
      tensor
          .blocks()
          .forEach(block ->
              ColumnLayout.gather(
                  tensor, block, column(new ColumnKey(cell, block.column())), cells));
      return cells;
    }
  }
}
