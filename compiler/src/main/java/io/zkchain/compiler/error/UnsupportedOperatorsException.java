package io.zkchain.compiler.error;

import java.util.List;
import java.util.stream.Collectors;

/** All nodes of a model that have no circuit, found in one pass and reported together. */
public final class UnsupportedOperatorsException extends ModelException {

  /**
   * One node that cannot be compiled.
   *
   * @param node the node's name (given by position where the model has none)
   * @param operator the operator, prefixed by its domain where that is not {@code ai.onnx}
   * @param reason why, and what to do instead where that is known
   */
  public record Finding(String node, String operator, String reason) {
    @Override
    public String toString() {
      return operator + " (node '" + node + "'): " + reason;
    }
  }

  private final transient List<Finding> findings;

  public UnsupportedOperatorsException(List<Finding> findings) {
    super(message(findings), null);
    this.findings = List.copyOf(findings);
  }

  /** Every unsupported node, in graph order; never empty. */
  public List<Finding> findings() {
    return findings;
  }

  private static String message(List<Finding> findings) {
    if (findings.isEmpty()) {
      throw new IllegalArgumentException("no unsupported operator to report");
    }
    return "the model has %d unsupported %s: %s"
        .formatted(
            findings.size(),
            findings.size() == 1 ? "node" : "nodes",
            findings.stream().map(Finding::toString).collect(Collectors.joining("; ")));
  }
}
