package io.zkchain.compiler.graph.normalise;

import io.zkchain.compiler.graph.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removal of nodes whose results nobody reads. */
final class Liveness {

  private Liveness() {}

  /** The nodes, in their order, that the wanted values depend on. */
  static List<Node> live(List<Node> nodes, Collection<String> wanted) {
    Set<String> needed = new HashSet<>(wanted);
    List<Node> kept = new ArrayList<>();
    for (Node node : nodes.reversed()) {
      if (node.outputs().stream().anyMatch(out -> !out.isEmpty() && needed.contains(out))) {
        needed.addAll(GraphOrder.references(node));
        kept.add(node);
      }
    }
    return List.copyOf(kept.reversed());
  }
}
