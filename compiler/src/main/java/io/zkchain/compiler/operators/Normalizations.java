package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * BatchNormalization in inference: y = a x + b with a = scale / sqrt(var + epsilon) and b = bias -
 * mean a by channel. After a Conv or Gemm with one reader it is folded into the weights before they
 * are rounded; alone it is a product with a rounded to 15 bits. Virtual, so no cell could be
 * ambiguous.
 *
 * <p>Error: 2^-15 of a, half an accumulator unit of b.
 */
final class Normalizations implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    return List.of(
        new OperatorEntry(
            "BatchNormalization",
            7,
            "folded into the weights before it, else a constant factor",
            "epsilon; inference only",
            "0",
            "2^-15 relative"));
  }

  @Override
  public Optional<String> refuse(Node node) {
    if (node.intAttribute("training_mode", 0) != 0) {
      return Optional.of(Limit.TRAINING.reason());
    }
    return node.intAttribute("spatial", 1) == 0
        ? Optional.of(Limit.SPATIAL.reason())
        : Optional.empty();
  }

  @Override
  public void lower(OperatorContext c) {
    Lowering l = c.lowering();
    QTensor x = c.tensor(0);
    BatchNorm norm =
        BatchNorm.of(c.graph(), c.node())
            .orElseThrow(() -> c.unsupported("its parameters must be constant"));
    int[] dims = new int[Math.max(1, x.rank() - 1)];
    Arrays.fill(dims, 1);
    dims[0] = norm.factors().length;
    QTensor scaled = Elementwise.timesTensor(c, x, norm.factors(), dims);
    QTensor offset =
        l.fixed(
            c.name() + ".offset",
            dims,
            Weights.round(norm.offsets(), scaled.scale()),
            scaled.scale());
    c.output(Arithmetic.sum(l, c.name(), List.of(scaled, offset), List.of(1L, 1L)));
  }
}
