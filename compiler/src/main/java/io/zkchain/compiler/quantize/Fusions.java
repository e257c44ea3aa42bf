package io.zkchain.compiler.quantize;

import io.zkchain.compiler.graph.Graph;

/**
 * Rewrites of the real graph that make its integer form cheaper and leave its function unchanged.
 */
public final class Fusions {

  private Fusions() {}

  public static Graph apply(Graph graph) {
    return graph;
  }
}
