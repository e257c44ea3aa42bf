package io.zkchain.compiler.graph.normalise;

import io.zkchain.compiler.graph.Graph;
import java.util.List;

/**
 * The result of an import.
 *
 * @param graph the graph to compile
 * @param notices decisions that the user should see, one line each, such as a batch size that was
 *     assumed
 */
public record NormalizedModel(Graph graph, List<String> notices) {
  public NormalizedModel {
    notices = List.copyOf(notices);
  }
}
