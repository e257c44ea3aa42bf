package io.zkchain.circuit.audit;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Operand;
import io.zkchain.circuit.PublicTensor;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Tensor;
import io.zkchain.circuit.Term;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order in which nodes determine their cells.
 *
 * <p>Of two witnesses for one input that differ, take the first node whose cells differ: the change
 * of these cells alone satisfies all relations among them and earlier cells, whatever later cells
 * and public outputs are, for those may differ too. So only these relations may be asked whether
 * they notice a change.
 */
final class NodeOrder {
  /** Of relations that determine nothing: they bind public outputs, which a forger changes, too. */
  static final int NEVER = Integer.MAX_VALUE;

  private final int[] tensors;
  private final int[] relations;

  private NodeOrder(int[] tensors, int[] relations) {
    this.tensors = tensors;
    this.relations = relations;
  }

  /**
   * Nodes in the order of their first tensor; a relation belongs to the last node that it reads.
   */
  static NodeOrder of(Circuit circuit) {
    int[] tensors = new int[circuit.tensors().size()];
    Map<String, Integer> ranks = new HashMap<>();
    for (Tensor tensor : circuit.tensors()) {
      if (tensor.slot() != Slot.FIXED) {
        tensors[tensor.id()] = ranks.computeIfAbsent(tensor.origin(), o -> ranks.size());
      }
    }
    int[] relations = new int[circuit.relations().size()];
    for (int r = 0; r < relations.length; r++) {
      Relation relation = circuit.relations().get(r);
      int position = relation.publicTensor();
      boolean output =
          position >= 0 && circuit.publicTensors().get(position).role() == PublicTensor.Role.OUTPUT;
      relations[r] = output ? NEVER : rank(relation, tensors);
    }
    return new NodeOrder(tensors, relations);
  }

  private static int rank(Relation relation, int[] tensors) {
    int rank = 0;
    for (Term term : relation.terms()) {
      rank = Math.max(rank, Math.max(rank(term.x(), tensors), rank(term.w(), tensors)));
    }
    return rank;
  }

  private static int rank(@Nullable Operand operand, int[] tensors) {
    return operand == null ? 0 : tensors[operand.tensor()];
  }

  int ofTensor(int tensor) {
    return tensors[tensor];
  }

  int ofRelation(int relation) {
    return relations[relation];
  }
}
