package io.zkchain.compiler.operators;

import java.util.List;

/**
 * If, Loop and Scan: the import puts the branch that a constant condition selects, or one copy of
 * the body for each iteration, in their place, so they add nothing of their own to a circuit.
 */
final class ControlFlow implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    return List.of(
        entry("If", 1, "the branch is put in its place", "constant condition"),
        entry(
            "Loop",
            1,
            "written out, iteration by iteration",
            "trip count and conditions constant, either absent; carried values of any type and"
                + " changing shape, collected outputs; at most 16384 nodes"),
        entry(
            "Scan",
            8,
            "written out, iteration by iteration",
            "input and output axes and directions; opset 8 with its batch, sequence_lens equal to"
                + " the steps"));
  }

  private static OperatorEntry entry(String operator, int since, String how, String attributes) {
    String parts = "those of its parts";
    return new OperatorEntry(operator, since, how, attributes, parts, parts);
  }

  @Override
  public void lower(OperatorContext c) {
    throw c.unsupported("was not written out by the import");
  }
}
