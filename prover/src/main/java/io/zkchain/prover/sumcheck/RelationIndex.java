package io.zkchain.prover.sumcheck;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Operand;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Side;
import io.zkchain.circuit.Term;
import io.zkchain.prover.parallel.Parallel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The index relations of a circuit as small sparse matrices: what {@link RelationWeights} needs of
 * a circuit and what stays the same in all proofs. Immutable.
 */
public final class RelationIndex {
  private final Circuit circuit;
  private final List<Part> parts;

  /**
   * One term.
   *
   * @param relation position of its relation
   * @param adjoint from W, or from nothing, to X, or to nothing for a term without operands
   * @param second from nothing to W; empty without W
   */
  record Part(int relation, Term term, List<GroupIndex> adjoint, List<GroupIndex> second) {

    /** The axis of W in each group, -1 where there is none; null if a group holds several. */
    int @Nullable [] axes() {
      int[] axes = new int[second.size()];
      for (int g = 0; g < axes.length; g++) {
        axes[g] = -1;
        for (IndexVariable variable : term.indexRelations().get(g).variables()) {
          if (variable.side() == Side.W) {
            if (axes[g] >= 0) {
              return null;
            }
            axes[g] = variable.axis();
          }
        }
      }
      return axes;
    }
  }

  private RelationIndex(Circuit circuit, List<Part> parts) {
    this.circuit = circuit;
    this.parts = List.copyOf(parts);
  }

  /** Enumerates all index relations of a valid circuit. */
  public static RelationIndex of(Circuit circuit, Parallel parallel) {
    record Place(int relation, Term term) {}
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < circuit.relations().size(); i++) {
      Relation relation = circuit.relations().get(i);
      for (Term term : relation.terms()) {
        places.add(new Place(i, term));
      }
    }
    Part[] parts = new Part[places.size()];
    parallel.forEach(
        parts.length, k -> parts[k] = part(circuit, places.get(k).relation, places.get(k).term));
    return new RelationIndex(circuit, List.of(parts));
  }

  private static Part part(Circuit circuit, int relation, Term term) {
    GroupIndex.Tensor x = tensor(circuit, term.x(), Side.X);
    GroupIndex.Tensor w = tensor(circuit, term.w(), Side.W);
    return new Part(
        relation, term, groups(term, x, w), w == null ? List.of() : groups(term, w, null));
  }

  private static GroupIndex.@Nullable Tensor tensor(
      Circuit circuit, @Nullable Operand operand, Side side) {
    return operand == null
        ? null
        : new GroupIndex.Tensor(side, circuit.tensors().get(operand.tensor()).shape());
  }

  private static List<GroupIndex> groups(
      Term term, GroupIndex.@Nullable Tensor target, GroupIndex.@Nullable Tensor source) {
    List<GroupIndex> groups = new ArrayList<>();
    for (IndexRelation group : term.indexRelations()) {
      groups.add(new GroupIndex(group, target, source));
    }
    return groups;
  }

  /** The circuit. */
  public Circuit circuit() {
    return circuit;
  }

  /** All terms, relation after relation. */
  List<Part> parts() {
    return parts;
  }
}
