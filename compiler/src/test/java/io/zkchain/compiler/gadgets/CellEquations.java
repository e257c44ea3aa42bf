package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.FixedValues;
import io.zkchain.circuit.IndexEnumerator;
import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Operand;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Tensor;
import io.zkchain.circuit.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A circuit's relations written out: one equation for every index y, over numbered cells.
 *
 * <p>Every valid element of a witness tensor is a row; row r has the cells 2r (A or C) and 2r + 1
 * (B). The cells of fixed tensors are constants. An equation of a public tensor defines a word.
 */
final class CellEquations {
  static final int NONE = -1;

  /** coefficient * left * right; a missing factor is {@link #NONE}. */
  record Product(long coefficient, int left, int right) {}

  /**
   * constant + the sum of the products = 0, or = the word.
   *
   * @param word number of the public word, or {@link #NONE}
   */
  record Equation(String relation, long constant, List<Product> products, int word) {}

  private final Circuit circuit;
  private final FixedValues fixed;
  private final int[] firstRow;
  private final int rows;
  private final List<Equation> equations = new ArrayList<>();

  CellEquations(Circuit circuit, FixedValues fixed) {
    this.circuit = circuit;
    this.fixed = fixed;
    this.firstRow = new int[circuit.tensors().size()];
    int next = 0;
    for (Tensor tensor : circuit.tensors()) {
      firstRow[tensor.id()] = next;
      next += tensor.slot() == Slot.FIXED ? 0 : tensor.shape().volume();
    }
    this.rows = next;
    int[] firstWord = new int[circuit.publicTensors().size()];
    for (int p = 1; p < firstWord.length; p++) {
      firstWord[p] = firstWord[p - 1] + circuit.publicTensors().get(p - 1).shape().volume();
    }
    for (Relation relation : circuit.relations()) {
      int p = relation.publicTensor();
      add(relation, p < 0 ? NONE : firstWord[p]);
    }
  }

  int rows() {
    return rows;
  }

  int firstRow(int tensor) {
    return firstRow[tensor];
  }

  List<Equation> equations() {
    return equations;
  }

  private void add(Relation relation, int firstWord) {
    int volume = relation.shape().volume();
    List<Map<Long, Long>> products = new ArrayList<>();
    for (int y = 0; y < volume; y++) {
      products.add(new HashMap<>());
    }
    for (Term term : relation.terms()) {
      walk(relation, term, 0, new Position(), products);
    }
    for (int y = 0; y < volume; y++) {
      List<Product> out = new ArrayList<>();
      long[] constant = new long[1];
      products
          .get(y)
          .forEach((key, coefficient) -> {
            int left = (int) (key >> 32);
            int right = (int) (long) key;
            if (left == NONE) {
              constant[0] += coefficient;
            } else if (coefficient != 0) {
              out.add(new Product(coefficient, left, right));
            }
          });
      int word = firstWord == NONE ? NONE : firstWord + y;
      equations.add(new Equation(relation.name(), constant[0], out, word));
    }
  }

  /** Row-major positions that the tuples so far add up to. */
  private record Position(int y, int x, int w) {
    Position() {
      this(0, 0, 0);
    }
  }

  private void walk(
      Relation relation, Term term, int group, Position at, List<Map<Long, Long>> products) {
    if (group == term.indexRelations().size()) {
      add(term, at, products.get(at.y));
      return;
    }
    IndexRelation indices = term.indexRelations().get(group);
    int width = indices.variables().size();
    int[] tuples = IndexEnumerator.tuples(indices);
    for (int t = 0; t < tuples.length; t += width) {
      int[] tuple = Arrays.copyOfRange(tuples, t, t + width);
      walk(relation, term, group + 1, moved(relation, term, indices, tuple, at), products);
    }
  }

  private Position moved(
      Relation relation, Term term, IndexRelation indices, int[] tuple, Position at) {
    int y = at.y;
    int x = at.x;
    int w = at.w;
    for (int k = 0; k < tuple.length; k++) {
      IndexVariable v = indices.variables().get(k);
      switch (v.side()) {
        case Y -> y += tuple[k] * relation.shape().stride(v.axis());
        case X -> x += tuple[k] * shape(term.x()).stride(v.axis());
        case W -> w += tuple[k] * shape(term.w()).stride(v.axis());
        case FREE -> {}
      }
    }
    return new Position(y, x, w);
  }

  private Shape shape(@Nullable Operand operand) {
    if (operand == null) {
      throw new IllegalStateException("an index variable of a missing operand");
    }
    return circuit.tensors().get(operand.tensor()).shape();
  }

  private void add(Term term, Position at, Map<Long, Long> products) {
    long coefficient = term.coefficient();
    int left = NONE;
    int right = NONE;
    Operand[] operands = {term.x(), term.w()};
    int[] positions = {at.x, at.w};
    for (int k = 0; k < 2; k++) {
      Operand operand = operands[k];
      if (operand == null) {
        continue;
      }
      if (operand.cell() == Cell.FIXED) {
        coefficient *= fixed.tensor(operand.tensor())[positions[k]];
        continue;
      }
      int row = firstRow[operand.tensor()] + positions[k];
      int cell = 2 * row + (operand.cell() == Cell.B ? 1 : 0);
      right = left == NONE ? NONE : cell;
      left = left == NONE ? cell : left;
    }
    long key = ((long) left << 32) | (right & 0xffffffffL);
    products.merge(key, coefficient, Long::sum);
  }
}
