package io.zkchain.circuit.audit;

import io.zkchain.circuit.IndexEnumerator;
import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Side;
import io.zkchain.circuit.Term;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The index tuples of one term that have a given index on one side.
 *
 * <p>Every index relation moves the row-major positions in y, X and W by fixed amounts, and the
 * amounts of different relations add up; so the tuples of each are listed by what they add on the
 * given side.
 */
final class TermTuples {
  /** Receives row-major positions. */
  @FunctionalInterface
  interface Visitor {
    /**
     * @return whether to go on
     */
    boolean visit(int y, int x, int w);
  }

  private static final int[] NONE = {};

  /**
   * One index relation.
   *
   * @param strides of the given side's axes that occur in it, by axis; 0 for the others
   * @param amounts (y, x, w), three numbers a tuple, by what the tuple adds on the given side
   */
  private record Group(int[] strides, Map<Integer, int[]> amounts) {
    int[] at(int[] index) {
      int key = 0;
      for (int axis = 0; axis < strides.length; axis++) {
        key += strides[axis] * index[axis];
      }
      return amounts.getOrDefault(key, NONE);
    }
  }

  private final Shape shape;
  private final List<Group> groups;

  private TermTuples(Shape shape, List<Group> groups) {
    this.shape = shape;
    this.groups = List.copyOf(groups);
  }

  /**
   * @param y shape of the relation's box
   * @param x shape of the first operand, w of the second, null where there is none
   * @param side Y, X or W
   */
  static TermTuples by(Side side, Term term, Shape y, @Nullable Shape x, @Nullable Shape w) {
    Shape shape = shape(side, y, x, w);
    List<Group> groups =
        term.indexRelations().stream().map(r -> group(side, r, shape, y, x, w)).toList();
    return new TermTuples(shape, groups);
  }

  private static Shape shape(Side side, Shape y, @Nullable Shape x, @Nullable Shape w) {
    Shape shape =
        switch (side) {
          case Y -> y;
          case X -> x;
          case W -> w;
          case FREE -> null;
        };
    if (shape == null) {
      throw new IllegalArgumentException("the term has no side " + side);
    }
    return shape;
  }

  private static Group group(
      Side side,
      IndexRelation relation,
      Shape shape,
      Shape y,
      @Nullable Shape x,
      @Nullable Shape w) {
    List<IndexVariable> variables = relation.variables();
    int[] strides = new int[shape.rank()];
    for (IndexVariable variable : variables) {
      if (variable.side() == side) {
        strides[variable.axis()] = shape.stride(variable.axis());
      }
    }
    Map<Integer, int[]> lists = new HashMap<>();
    Map<Integer, Integer> used = new HashMap<>();
    IndexEnumerator.forEach(
        relation,
        tuple -> {
          int key = 0;
          int[] amounts = new int[3];
          for (int k = 0; k < tuple.length; k++) {
            IndexVariable variable = variables.get(k);
            if (variable.side() == Side.FREE) {
              continue;
            }
            int amount = tuple[k] * shape(variable.side(), y, x, w).stride(variable.axis());
            amounts[variable.side().ordinal()] += amount;
            key += variable.side() == side ? amount : 0;
          }
          int at = used.getOrDefault(key, 0);
          int[] list = lists.getOrDefault(key, new int[3]);
          list = at == list.length ? Arrays.copyOf(list, 2 * at) : list;
          System.arraycopy(amounts, 0, list, at, 3);
          lists.put(key, list);
          used.put(key, at + 3);
        });
    lists.replaceAll((key, list) -> Arrays.copyOf(list, used.getOrDefault(key, 0)));
    return new Group(strides, lists);
  }

  /** Calls the visitor for every tuple with this cell or box index on the given side. */
  void forEach(int cell, Visitor visitor) {
    int[] index = shape.index(cell);
    int[][] lists = groups.stream().map(g -> g.at(index)).toArray(int[][]::new);
    walk(lists, 0, 0, 0, 0, visitor);
  }

  private static boolean walk(int[][] lists, int level, int y, int x, int w, Visitor visitor) {
    if (level == lists.length) {
      return visitor.visit(y, x, w);
    }
    int[] list = lists[level];
    for (int i = 0; i < list.length; i += 3) {
      if (!walk(lists, level + 1, y + list[i], x + list[i + 1], w + list[i + 2], visitor)) {
        return false;
      }
    }
    return true;
  }
}
