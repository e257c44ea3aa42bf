package io.zkchain.compiler.graph.expand;

import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.shape.NodeInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * LSTM, GRU and RNN written out step by step, where the relations for all steps at once do not
 * apply: weights or lengths from the input, sequences of different lengths, coupled gates, states
 * without a bound. Costs rows and relations for each step.
 */
final class RecurrentExpansions {
  private static final int SEQUENCE_LENGTHS = 4;
  private static final int INITIAL = 5;
  private static final int INITIAL_CELL = 6;
  private static final int PEEPHOLES = 7;

  private final Node node;
  private final NodeInputs in;
  private final ExpandedNodes out;
  private final boolean batchFirst;
  private final int steps;
  private final int batch;
  private final int hidden;
  private final int gates;
  private final int directions;

  private RecurrentExpansions(Node node, NodeInputs in, ExpandedNodes out) {
    this.node = node;
    this.in = in;
    this.out = out;
    this.batchFirst = node.intAttribute("layout", 0) != 0;
    this.steps = in.shape(0).dim(batchFirst ? 1 : 0);
    this.batch = in.shape(0).dim(batchFirst ? 0 : 1);
    this.hidden = in.shape(2).dim(2);
    this.gates = in.shape(2).dim(1) / hidden;
    this.directions = in.shape(2).dim(0);
  }

  /** Whether a node needs it. */
  static boolean applies(Node node, NodeInputs in) {
    for (int input : new int[] {1, 2, 3, PEEPHOLES}) {
      if (node.hasInput(input) && in.constant(input).isEmpty()) {
        return true;
      }
    }
    int steps = in.shape(0).dim(node.intAttribute("layout", 0) != 0 ? 1 : 0);
    Optional<TensorData> lengths = in.constant(SEQUENCE_LENGTHS);
    return (node.hasInput(SEQUENCE_LENGTHS) && lengths.isEmpty())
        || node.intAttribute("input_forget", 0) != 0
        || lengths.map(l -> Arrays.stream(l.toLongs()).anyMatch(n -> n != steps)).orElse(false)
        || (!node.is("RNN") && StepActivations.of(node).unbounded());
  }

  static void expand(Node node, NodeInputs in, ExpandedNodes out) {
    new RecurrentExpansions(node, in, out).expand();
  }

  private void expand() {
    String x = batchFirst ? swapped(node.input(0)) : node.input(0);
    List<List<String>> all = new ArrayList<>();
    List<String> last = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    String direction = node.stringAttribute("direction", "forward");
    for (int d = 0; d < directions; d++) {
      boolean reverse = d == 1 || direction.equals("reverse");
      List<String> states = new Direction(d, x).run(reverse, last, cells);
      all.add(states);
    }
    if (node.hasOutput(0)) {
      List<String> byStep = new ArrayList<>();
      for (int t = 0; t < steps; t++) {
        List<String> parts = new ArrayList<>();
        for (List<String> states : all) {
          parts.add(states.get(t));
        }
        byStep.add(stacked(parts, batchFirst ? 1 : 0));
      }
      out.result(0, stacked(byStep, batchFirst ? 1 : 0));
    }
    if (node.hasOutput(1)) {
      out.result(1, stacked(last, batchFirst ? 1 : 0));
    }
    if (node.hasOutput(2)) {
      out.result(2, stacked(cells, batchFirst ? 1 : 0));
    }
  }

  /** One direction, its steps one after the other. */
  private final class Direction {
    private final String x;
    private final int number;
    private final String w;
    private final String r;
    private final Optional<String> wb;
    private final Optional<String> rb;
    private final List<String> peepholes;
    private final StepActivations activations = StepActivations.of(node);

    Direction(int number, String x) {
      this.number = number;
      this.x = x;
      this.w = part(node.input(1));
      this.r = part(node.input(2));
      int rows = gates * hidden;
      boolean bias = node.hasInput(3);
      this.wb = bias ? Optional.of(range(part(node.input(3)), 0, 0, rows)) : Optional.empty();
      this.rb =
          bias ? Optional.of(range(part(node.input(3)), 0, rows, 2 * rows)) : Optional.empty();
      List<String> own = new ArrayList<>();
      for (int k = 0; node.hasInput(PEEPHOLES) && k < 3; k++) {
        own.add(range(part(node.input(PEEPHOLES)), 0, k * hidden, (k + 1) * hidden));
      }
      this.peepholes = own;
    }

    private String part(String value) {
      return element(value, 0, number);
    }

    private String initial(int input) {
      return node.hasInput(input)
          ? element(node.input(input), batchFirst ? 1 : 0, number)
          : out.floats(new double[batch * hidden], batch, hidden);
    }

