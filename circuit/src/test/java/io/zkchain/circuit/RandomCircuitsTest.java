package io.zkchain.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.RandomCircuits;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Layout, checker and codec on random circuits. */
class RandomCircuitsTest {
  private static final int ROUNDS = 300;

  private static Instance instance(long seed) {
    return RandomCircuits.generate(seed, 7 + (int) (seed % 4));
  }

  @Test
  void checkerAcceptsTheirWitnesses() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      Instance made = instance(seed);
      assertThat(new Checker(made.circuit(), made.fixedValues()).all(made.witness(), 3))
          .as("seed %d", seed)
          .isEmpty();
    }
  }

  @Test
  void oneStructureServesManyWitnesses() {
    for (long seed = 0; seed < 50; seed++) {
      Instance made = instance(seed);
      Instance other = RandomCircuits.generate(seed, made.circuit().logRows(), 12345);
      assertThat(other.circuit()).isEqualTo(made.circuit());
      assertThat(other.fixedValues()).usingRecursiveComparison().isEqualTo(made.fixedValues());
      assertThat(new Checker(made.circuit(), made.fixedValues()).first(other.witness())).isEmpty();
    }
  }

  @Test
  void theyDecodeToThemselves() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      Circuit circuit = instance(seed).circuit();
      byte[] bytes = CircuitCodec.encode(circuit);
      assertThat(CircuitCodec.decode(bytes)).as("seed %d", seed).isEqualTo(circuit);
    }
  }

  /** Every cell's row by its index, against the runs that expansion copies. */
  @Test
  void columnsHoldEveryCellAndCountEveryRow() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      Instance made = instance(seed);
      Circuit circuit = made.circuit();
      ColumnLayout layout = new ColumnLayout(circuit);
      WitnessColumns columns = layout.expand(made.witness(), made.fixedValues());
      long[][] fixed = layout.fixedColumns(made.fixedValues());
      long[][] counts = new long[circuit.tableLanes()][circuit.rows()];
      for (Tensor tensor : circuit.tensors()) {
        switch (tensor.slot()) {
          case PAIR -> {
            cellsAreIn(tensor, made.witness().a(tensor.id()), columns.a());
            cellsAreIn(tensor, made.witness().b(tensor.id()), columns.b());
            count(made, tensor, columns.a(), columns.b(), counts);
          }
          case SINGLE -> {
            cellsAreIn(tensor, made.witness().c(tensor.id()), columns.c());
            count(made, tensor, columns.c(), new long[circuit.lanes()][circuit.rows()], counts);
          }
          case FIXED -> cellsAreIn(tensor, made.fixedValues().tensor(tensor.id()), fixed);
        }
      }
      assertThat(columns.multiplicities()).as("seed %d", seed).isDeepEqualTo(counts);
      for (long[][] kind : List.of(columns.a(), columns.b(), columns.c(), counts)) {
        for (long[] column : kind) {
          assertThat(column[circuit.rows() - 1]).isZero();
        }
      }
    }
  }

  private static void cellsAreIn(Tensor tensor, long[] values, long[][] columns) {
    for (int cell = 0; cell < values.length; cell++) {
      int[] index = tensor.shape().index(cell);
      Block block = ColumnLayout.blockOf(tensor, index);
      assertThat(columns[block.column()][ColumnLayout.row(block, index)]).isEqualTo(values[cell]);
    }
  }

  private static void count(
      Instance made, Tensor tensor, long[][] inputs, long[][] outputs, long[][] counts) {
    Table table = made.circuit().tables().get(tensor.table());
    for (Block block : tensor.blocks()) {
      for (int row = block.offset(); row < block.offset() + block.size(); row++) {
        if (row == made.circuit().rows() - 1) {
          continue;
        }
        long input = inputs[block.column()][row];
        assertThat(input).isBetween(table.low(), table.high());
        int entry = (int) (input - table.low());
        long output = table.function() ? made.fixedValues().table(tensor.table())[entry] : 0;
        assertThat(outputs[block.column()][row]).isEqualTo(output);
        counts[table.lane()][table.offset() + entry]++;
      }
    }
  }

  /** An altered public value or remainder breaks a relation or a lookup, wherever it is. */
  @Test
  void alteredWitnessesAreRefused() {
    SplittableRandom random = new SplittableRandom(3);
    for (long seed = 0; seed < 100; seed++) {
      Instance made = instance(seed);
      Witness good = made.witness();
      Checker checker = new Checker(made.circuit(), made.fixedValues());
      Map<Integer, long[]> publics = new HashMap<>(good.publicValues());
      publics.replaceAll((k, values) -> altered(values, random));
      Witness wrongPublic = new Witness(good.a(), good.b(), good.c(), publics);
      assertThat(checker.first(wrongPublic).isPresent())
          .as("seed %d", seed)
          .isNotEqualTo(publics.isEmpty());
      for (Tensor tensor : made.circuit().tensors()) {
        if (tensor.name().startsWith("remainder")) {
          Map<Integer, long[]> c = new HashMap<>(good.c());
          c.computeIfPresent(tensor.id(), (k, values) -> altered(values, random));
          Witness wrong = new Witness(good.a(), good.b(), c, good.publicValues());
          assertThat(checker.first(wrong)).as("seed %d, %s", seed, tensor.name()).isPresent();
        }
      }
    }
  }

  private static long[] altered(long[] values, SplittableRandom random) {
    long[] copy = values.clone();
    copy[random.nextInt(copy.length)] += random.nextBoolean() ? 1 : -1;
    return copy;
  }

  @Test
  void theyCoverWhatTheyShould() {
    List<Circuit> circuits =
        LongStream.range(0, ROUNDS).mapToObj(s -> instance(s).circuit()).toList();
    List<Tensor> tensors = circuits.stream().flatMap(c -> c.tensors().stream()).toList();
    List<Term> terms =
        circuits.stream()
            .flatMap(c -> c.relations().stream())
            .flatMap(r -> r.terms().stream())
            .toList();
    List<IndexVariable> variables =
        terms.stream()
            .flatMap(t -> t.indexRelations().stream())
            .flatMap(r -> r.variables().stream())
            .toList();
    assertThat(tensors).anyMatch(t -> t.blocks().size() > 2);
    assertThat(tensors).anyMatch(t -> t.shape().rank() == 0);
    assertThat(tensors)
        .anyMatch(
            t -> t.blocks().stream().anyMatch(b -> b.parts().stream().anyMatch(p -> p.base() > 0)));
    assertThat(tensors)
        .anyMatch(t -> Arrays.stream(t.shape().toArray()).anyMatch(s -> Integer.bitCount(s) > 1));
    assertThat(terms).anyMatch(t -> t.w() != null && t.w().cell() == Cell.FIXED);
    assertThat(terms).anyMatch(t -> t.w() != null && t.w().cell() == Cell.C);
    assertThat(terms).anyMatch(t -> t.x() == null);
    assertThat(variables).anyMatch(v -> v.side() == Side.FREE);
    assertThat(circuits).anyMatch(c -> c.fixedColumns() == 0);
    assertThat(circuits).anyMatch(c -> c.publicTensors().isEmpty());
    assertThat(circuits).anyMatch(c -> c.tables().stream().noneMatch(Table::function));
    assertThat(circuits).anyMatch(c -> c.lanes() > 1).anyMatch(c -> c.tableLanes() > 1);
  }
}
