package io.zkchain.compiler.graph.normalise;

import io.zkchain.compiler.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Dequantised constants that only layers read: they stay as they are, so that the layers can be
 * computed on the whole numbers.
 */
final class QuantisedWeights {
  private static final Set<String> LAYERS = Set.of("Conv", "Gemm", "MatMul");

  private QuantisedWeights() {}

  /** The values that are not folded. */
  static Set<String> of(List<Node> nodes) {
    Map<String, List<Node>> readers = new HashMap<>();
    for (Node node : nodes) {
      for (String input : GraphOrder.references(node)) {
        readers.computeIfAbsent(input, key -> new ArrayList<>()).add(node);
      }
    }
    Set<String> kept = new HashSet<>();
    for (Node node : nodes) {
      if (!node.is("DequantizeLinear")) {
        continue;
      }
      List<Node> own = readers.getOrDefault(node.output(0), List.of());
      boolean layers = own.stream().allMatch(n -> LAYERS.contains(n.operator()));
      if (!own.isEmpty() && layers) {
        kept.add(node.output(0));
      }
    }
    return kept;
  }
}
