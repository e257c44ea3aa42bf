package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.expand.ActivationArguments;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * LSTM, GRU and RNN.
 *
 * <p>RECUR: one relation per gate for all steps. A state has steps + 1 entries, entry 0 tied to the
 * initial one; products read it at the step's own index, and the relation that rounds into it reads
 * it one later. The evaluator runs the whole recurrence first and then the relations' values from
 * the states. <b>Unique:</b> entry 0 is fixed, and each later entry is a rounding ({@link
 * io.zkchain.compiler.gadgets.Requantise}) of values that the earlier ones determine.
 *
 * <p>Error: that of the tables and roundings, which may grow with the steps: measured 2^-9 at 12
 * steps of 12 bits; stated steps 2^-9.
 */
final class Recurrent implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    String how = "one relation per gate for all steps";
    String common =
        "direction, layout, clip, activations with alpha and beta; initial states constant or from"
            + " the input. Written out step by step, with rows for each operator, where weights"
            + " or sequence_lens come from the input, constant ones differ";
    String error = "2^-9 per step, outputs in -1..1";
    return List.of(
        new OperatorEntry(
            "LSTM",
            7,
            how,
            common + ", gates are coupled (input_forget) or an activation has no bound; peepholes",
            "6 + 6 per unit and step",
            error),
        new OperatorEntry(
            "GRU",
            7,
            how,
            common + " or an activation has no bound; linear_before_reset",
            "5 + 5 per unit and step",
            error),
        new OperatorEntry("RNN", 7, how, common, "1 + 1 per unit and step", error));
  }

  @Override
  public Optional<String> refuse(Node node) {
    for (String name : node.stringsAttribute("activations").orElse(List.of())) {
      try {
        RecurrentActivation.of(name, Double.NaN, Double.NaN, Double.POSITIVE_INFINITY);
      } catch (IllegalArgumentException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return Optional.empty();
  }

  @Override
  public void lower(OperatorContext c) {
    Node node = c.node();
    Lowering l = c.lowering();
    boolean batchFirst = node.intAttribute("layout", 0) != 0;
    String direction = node.stringAttribute("direction", "forward");
    int directions = direction.equals("bidirectional") ? 2 : 1;
    QTensor x = Commit.factor(l, c.tensor(0));
    x = batchFirst ? swapped(l, x) : x;
    List<RecurrentPass.Result> results = new ArrayList<>();
    for (int d = 0; d < directions; d++) {
      boolean reverse = d == 1 || direction.equals("reverse");
      String name = c.node().name() + (d == 0 ? "" : ".reverse");
      QTensor own = reverse ? mirrored(l, x) : x;
      RecurrentPass.Result result = pass(c, name, own, d, directions, batchFirst).lower();
      results.add(
          reverse
              ? new RecurrentPass.Result(mirrored(l, result.all()), result.last(), result.cell())
              : result);
    }
    outputs(c, results, batchFirst);
  }

  // ---------------------------------------------------------------- one direction

  private static RecurrentPass pass(
      OperatorContext c, String name, QTensor x, int d, int directions, boolean batchFirst) {
    int gates = gates(c.node());
    int hidden = c.inputDims(2)[2];
    RecurrentPass.Constants constants = constants(c, d, gates, hidden);
    RecurrentStart start = new RecurrentStart(c, d, directions, x.dim(1), hidden, batchFirst);
    List<RecurrentActivation> f = activations(c.node(), d);
    return switch (c.node().opType()) {
      case "LSTM" -> new LstmPass(c, name, x, constants, hidden, f, start);
      case "GRU" -> new GruPass(c, name, x, constants, hidden, f, start);
      default -> new RnnPass(c, name, x, constants, hidden, f, start);
    };
  }

  private static int gates(Node node) {
    return switch (node.opType()) {
      case "LSTM" -> 4;
      case "GRU" -> 3;
      default -> 1;
    };
  }

  private static RecurrentPass.Constants constants(
      OperatorContext c, int d, int gates, int hidden) {
    int rows = gates * hidden;
    double[] b = new double[2 * rows];
    if (c.node().hasInput(3)) {
      b = slice(c.constant(3), d, 2 * rows);
    }
    double[] p =
        c.node().is("LSTM") && c.node().hasInput(7)
            ? slice(c.constant(7), d, 3 * hidden)
            : new double[0];
    return new RecurrentPass.Constants(
        slice(c.constant(1), d, rows * c.inputDims(1)[2]),
        slice(c.constant(2), d, rows * hidden),
        Arrays.copyOfRange(b, 0, rows),
        Arrays.copyOfRange(b, rows, 2 * rows),
        p);
  }

  private static double[] slice(TensorData data, int part, int size) {
    return Arrays.copyOfRange(data.toDoubles(), part * size, (part + 1) * size);
  }

  private static List<RecurrentActivation> activations(Node node, int d) {
    ActivationArguments arguments = ActivationArguments.of(node);
    int count = arguments.names().size() / 2;
    double clip =
        node.hasAttribute("clip") ? node.floatAttribute("clip", 0) : Double.POSITIVE_INFINITY;
    List<RecurrentActivation> out = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      int at = d * count + k;
      String name = arguments.names().get(at);
      double alpha = arguments.alpha(at).orElse(Double.NaN);
      double beta = arguments.beta(at).orElse(Double.NaN);
      // An LSTM's cell state is not clipped.
      out.add(RecurrentActivation.of(name, alpha, beta, k == 2 ? Double.POSITIVE_INFINITY : clip));
    }
    return out;
  }

  // ---------------------------------------------------------------- outputs

  private static void outputs(
      OperatorContext c, List<RecurrentPass.Result> results, boolean batchFirst) {
    List<QTensor> all = results.stream().map(RecurrentPass.Result::all).toList();
    c.output(0, joined(c.lowering(), c.node(), 0, all, batchFirst ? 2 : 1, batchFirst));
    List<QTensor> last = results.stream().map(RecurrentPass.Result::last).toList();
    c.output(1, joined(c.lowering(), c.node(), 1, last, batchFirst ? 1 : 0, false));
    List<QTensor> cells = results.stream().flatMap(r -> r.cell().stream()).toList();
    if (!cells.isEmpty()) {
      c.output(2, joined(c.lowering(), c.node(), 2, cells, batchFirst ? 1 : 0, false));
    }
  }

  // The directions along a new axis.
  private static QTensor joined(
      Lowering l, Node node, int output, List<QTensor> parts, int axis, boolean swap) {
    String name = node.name() + ".output" + output;
    List<QTensor> placed = new ArrayList<>();
    for (int d = 0; d < parts.size(); d++) {
      QTensor part = swap ? swapped(l, parts.get(d)) : parts.get(d);
      int[] dims = new int[part.rank() + 1];
      int[] unit = new int[part.rank() + 1];
      List<AxisExpression> from = new ArrayList<>();
      for (int k = 0; k < dims.length; k++) {
        dims[k] = k == axis ? parts.size() : part.dim(k < axis ? k : k - 1);
        unit[k] = k == axis ? 1 : dims[k];
        from.add(
            k == axis
                ? AxisExpression.axis(k, parts.size()).plus(-d)
                : AxisExpression.axis(k, dims[k]));
      }
      QTensor wide = Arithmetic.reshape(l, name, part, unit);
      placed.add(parts.size() == 1 ? wide : Arithmetic.view(l, name, wide, from, dims));
    }
    return parts.size() == 1
        ? placed.getFirst()
        : Arithmetic.sum(l, name, placed, Collections.nCopies(placed.size(), 1L));
  }

  // The first two axes exchanged.
  private static QTensor swapped(Lowering l, QTensor t) {
    int[] dims = t.dims();
    dims[0] = t.dim(1);
    dims[1] = t.dim(0);
    List<AxisExpression> from = new ArrayList<>(Arithmetic.same(t.dims()));
    from.set(0, AxisExpression.axis(1, dims[1]));
    from.set(1, AxisExpression.axis(0, dims[0]));
    for (int k = 2; k < dims.length; k++) {
      from.set(k, AxisExpression.axis(k, dims[k]));
    }
    return Arithmetic.view(l, t.name() + ".swapped", t, from, dims);
  }

  // Mirrored in time.
  private static QTensor mirrored(Lowering l, QTensor t) {
    List<AxisExpression> from = new ArrayList<>(Arithmetic.same(t.dims()));
    from.set(0, AxisExpression.constant(t.dim(0) - 1).plus(-1, 0, t.dim(0)));
    return Arithmetic.view(l, t.name() + ".mirrored", t, from, t.dims());
  }
}