    /** The states by step; the last ones are added to the lists. */
    List<String> run(boolean reverse, List<String> last, List<String> cells) {
      String h = initial(INITIAL);
      String c = node.is("LSTM") ? initial(INITIAL_CELL) : h;
      String[] states = new String[steps];
      for (int k = 0; k < steps; k++) {
        int t = reverse ? steps - 1 - k : k;
        List<String> next = step(element(x, 0, t), h, c);
        Optional<String> running = running(t);
        h = running.isPresent() ? choose(running.get(), next.get(0), h) : next.get(0);
        c = running.isPresent() ? choose(running.get(), next.get(1), c) : next.get(1);
        states[t] = running.isPresent() ? choose(running.get(), next.get(0), zeros()) : next.get(0);
      }
      // A row without any step has no last state: zeros, as in ONNX Runtime.
      Optional<String> any = running(0);
      last.add(any.isPresent() ? choose(any.get(), h, zeros()) : h);
      cells.add(any.isPresent() ? choose(any.get(), c, zeros()) : c);
      return List.of(states);
    }

    private List<String> step(String input, String h, String c) {
      return switch (node.opType()) {
        case "LSTM" -> lstm(input, h, c);
        case "GRU" -> {
          String next = gru(input, h);
          yield List.of(next, next);
        }
        default -> {
          String next = activations.apply(out, number, 0, both(input, h, 0));
          yield List.of(next, next);
        }
      };
    }

    private List<String> lstm(String input, String h, String c) {
      String i = activations.apply(out, number, 0, seen(both(input, h, 0), 0, c));
      String f =
          node.intAttribute("input_forget", 0) != 0
              ? out.node("Sub", List.of(out.scalar(1), i))
              : activations.apply(out, number, 0, seen(both(input, h, 2), 2, c));
      String g = activations.apply(out, number, 1, both(input, h, 3));
      String kept = out.node("Mul", List.of(f, c));
      String next = out.node("Add", List.of(kept, out.node("Mul", List.of(i, g))));
      String o = activations.apply(out, number, 0, seen(both(input, h, 1), 1, next));
      String squashed = activations.apply(out, number, 2, next);
      return List.of(out.node("Mul", List.of(o, squashed)), next);
    }

    private String seen(String sum, int peephole, String c) {
      return peepholes.isEmpty()
          ? sum
          : out.node("Add", List.of(sum, out.node("Mul", List.of(c, peepholes.get(peephole)))));
    }

    private String gru(String input, String h) {
      String z = activations.apply(out, number, 0, both(input, h, 0));
      String r = activations.apply(out, number, 0, both(input, h, 1));
      String inner =
          node.intAttribute("linear_before_reset", 0) != 0
              ? out.node("Mul", List.of(r, product(h, this.r, rb, 2)))
              : product(out.node("Mul", List.of(r, h)), this.r, rb, 2);
      String sum = out.node("Add", List.of(product(input, w, wb, 2), inner));
      String n = activations.apply(out, number, 1, sum);
      String change = out.node("Mul", List.of(z, out.node("Sub", List.of(h, n))));
      return out.node("Add", List.of(n, change));
    }

    /** A gate's sum over the input and the state. */
    private String both(String input, String h, int gate) {
      return out.node("Add", List.of(product(input, w, wb, gate), product(h, r, rb, gate)));
    }

    private String product(String left, String weights, Optional<String> bias, int gate) {
      int from = gate * hidden;
      List<String> inputs = new ArrayList<>(List.of(left, range(weights, 0, from, from + hidden)));
      bias.ifPresent(b -> inputs.add(range(b, 0, from, from + hidden)));
      return out.node("Gemm", inputs, Map.of("transB", new Attribute.IntValue(1)));
    }
  }

  // ---------------------------------------------------------------- lengths

  /** Which rows still run at a step, [batch, 1]; empty if all do. Longer ones run to the end. */
  private Optional<String> running(int step) {
    if (node.hasInput(SEQUENCE_LENGTHS) && in.constant(SEQUENCE_LENGTHS).isEmpty()) {
      String lengths = out.cast(node.input(SEQUENCE_LENGTHS), DataType.INT64);
      String longer = out.node("Greater", List.of(lengths, out.integer(step)));
      return Optional.of(out.reshape(longer, batch, 1));
    }
    return in.constant(SEQUENCE_LENGTHS)
        .map(TensorData::toLongs)
        .filter(lengths -> Arrays.stream(lengths).anyMatch(n -> n <= step))
        .map(lengths ->
            out.bools(Arrays.stream(lengths).map(n -> n > step ? 1 : 0).toArray(), batch, 1));
  }

  private String choose(String condition, String yes, String no) {
    return out.node("Where", List.of(condition, yes, no));
  }

  private String zeros() {
    return out.floats(new double[] {0}, 1, 1);
  }

  // ---------------------------------------------------------------- layout

  private String swapped(String value) {
    return out.node(
        "Transpose", List.of(value), Map.of("perm", new Attribute.IntList(List.of(1L, 0L, 2L))));
  }

  private String range(String value, int axis, int from, int to) {
    return out.slice(value, axis, from, to);
  }

  private String element(String value, int axis, int index) {
    return out.squeeze(out.slice(value, axis, index, index + 1), axis);
  }

  private String stacked(List<String> parts, int axis) {
    List<String> wide = parts.stream().map(part -> out.unsqueeze(part, axis)).toList();
    return out.node("Concat", wide, Map.of("axis", new Attribute.IntValue(axis)));
  }
}
