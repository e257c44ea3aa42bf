package io.zkchain.compiler.operators;

/**
 * One row of the operator table.
 *
 * @param operator the ONNX operator
 * @param since the first opset that is read
 * @param how the way it becomes relations and lookups
 * @param attributes accepted attributes and edge cases
 * @param rows committed rows per output element (pair and single cells)
 * @param error bound of the difference to the real operator on the same inputs
 */
public record OperatorEntry(
    String operator, int since, String how, String attributes, String rows, String error) {}
