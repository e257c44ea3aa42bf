package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.ArgMax;
import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.TopK;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import java.util.List;

/**
 * ArgMax, ArgMin, Hardmax and TopK.
 *
 * <p>Semantics: on the integers, the first of equal values counts (the last with
 * select_last_index); TopK sorts, equal values by rising index; the smallest are the largest of the
 * negated values. {@link ArgMax} and {@link TopK} have the relations and the argument for
 * uniqueness.
 *
 * <p>Error: none on the integers; a value that is no cell is rounded first, so values closer than
 * its unit may change places.
 */
final class Ranking implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    String flags = "one-hot flags; no value above the selected one";
    return List.of(
        new OperatorEntry(
            "ArgMax", 1, flags, "axis, keepdims, select_last_index", "1 + 1 per input", "0"),
        new OperatorEntry(
            "ArgMin", 1, flags, "axis, keepdims, select_last_index", "1 + 1 per input", "0"),
        new OperatorEntry(
            "Hardmax",
            1,
            flags,
            "axis; before opset 13 flattened to two dimensions at the axis",
            "1 + 1",
            "0"),
        new OperatorEntry(
            "TopK",
            1,
            "one-hot rows; falling keys; all others below the last",
            "axis, largest; k constant; sorted = 0 is sorted too",
            "0 + k + 2 per input, 0 + 2 per output",
            "0"));
  }

  @Override
  public void lower(OperatorContext c) {
    switch (c.node().opType()) {
      case "TopK" -> topK(c);
      case "Hardmax" -> c.output(hardmax(c));
      default -> c.output(argMax(c));
    }
  }

  private static QTensor argMax(OperatorContext c) {
    Lowering l = c.lowering();
    Node node = c.node();
    QTensor x = c.tensor(0);
    if (node.is("ArgMin")) {
      x = Arithmetic.times(l, x.name(), x, -1);
    }
    int axis = Axes.attribute(node, 0, x.rank());
    boolean last = node.intAttribute("select_last_index", 0) != 0;
    QTensor index = ArgMax.of(l, c.name(), x, axis, last).index();
    return Arithmetic.reshape(l, c.name(), index, c.dims(0));
  }

  private static QTensor hardmax(OperatorContext c) {
    Lowering l = c.lowering();
    QTensor x = c.tensor(0);
    if (c.node().opset() >= 13) {
      int axis = Axes.attribute(c.node(), -1, x.rank());
      return ArgMax.of(l, c.name(), x, axis, false).flags();
    }
    int axis = Axes.attribute(c.node(), 1, x.rank());
    int rows = Indexing.volume(x.dims(), 0, axis);
    QTensor flat = Arithmetic.reshape(l, x.name(), x, new int[] {rows, x.size() / rows});
    QTensor flags = ArgMax.of(l, c.name(), flat, 1, false).flags();
    return Arithmetic.reshape(l, c.name(), flags, x.dims());
  }

  private static void topK(OperatorContext c) {
    Lowering l = c.lowering();
    QTensor x = c.tensor(0);
    int axis = Axes.attribute(c.node(), -1, x.rank());
    boolean largest = c.node().intAttribute("largest", 1) != 0;
    QTensor keys = largest ? x : Arithmetic.times(l, x.name(), x, -1);
    int count = c.graph().shape(firstOutput(c)).dim(axis);
    TopK.Result top = TopK.of(l, c.name(), keys, axis, count);
    QTensor values = largest ? top.values() : Arithmetic.times(l, c.name(), top.values(), -1);
    c.output(0, values);
    c.output(1, top.indices());
  }

  private static String firstOutput(OperatorContext c) {
    return c.node().hasOutput(0) ? c.node().output(0) : c.node().output(1);
  }
}
