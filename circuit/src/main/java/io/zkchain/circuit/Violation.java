package io.zkchain.circuit;

import java.math.BigInteger;
import java.util.List;

/**
 * One place where a witness breaks its circuit.
 *
 * @param origin the ONNX node (name and operator) that the place comes from
 * @param subject name of the tensor, public tensor or relation
 * @param table name of the table of a lookup, else empty
 * @param index the cell, or the relation's index y; empty if the whole tensor is missing
 * @param values input and output of a lookup; sum of the terms and expected value of a relation
 */
public record Violation(
    Kind kind,
    String origin,
    String subject,
    String table,
    List<Integer> index,
    List<BigInteger> values) {
  /** What is broken. */
  public enum Kind {
    /** A tensor has no values or not the right number of them. */
    MISSING,
    /** A row is no entry of its tensor's table. */
    LOOKUP,
    /** A relation's terms do not sum to what they should. */
    RELATION
  }

  public Violation {
    index = List.copyOf(index);
    values = List.copyOf(values);
  }

  /** The node, the subject and the index, without values: safe where the witness is private. */
  public String place() {
    return "node " + origin + ": " + subject + (index.isEmpty() ? "" : index);
  }

  /** One line for the witness's owner; it tells values. */
  public String message() {
    String place = place();
    return switch (kind) {
      case MISSING -> place + " has " + values.getFirst() + " values, it needs " + values.getLast();
      case LOOKUP -> place + " holds " + values + ", which is no entry of table " + table;
      case RELATION ->
          place + " sums to " + values.getFirst() + ", it should be " + values.getLast();
    };
  }
}
