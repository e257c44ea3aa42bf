package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.graph.shape.NodeInputs;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Identity, Dropout, Flatten, Reshape, Squeeze, Unsqueeze and Transpose: the same integers in
 * another order.
 *
 * <p>Virtual: index relations are renamed or joined; where sizes do not nest, one equation says
 * that both row-major numbers agree. No cells, exact. An order that one relation cannot say (after
 * a product with three-way equalities) commits a copy, unique by {@code value - cell = 0}.
 */
final class Layout implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    String index = "index relation";
    return List.of(
        new OperatorEntry("Identity", 1, "renamed", "", "0", "0"),
        new OperatorEntry(
            "Dropout", 7, "renamed", "inference only; the mask output is all true", "0", "0"),
        new OperatorEntry("Flatten", 1, index, "axis 0, negative", "0", "0"),
        new OperatorEntry("Reshape", 5, index, "0, -1, allowzero", "0", "0"),
        new OperatorEntry("Squeeze", 1, index, "axes attribute, input or absent", "0", "0"),
        new OperatorEntry("Unsqueeze", 1, index, "axes attribute or input", "0", "0"),
        new OperatorEntry("Transpose", 1, index, "perm, default reverses", "0", "0"));
  }

  @Override
  public void lower(OperatorContext c) {
    switch (c.node().opType()) {
      case "Identity" -> c.output(c.tensor(0));
      case "Dropout" -> dropout(c);
      case "Transpose" -> c.output(transpose(c));
      default -> c.outputReshaped(c.beforeReshape(0).orElseGet(() -> c.tensor(0)));
    }
  }

  private static void dropout(OperatorContext c) {
    NodeInputs in = c.inputs();
    Optional<TensorData> training = in.constantIfGiven(2, "training_mode");
    if (training.isPresent() && training.get().booleanAt(0)) {
      throw c.unsupported(Limit.TRAINING);
    }
    c.output(c.tensor(0));
    if (c.node().hasOutput(1)) {
      int[] dims = c.dims(1);
      TensorShape shape = TensorShape.of(dims);
      long[] ones = new long[shape.size()];
      Arrays.fill(ones, 1);
      c.output(1, c.lowering().fixed(c.node().output(1), dims, ones, Scale.ONE));
    }
  }

  private static QTensor transpose(OperatorContext c) {
    QTensor x = c.tensor(0);
    List<Integer> perm = Axes.permutation(c.node(), x.rank());
    int[] dims = c.dims(0);
    List<AxisExpression> from =
        new ArrayList<>(Collections.nCopies(x.rank(), AxisExpression.constant(0)));
    for (int axis = 0; axis < dims.length; axis++) {
      from.set(perm.get(axis), AxisExpression.axis(axis, dims[axis]));
    }
    return Arithmetic.view(c.lowering(), c.name(), x, from, dims);
  }
}
