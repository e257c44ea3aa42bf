package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.AxisMap;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Expand, Tile, DepthToSpace, SpaceToDepth, CenterCropPad, ReverseSequence, CumSum and Trilu:
 * elements in other places.
 *
 * <p>Semantics: y[i] = x[source(i)] with a source that the node alone decides; CumSum: y[i] = sum
 * of x[j] over j up to i. All are index relations: a repeated element has a free output variable, a
 * running sum a free distance {@code y = x + t}. Trilu is a product with a fixed 0/1 mask. Virtual,
 * so no cell that could be ambiguous; exact. An order that one relation cannot say commits a copy,
 * unique by {@code value - cell = 0}.
 */
final class Movement implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    String index = "index relation";
    return List.of(
        new OperatorEntry("Expand", 8, index, "two-way broadcast", "0", "0"),
        new OperatorEntry("Tile", 6, index, "constant repeats", "0", "0"),
        new OperatorEntry("DepthToSpace", 1, index, "blocksize, mode DCR and CRD", "0", "0"),
        new OperatorEntry("SpaceToDepth", 1, index, "blocksize", "0", "0"),
        new OperatorEntry("CenterCropPad", 18, index, "axes, negative ones; odd sizes", "0", "0"),
        new OperatorEntry(
            "ReverseSequence",
            10,
            index,
            "batch_axis, time_axis; sequence_lens constant or from the input",
            "0, or 0 + 1 per batch and length",
            "0"),
        new OperatorEntry(
            "CumSum", 11, "index relation", "exclusive, reverse; constant axis", "0", "0"),
        new OperatorEntry(
            "Trilu", 14, "product with a fixed mask", "upper, constant k, batches", "0", "0"));
  }

  @Override
  public void lower(OperatorContext c) {
    c.output(
        switch (c.node().opType()) {
          case "Expand" -> expand(c);
          case "Tile" -> tile(c);
          case "DepthToSpace" -> depthToSpace(c);
          case "SpaceToDepth" -> spaceToDepth(c);
          case "CenterCropPad" -> centerCropPad(c);
          case "ReverseSequence" -> reverseSequence(c);
          case "CumSum" -> cumSum(c);
          default -> trilu(c);
        });
  }

  private static QTensor expand(OperatorContext c) {
    QTensor x = c.tensor(0);
    int[] dims = c.dims(0);
    List<AxisExpression> from = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      int at = dims.length - x.rank() + axis;
      from.add(x.dim(axis) == 1 ? AxisExpression.constant(0) : AxisExpression.axis(at, dims[at]));
    }
    return Arithmetic.view(c.lowering(), c.name(), x, from, dims);
  }

  private static QTensor tile(OperatorContext c) {
    QTensor current = c.tensor(0);
    long[] repeats = c.constant(1).toLongs();
    for (int axis = 0; axis < repeats.length; axis++) {
      if (repeats[axis] != 1) {
        int times = Math.toIntExact(repeats[axis]);
        current = AxisMap.tile(c.lowering(), c.name(), current, axis, times);
      }
    }
    return current;
  }

  // [n, c, h, w] in blocks; DCR has the block's rows and columns before the channel, CRD after it.
  private static QTensor depthToSpace(OperatorContext c) {
    QTensor x = c.tensor(0);
    int b = (int) c.node().intAttribute("blocksize", 0);
    boolean crd = c.node().stringAttribute("mode", "DCR").equals("CRD");
    int depth = x.dim(1) / (b * b);
    int[] apart =
        crd
            ? new int[] {x.dim(0), depth, b, b, x.dim(2), x.dim(3)}
            : new int[] {x.dim(0), b, b, depth, x.dim(2), x.dim(3)};
    int[] order = crd ? new int[] {0, 1, 4, 2, 5, 3} : new int[] {0, 3, 4, 1, 5, 2};
    return regrouped(c, x, apart, order);
  }

  private static QTensor spaceToDepth(OperatorContext c) {
    QTensor x = c.tensor(0);
    int b = (int) c.node().intAttribute("blocksize", 0);
    int[] apart = {x.dim(0), x.dim(1), x.dim(2) / b, b, x.dim(3) / b, b};
    return regrouped(c, x, apart, new int[] {0, 3, 5, 1, 2, 4});
  }

  private static QTensor regrouped(OperatorContext c, QTensor x, int[] apart, int[] order) {
    Lowering l = c.lowering();
    QTensor split = Arithmetic.reshape(l, c.name() + ".blocks", x, apart);
    QTensor turned = transpose(l, c.name() + ".turned", split, order);
    return Arithmetic.reshape(l, c.name(), turned, c.dims(0));
  }

  /** Axis k of the result is axis order[k] of the tensor. */
  static QTensor transpose(Lowering l, String name, QTensor x, int[] order) {
    int[] dims = new int[order.length];
    AxisExpression[] from = new AxisExpression[order.length];
    for (int k = 0; k < order.length; k++) {
      dims[k] = x.dim(order[k]);
      from[order[k]] = AxisExpression.axis(k, dims[k]);
    }
    return Arithmetic.view(l, name, x, List.of(from), dims);
  }

  private static QTensor centerCropPad(OperatorContext c) {
    QTensor x = c.tensor(0);
    int[] dims = c.dims(0);
    List<AxisExpression> from = new ArrayList<>();
    for (int axis = 0; axis < dims.length; axis++) {
      int more = dims[axis] - x.dim(axis);
      // Both the crop and the pad put the smaller half in front.
      int before = more >= 0 ? more / 2 : -(-more / 2);
      from.add(AxisExpression.axis(axis, dims[axis]).plus(-before));
    }
    return Arithmetic.view(c.lowering(), c.name(), x, from, dims);
  }

  private static QTensor reverseSequence(OperatorContext c) {
    Node node = c.node();
    int batch = Axes.normalise(node, node.intAttribute("batch_axis", 1), c.dims(0).length);
    int time = Axes.normalise(node, node.intAttribute("time_axis", 0), c.dims(0).length);
    QTensor x = c.tensor(0);
    Lowering l = c.lowering();
    int[] order = inFront(x.rank(), batch, time);
    QTensor turned = transpose(l, c.name() + ".turned", x, order);
    int batches = x.dim(batch);
    int steps = x.dim(time);
    int[] flat = {batches * steps, x.size() / (batches * steps)};
    QTensor joined = Arithmetic.reshape(l, c.name() + ".joined", turned, flat);
    QTensor mapped =
        c.isConstant(1)
            ? AxisMap.of(l, c.name() + ".reversed", joined, 0, reversed(c, batches, steps))
            : SequenceReversal.of(c, joined, batches, steps);
    QTensor apart = Arithmetic.reshape(l, c.name() + ".apart", mapped, turned.dims());
    int[] back = new int[order.length];
    for (int k = 0; k < order.length; k++) {
      back[order[k]] = k;
    }
    return transpose(l, c.name(), apart, back);
  }

  // Batch and time joined to one axis, along which the order is a constant map.
  private static int[] reversed(OperatorContext c, int batches, int steps) {
    long[] lengths = c.constant(1).toLongs();
    int[] sources = new int[batches * steps];
    for (int b = 0; b < batches; b++) {
      if (lengths[b] < 0 || lengths[b] > steps) {
        throw c.unsupported(Limit.LENGTH, lengths[b], steps);
      }
      for (int t = 0; t < steps; t++) {
        int from = t < lengths[b] ? (int) lengths[b] - 1 - t : t;
        sources[b * steps + t] = b * steps + from;
      }
    }
    return sources;
  }

  private static int[] inFront(int rank, int first, int second) {
    int[] order = new int[rank];
    order[0] = first;
    order[1] = second;
    int next = 2;
    for (int axis = 0; axis < rank; axis++) {
      if (axis != first && axis != second) {
        order[next++] = axis;
      }
    }
    return order;
  }

  private static QTensor cumSum(OperatorContext c) {
    QTensor x = c.tensor(0);
    int axis = Axes.normalise(c.node(), c.constant(1).longAt(0), x.rank());
    boolean reverse = c.node().intAttribute("reverse", 0) != 0;
    int apart = c.node().intAttribute("exclusive", 0) != 0 ? 1 : 0;
    int sign = reverse ? 1 : -1;
    int[] dims = x.dims();
    List<AxisExpression> from = Arithmetic.same(dims);
    from.set(
        axis,
        AxisExpression.axis(axis, dims[axis]).plus(sign * apart).plusSummed(sign, 0, dims[axis]));
    QTensor sum = Arithmetic.view(c.lowering(), c.name(), x, from, dims);
    return IntegerTypes.requireNoWrap(c, sum);
  }

  private static QTensor trilu(OperatorContext c) {
    Lowering l = c.lowering();
    int[] dims = c.dims(0);
    int rows = dims[dims.length - 2];
    int columns = dims[dims.length - 1];
    long k = c.node().hasInput(1) ? c.constant(1).longAt(0) : 0;
    boolean upper = c.node().intAttribute("upper", 1) != 0;
    long[] mask = new long[rows * columns];
    for (int i = 0; i < mask.length; i++) {
      int diagonal = i % columns - i / columns;
      mask[i] = (upper ? diagonal >= k : diagonal <= k) ? 1 : 0;
    }
    if (Arrays.stream(mask).allMatch(v -> v == 1)) {
      return c.tensor(0);
    }
    if (Arrays.stream(mask).allMatch(v -> v == 0)) {
      return Arithmetic.times(l, c.name(), c.tensor(0), 0);
    }
    QTensor x = Commit.exactFactor(l, c.tensor(0));
    QTensor fixed = l.fixed(c.name() + ".mask", new int[] {rows, columns}, mask, Scale.ONE);
    QTensor product = Elementwise.multiply(l, c.name(), x, fixed, dims);
    Interval range = x.range().union(new Interval(0, 0));
    return new QTensor(c.name(), dims, product.scale(), range, product.addends(), product.buffer());
  }
}
