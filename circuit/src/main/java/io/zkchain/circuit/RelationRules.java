package io.zkchain.circuit;

import static io.zkchain.circuit.CircuitValidator.require;
import static io.zkchain.circuit.CircuitValidator.within;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules of relations: operands that read cells their tensor has, the first of two in a revealed
 * column, every axis in exactly one index variable of one index relation and bounded there, every
 * public tensor bound by exactly one relation.
 */
final class RelationRules {
  private final Circuit circuit;

  private RelationRules(Circuit circuit) {
    this.circuit = circuit;
  }

  static void check(Circuit circuit) {
    RelationRules rules = new RelationRules(circuit);
    Set<String> names = new HashSet<>();
    long words = 0;
    for (PublicTensor tensor : circuit.publicTensors()) {
      words += tensor.shape().volume();
      String place = "public tensor " + tensor.name();
      require(names.add(tensor.name()), place, "name is used twice");
      require(
          tensor.shape().isDense(),
          place,
          "shape " + tensor.shape() + " has an inner axis that is no power of two");
    }
    require(
        words <= CircuitValidator.MAX_PUBLIC_WORDS,
        "public tensors",
        words + " words in all, more than " + CircuitValidator.MAX_PUBLIC_WORDS);
    boolean[] bound = new boolean[circuit.publicTensors().size()];
    circuit.relations().forEach(relation -> rules.relation(relation, bound));
    for (int p = 0; p < bound.length; p++) {
      String place = "public tensor " + circuit.publicTensors().get(p).name();
      require(bound[p], place, "no relation binds it");
    }
  }

  private void relation(Relation relation, boolean[] bound) {
    String place = "relation " + relation.name() + " of node " + relation.origin();
    require(
        relation.shape().totalBits() <= circuit.logRows(),
        place,
        "shape " + relation.shape() + " has more index bits than a row number");
    within(relation.shape().rank(), 0, CircuitValidator.MAX_RANK, place, "rank");
    require(!relation.terms().isEmpty(), place, "has no term");
    int p = relation.publicTensor();
    within(p, -1, bound.length - 1, place, "public tensor");
    if (p >= 0) {
      PublicTensor tensor = circuit.publicTensors().get(p);
      require(!bound[p], place, "public tensor " + tensor.name() + " is bound twice");
      bound[p] = true;
      require(
          tensor.shape().equals(relation.shape()),
          place,
          "shape "
              + relation.shape()
              + " differs from that of public tensor "
              + tensor.name()
              + ", "
              + tensor.shape());
    }
    for (int t = 0; t < relation.terms().size(); t++) {
      term(relation, relation.terms().get(t), place + ", term " + t);
    }
  }

  private void term(Relation relation, Term term, String place) {
    operand(term.x(), place + ", operand x");
    operand(term.w(), place + ", operand w");
    if (term.w() != null) {
      require(term.x() != null, place, "has an operand w but no x");
      require(
          term.x() != null && (term.x().cell() == Cell.A || term.x().cell() == Cell.B),
          place,
          "the first of two operands reads a column that is not revealed");
    }
    Set<IndexVariable> seen = new HashSet<>();
    for (IndexRelation group : term.indexRelations()) {
      require(!group.variables().isEmpty(), place, "has an index relation without variables");
      require(
          group.variables().size() <= CircuitValidator.MAX_RELATION_VARIABLES,
          place,
          "has an index relation of more than "
              + CircuitValidator.MAX_RELATION_VARIABLES
              + " variables");
      if (group instanceof IndexRelation.Affine affine) {
        affine(affine, place);
      }
      group.variables().forEach(variable -> variable(relation, term, variable, seen, place));
    }
    require(
        seen.size() <= CircuitValidator.MAX_VARIABLES,
        place,
        "has more than " + CircuitValidator.MAX_VARIABLES + " index variables");
    allAxes(relation.shape(), Side.Y, seen, place);
    allAxes(shapeOf(term.x()), Side.X, seen, place);
    allAxes(shapeOf(term.w()), Side.W, seen, place);
  }

  private void operand(@Nullable Operand operand, String place) {
    if (operand == null) {
      return;
    }
    within(operand.tensor(), 0, circuit.tensors().size() - 1, place, "tensor");
    Tensor tensor = circuit.tensors().get(operand.tensor());
    boolean hasCell =
        switch (tensor.slot()) {
          case PAIR -> operand.cell() == Cell.A || operand.cell() == Cell.B;
          case SINGLE -> operand.cell() == Cell.C;
          case FIXED -> operand.cell() == Cell.FIXED;
        };
    require(
        hasCell,
        place,
        "reads cell " + operand.cell() + " of the " + tensor.slot() + " tensor " + tensor.name());
  }

  private static void affine(IndexRelation.Affine affine, String place) {
    try {
      IndexEnumerator.requireSafe(affine);
    } catch (CircuitException e) {
      throw new CircuitException(place + ": " + e.getMessage(), e);
    }
  }

  private void variable(
      Relation relation, Term term, IndexVariable variable, Set<IndexVariable> seen, String place) {
    String name = place + ", index variable " + variable.side() + " " + variable.axis();
    require(seen.add(new IndexVariable(variable.side(), variable.axis(), 0)), name, "occurs twice");
    int size =
        switch (variable.side()) {
          case Y -> axisSize(relation.shape(), variable.axis(), name);
          case X -> axisSize(shapeOf(term.x()), variable.axis(), name);
          case W -> axisSize(shapeOf(term.w()), variable.axis(), name);
          case FREE -> circuit.rows();
        };
    within(variable.bound(), 1, size, name, "bound");
  }

  private static int axisSize(@Nullable Shape shape, int axis, String name) {
    if (shape == null) {
      throw new CircuitException(name + ": the term has no such operand");
    }
    within(axis, 0, shape.rank() - 1, name, "axis");
    return shape.size(axis);
  }

  private @Nullable Shape shapeOf(@Nullable Operand operand) {
    return operand == null ? null : circuit.tensors().get(operand.tensor()).shape();
  }

  private static void allAxes(
      @Nullable Shape shape, Side side, Set<IndexVariable> seen, String place) {
    int rank = shape == null ? 0 : shape.rank();
    for (int axis = 0; axis < rank; axis++) {
      require(
          seen.contains(new IndexVariable(side, axis, 0)),
          place,
          "axis " + axis + " of side " + side + " occurs in no index relation");
    }
  }
}
