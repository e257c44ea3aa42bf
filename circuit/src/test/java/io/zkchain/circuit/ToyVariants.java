package io.zkchain.circuit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.fixture.ToyCircuit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** The toy circuit, changed in one place. */
final class ToyVariants {
  static final Circuit TOY = ToyCircuit.circuit(true);

  private ToyVariants() {}

  /** Validation refuses the circuit, and says so. */
  static void assertRefused(String message, Circuit broken) {
    assertThatThrownBy(() -> CircuitValidator.validate(broken))
        .isInstanceOf(CircuitException.class)
        .hasMessageContaining(message);
  }

  static Circuit sized(int logRows, int lanes, int tableLanes, int fixedColumns) {
    return new Circuit(
        logRows,
        lanes,
        tableLanes,
        fixedColumns,
        true,
        TOY.tables(),
        TOY.tensors(),
        TOY.publicTensors(),
        TOY.relations());
  }

  private static Circuit toy(
      List<Table> tables,
      List<Tensor> tensors,
      List<PublicTensor> publics,
      List<Relation> relations) {
    return new Circuit(
        TOY.logRows(),
        TOY.lanes(),
        TOY.tableLanes(),
        TOY.fixedColumns(),
        TOY.privateParameters(),
        tables,
        tensors,
        publics,
        relations);
  }

  static Circuit withTables(List<Table> tables) {
    return toy(tables, TOY.tensors(), TOY.publicTensors(), TOY.relations());
  }

  static Circuit withTensor(int id, UnaryOperator<Tensor> change) {
    List<Tensor> tensors = new ArrayList<>(TOY.tensors());
    tensors.set(id, change.apply(tensors.get(id)));
    return withTensors(tensors);
  }

  static Circuit withTensors(List<Tensor> tensors) {
    return toy(TOY.tables(), tensors, TOY.publicTensors(), TOY.relations());
  }

  static Circuit withPublics(List<PublicTensor> publics) {
    return toy(TOY.tables(), TOY.tensors(), publics, TOY.relations());
  }

  static Circuit plusRelation(Relation relation) {
    List<Relation> relations = new ArrayList<>(TOY.relations());
    relations.add(relation);
    return toy(TOY.tables(), TOY.tensors(), TOY.publicTensors(), relations);
  }

  static Circuit withRelation(int position, int publicTensor, Term... terms) {
    return withRelation(position, publicTensor, TOY.relations().get(position).shape(), terms);
  }

  static Circuit withRelation(int position, int publicTensor, Shape shape, Term... terms) {
    List<Relation> relations = new ArrayList<>(TOY.relations());
    relations.set(position, new Relation("r", "node", shape, List.of(terms), publicTensor));
    return toy(TOY.tables(), TOY.tensors(), TOY.publicTensors(), relations);
  }

  static Shape ones(int rank) {
    int[] sizes = new int[rank];
    Arrays.fill(sizes, 1);
    return Shape.of(sizes);
  }
}
