package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.Node;
import java.util.List;
import java.util.Optional;

/**
 * Constant, ConstantOfShape, Shape, Size, Range, EyeLike, windows, and operators whose result's
 * shape hangs on data: known before any input is, so the import replaces them by constants. One
 * that is left hangs on the input, and is refused.
 */
final class Folded implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    return List.of(
        entry("Constant", 1, "every value attribute but sparse ones and strings"),
        entry("ConstantOfShape", 9, "the shape must be constant"),
        entry("Shape", 1, "start, end"),
        entry("Size", 1, ""),
        entry("Range", 11, "constant bounds"),
        entry("EyeLike", 9, "k, dtype; of the shape of any value"),
        entry("IsNaN", 9, "false: a circuit's numbers are finite"),
        entry("IsInf", 10, "false: a circuit's numbers are finite"),
        entry("NonZero", 9, "of constants only"),
        entry("Compress", 9, "of constants only"),
        entry("Unique", 11, "of constants only"),
        entry("HannWindow", 17, "constant size, periodic"),
        entry("HammingWindow", 17, "constant size, periodic"),
        entry("BlackmanWindow", 17, "constant size, periodic"),
        entry("MelWeightMatrix", 17, "constant inputs"),
        new OperatorEntry(
            Node.ML_DOMAIN + ".ZipMap", 1, "dropped", "its input is the output", "0", "0"));
  }

  private static OperatorEntry entry(String operator, int since, String attributes) {
    return new OperatorEntry(operator, since, "folded", attributes, "0", "0");
  }

  @Override
  public Optional<String> refuse(Node node) {
    return node.is("EyeLike") ? Optional.empty() : Optional.of(Limit.OPEN_VALUE.reason());
  }

  @Override
  public void lower(OperatorContext context) {
    throw context.unsupported(Limit.OPEN_VALUE);
  }
}
