package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.graph.shape.PadGeometry;
import io.zkchain.compiler.graph.shape.SliceGeometry;
import io.zkchain.compiler.graph.shape.SplitLengths;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Concat, Split, Slice and Pad: parts of boxes.
 *
 * <p>Each result is a sum of views that are 0 outside their part: an affine index relation places a
 * part, its bound cuts it. Pad adds its constant on the boxes outside; reflect, edge and wrap read
 * the input again for each border, axis after axis. Virtual and exact (constants of Pad and Concat
 * are rounded to 1/64 unit), so no cell could be ambiguous.
 */
final class Selections implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    String index = "index relation";
    return List.of(
        new OperatorEntry(
            "Concat", 4, index, "axis; scales aligned upwards; constant parts", "0", "0"),
        new OperatorEntry("Split", 2, index, "split attribute or input, num_outputs", "0", "0"),
        new OperatorEntry(
            "Slice", 1, index, "attributes or inputs, negative steps, clamped ends", "0", "0"),
        new OperatorEntry(
            "Pad",
            2,
            index,
            "constant (any value, also from the input), reflect, edge, wrap; axes; negative pads"
                + " crop",
            "0",
            "constant rounding"));
  }

  @Override
  public void lower(OperatorContext c) {
    switch (c.node().opType()) {
      case "Concat" -> c.output(concat(c));
      case "Split" -> split(c);
      case "Slice" -> c.output(slice(c));
      default -> c.output(pad(c));
    }
  }

  private static List<AxisExpression> same(int[] dims) {
    List<AxisExpression> from = new ArrayList<>();
    for (int axis = 0; axis < dims.length; axis++) {
      from.add(AxisExpression.axis(axis, dims[axis]));
    }
    return from;
  }

  private static QTensor concat(OperatorContext c) {
    Lowering l = c.lowering();
    int[] dims = c.dims(0);
    int axis = Axes.attribute(c.node(), 1, dims.length);
    Scale unit = Operands.witnessScale(c);
    List<QTensor> parts = new ArrayList<>();
    int offset = 0;
    for (int k = 0; k < c.node().inputs().size(); k++) {
      QTensor part = Operands.tensor(c, k, Elementwise.fine(unit));
      List<AxisExpression> from = same(dims);
      from.set(axis, AxisExpression.axis(axis, dims[axis]).plus(-offset));
      offset += part.dim(axis);
      parts.add(Arithmetic.view(l, c.name() + ".part" + k, part, from, dims));
    }
    return apart(c, parts);
  }

  // The sum of parts that do not overlap: its range is their union, in units of their common scale.
  private static QTensor apart(OperatorContext c, List<QTensor> parts) {
    QTensor sum =
        Arithmetic.sum(c.lowering(), c.name(), parts, Collections.nCopies(parts.size(), 1L));
    Interval range =
        parts.stream().map(part -> units(part, sum.scale())).reduce(Interval::union).orElseThrow();
    return new QTensor(c.name(), sum.dims(), sum.scale(), range, sum.addends(), sum.buffer());
  }

  private static void split(OperatorContext c) {
    QTensor x = c.tensor(0);
    int axis = Axes.attribute(c.node(), 0, x.rank());
    int offset = 0;
    List<Integer> lengths = SplitLengths.of(c.node(), c.inputs());
    for (int k = 0; k < lengths.size(); k++) {
      if (c.node().hasOutput(k)) {
        int[] dims = c.dims(k);
        List<AxisExpression> from = same(dims);
        from.set(axis, AxisExpression.axis(axis, dims[axis]).plus(offset));
        c.output(k, Arithmetic.view(c.lowering(), c.node().output(k), x, from, dims));
      }
      offset += lengths.get(k);
    }
  }

  private static QTensor slice(OperatorContext c) {
    SliceGeometry g = SliceGeometry.of(c.node(), c.inputs());
    int[] dims = c.dims(0);
    List<AxisExpression> from = new ArrayList<>();
    for (int axis = 0; axis < dims.length; axis++) {
      from.add(
          AxisExpression.constant(g.starts().get(axis))
              .plus(g.steps().get(axis), axis, dims[axis]));
    }
    return Arithmetic.view(c.lowering(), c.name(), c.tensor(0), from, dims);
  }

  private static QTensor pad(OperatorContext c) {
    Node node = c.node();
    PadGeometry g = PadGeometry.of(node, c.inputs());
    String mode = node.stringAttribute("mode", "constant");
    if (mode.equals("constant")) {
      return padConstant(c, g);
    }
    QTensor current = c.tensor(0);
    for (int axis = 0; axis < current.rank(); axis++) {
      current = padAxis(c, current, axis, g.begin().get(axis), g.end().get(axis), mode);
    }
    return current.named(c.name());
  }

  private static QTensor padConstant(OperatorContext c, PadGeometry g) {
    Lowering l = c.lowering();
    QTensor x = c.tensor(0);
    int[] dims = c.dims(0);
    List<AxisExpression> from = new ArrayList<>();
    for (int axis = 0; axis < dims.length; axis++) {
      from.add(AxisExpression.axis(axis, dims[axis]).plus(-g.begin().get(axis)));
    }
    if (c.node().opset() >= 11 && c.node().hasInput(2) && !c.isConstant(2)) {
      return padWitness(c, g, Arithmetic.view(l, c.name() + ".placed", x, from, dims));
    }
    double value = padValue(c);
    if (value == 0) {
      return Arithmetic.view(l, c.name(), x, from, dims);
    }
    // constant + view of (x - constant)
    TensorData constant =
        TensorData.ofDoubles(DataType.DOUBLE, TensorShape.SCALAR, new double[] {value});
    QTensor fine =
        Arithmetic.at(l, x, Operands.fineEnough(c, constant, Elementwise.fine(x.scale())));
    long units = Weights.round(new double[] {value}, fine.scale())[0];
    QTensor shifted = Arithmetic.plus(l, x.name() + ".less", fine, -units);
    QTensor placed = Arithmetic.view(l, c.name() + ".placed", shifted, from, dims);
    return Arithmetic.plus(l, c.name(), placed, units, fine.scale());
  }

  // A value from the input times a fixed mask of what lies outside.
  private static QTensor padWitness(OperatorContext c, PadGeometry g, QTensor placed) {
    Lowering l = c.lowering();
    int[] dims = c.dims(0);
    int[] inner = c.inputDims(0);
    long[] outside = new long[Arithmetic.volume(dims)];
    for (int i = 0; i < outside.length; i++) {
      int rest = i;
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        int at = rest % dims[axis] - g.begin().get(axis);
        rest /= dims[axis];
        outside[i] |= at < 0 || at >= inner[axis] ? 1 : 0;
      }
    }
    QTensor value = Commit.exactFactor(l, c.tensor(2));
    QTensor scalar = Arithmetic.reshape(l, c.name() + ".value", value, new int[] {1});
    QTensor mask = l.fixed(c.name() + ".outside", dims, outside, Scale.ONE);
    QTensor filled = Elementwise.multiply(l, c.name() + ".filled", scalar, mask, dims);
    QTensor sum = Arithmetic.sum(l, c.name(), List.of(placed, filled), List.of(1L, 1L));
    Interval range = units(placed, sum.scale()).union(units(filled, sum.scale()));
    return new QTensor(c.name(), dims, sum.scale(), range, sum.addends(), sum.buffer());
  }

  private static Interval units(QTensor t, Scale unit) {
    return t.range().times(t.scale().multipleOf(unit));
  }

  private static double padValue(OperatorContext c) {
    if (c.node().hasAttribute("value")) {
      return c.node().floatAttribute("value", 0);
    }
    return c.node().opset() >= 11 && c.node().hasInput(2) ? c.constant(2).doubleAt(0) : 0;
  }

  // One axis: the cropped middle, and for every border position the element that it repeats.
  private static QTensor padAxis(
      OperatorContext c, QTensor x, int axis, int begin, int end, String mode) {
    if (begin == 0 && end == 0) {
      return x;
    }
    int[] dims = x.dims();
    int size = dims[axis];
    dims[axis] = size + begin + end;
    // What is cut off is not repeated either.
    Interval kept = new Interval(Math.max(0, -begin), size - 1 + Math.min(0, end));
    if (kept.lo() > kept.hi()) {
      throw c.node().invalid("pads crop all of axis " + axis);
    }
    List<QTensor> parts = new ArrayList<>();
    int at = 0;
    while (at < dims[axis]) {
      int first = source(c, at - begin, kept, mode);
      int step = 0;
      int count = 1;
      // The longest run of positions that read neighbours, forwards or backwards.
      if (at + 1 < dims[axis]) {
        step = source(c, at + 1 - begin, kept, mode) - first;
        step = Math.abs(step) <= 1 ? step : 0;
        while (at + count < dims[axis]
            && source(c, at + count - begin, kept, mode) == first + step * count) {
          count++;
        }
      }
      parts.add(run(c, x, axis, dims, at, count, first, step));
      at += count;
    }
    return apart(c, parts);
  }

  private static QTensor run(
      OperatorContext c, QTensor x, int axis, int[] dims, int at, int count, int first, int step) {
    int[] box = dims.clone();
    box[axis] = count;
    List<AxisExpression> from = same(box);
    from.set(axis, AxisExpression.constant(first).plus(step, axis, count));
    if (step == 0) {
      from.set(axis, AxisExpression.constant(first));
    }
    String name = c.name() + ".run" + at;
    QTensor part = Arithmetic.view(c.lowering(), name, x, from, box);
    List<AxisExpression> place = same(dims);
    place.set(axis, AxisExpression.axis(axis, dims[axis]).plus(-at));
    return Arithmetic.view(c.lowering(), name, part, place, dims);
  }

  private static int source(OperatorContext c, int position, Interval kept, String mode) {
    int low = (int) kept.lo();
    int size = (int) kept.hi() - low + 1;
    return low + inside(c, position - low, size, mode);
  }

  private static int inside(OperatorContext c, int position, int size, String mode) {
    return switch (mode) {
      case "edge" -> Math.clamp(position, 0, size - 1);
      case "wrap" -> Math.floorMod(position, size);
      case "reflect" -> {
        int period = Math.max(1, 2 * (size - 1));
        int at = Math.floorMod(position, period);
        yield Math.min(at, period - at);
      }
      default -> throw c.unsupported("mode '" + mode + "' is unknown");
    };
  }
}
