package io.zkchain.prover.sumcheck;

import io.zkchain.circuit.Block;
import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.ColumnLayout;
import io.zkchain.circuit.IndexEnumerator;
import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Operand;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Side;
import io.zkchain.circuit.Tensor;
import io.zkchain.circuit.Term;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Relations written out, one product of cells after the other. */
public final class Summands {
  private Summands() {}

  /** One summand of a relation: padded y index, row of x, row of w (-1 without). */
  @FunctionalInterface
  public interface Visitor {
    void visit(int y, Cell xCell, int xColumn, int xRow, Cell wCell, int wColumn, int wRow);
  }

  /** All summands of a term. */
  public static void forEach(Circuit circuit, Relation relation, Term term, Visitor visitor) {
    walk(circuit, relation, term, 0, new HashMap<>(), visitor);
  }

  private static void walk(
      Circuit circuit,
      Relation relation,
      Term term,
      int group,
      Map<String, Integer> index,
      Visitor visitor) {
    if (group < term.indexRelations().size()) {
      IndexRelation indexRelation = term.indexRelations().get(group);
      List<IndexVariable> variables = indexRelation.variables();
      IndexEnumerator.forEach(
          indexRelation,
          tuple -> {
            for (int k = 0; k < tuple.length; k++) {
              index.put(variables.get(k).side() + "" + variables.get(k).axis(), tuple[k]);
            }
            walk(circuit, relation, term, group + 1, index, visitor);
          });
      return;
    }
    int y = 0;
    for (int axis = 0; axis < relation.shape().rank(); axis++) {
      y |= value(index, Side.Y, axis) << relation.shape().bitOffset(axis);
    }
    int[] x = place(circuit, term.x(), Side.X, index);
    int[] w = place(circuit, term.w(), Side.W, index);
    visitor.visit(
        y,
        term.x() == null ? Cell.A : term.x().cell(),
        x[0],
        x[1],
        term.w() == null ? Cell.A : term.w().cell(),
        w[0],
        w[1]);
  }

  private static int value(Map<String, Integer> index, Side side, int axis) {
    return Objects.requireNonNull(index.get(side + "" + axis));
  }

  private static int[] place(
      Circuit circuit, @Nullable Operand operand, Side side, Map<String, Integer> index) {
    if (operand == null) {
      return new int[] {-1, -1};
    }
    Tensor tensor = circuit.tensors().get(operand.tensor());
    int[] at = new int[tensor.shape().rank()];
    Arrays.setAll(at, axis -> value(index, side, axis));
    Block block = ColumnLayout.blockOf(tensor, at);
    return new int[] {block.column(), ColumnLayout.row(block, at)};
  }
}
