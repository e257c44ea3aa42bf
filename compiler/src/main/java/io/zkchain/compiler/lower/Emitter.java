package io.zkchain.compiler.lower;

import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexRelation.Affine;
import io.zkchain.circuit.IndexRelation.Equal;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Operand;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Side;
import io.zkchain.circuit.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns logical relations into the circuit's: axes of size 1 dropped, summed variables renumbered.
 */
final class Emitter {

  private Emitter() {}

  static List<Relation> relations(LoweredProgram program) {
    List<Relation> out = new ArrayList<>();
    for (LogicalRelation relation : program.relations()) {
      List<Term> terms = new ArrayList<>();
      int[] axes = axes(relation.dims());
      for (Addend addend : relation.addends()) {
        if (addend.coefficient() != 0) {
          terms.add(term(addend, axes));
        }
      }
      if (terms.isEmpty()) { // the value 0
        terms.add(zero(relation.dims(), axes));
      }
      out.add(
          new Relation(
              relation.name() + "/" + out.size(),
              relation.origin(),
              Shape.of(Arrays.stream(relation.dims()).filter(d -> d > 1).toArray()),
              terms,
              relation.publicTensor()));
    }
    return out;
  }

  private static Term zero(int[] dims, int[] axes) {
    List<IndexRelation> free = new ArrayList<>();
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] > 1) {
        free.add(new Equal(List.of(new IndexVariable(Side.Y, axes[axis], dims[axis]))));
      }
    }
    return new Term(0, null, null, free);
  }

  // New number of every axis that is wider than 1.
  private static int[] axes(int[] dims) {
    int[] axes = new int[dims.length];
    int next = 0;
    for (int k = 0; k < dims.length; k++) {
      axes[k] = dims[k] > 1 ? next++ : -1;
    }
    return axes;
  }

  private static Term term(Addend addend, int[] axes) {
    Map<Integer, Integer> summed = new HashMap<>();
    List<IndexRelation> relations = new ArrayList<>();
    for (IndexRelation relation : addend.relations()) {
      List<IndexVariable> vars = new ArrayList<>();
      for (IndexVariable v : relation.variables()) {
        vars.add(
            switch (v.side()) {
              case Y -> new IndexVariable(Side.Y, axes[v.axis()], v.bound());
              case FREE ->
                  new IndexVariable(
                      Side.FREE, summed.computeIfAbsent(v.axis(), key -> summed.size()), v.bound());
              case X, W -> v;
            });
      }
      relations.add(
          switch (relation) {
            case Equal e -> new Equal(vars);
            case Affine a -> new Affine(vars, a.coefficients(), a.constant());
          });
    }
    return new Term(addend.coefficient(), operand(addend.x()), operand(addend.w()), relations);
  }

  private static @Nullable Operand operand(@Nullable CellRef ref) {
    return ref == null ? null : new Operand(ref.tensor().id(), ref.cell());
  }
}
