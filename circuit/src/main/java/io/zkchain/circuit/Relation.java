package io.zkchain.circuit;

import java.util.List;

/**
 * For every index y of the box: the sum of the terms at y equals public(y), or 0.
 *
 * @param origin the ONNX node (name and operator) that it comes from
 * @param publicTensor position in the circuit's list of public tensors, -1 if the right side is 0
 */
public record Relation(
    String name, String origin, Shape shape, List<Term> terms, int publicTensor) {
  public Relation {
    terms = List.copyOf(terms);
  }
}
