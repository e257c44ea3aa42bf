package io.zkchain.compiler.graph.normalise;

import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.error.UnsupportedOperatorsException;
import io.zkchain.compiler.error.UnsupportedOperatorsException.Finding;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.UntypedGraph;
import io.zkchain.compiler.graph.shape.NodeInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * If, Loop and Scan become straight-line nodes: the branch that a constant condition selects, or
 * the body once for each iteration. Each copy's names begin with those of the node and the
 * iteration, such as {@code Loop_3/0/Add_1}.
 */
final class ControlFlow {
  /** The operators that are replaced here. */
  static final Set<String> OPERATORS = Set.of("If", "Loop", "Scan");

  /** Nodes that one loop may become; far beyond what fits a circuit. */
  private static final int MOST_NODES = 1 << 14;

  private final Normalizer scope;
  private final Node node;
  private final NodeInputs in;

  ControlFlow(Normalizer scope, Node node, NodeInputs in) {
    this.scope = scope;
    this.node = node;
    this.in = in;
  }

  void expand() {
    switch (node.opType()) {
      case "If" -> branch();
      case "Loop" -> loop();
      default -> {
        if (node.opset() < 9) {
          batchedScan();
        } else {
          scan();
        }
      }
    }
  }

  private void branch() {
    UntypedGraph body = Bodies.of(node, condition(0) ? "then_branch" : "else_branch");
    if (!body.inputs().isEmpty() || body.outputs().size() < node.outputs().size()) {
      throw node.invalid("its branch does not fit the node");
    }
    define(0, scope.inline(body, node.name() + "/", List.of()));
  }

  private boolean condition(int input) {
    TensorData value = in.requireConstant(input, "the condition");
    if (value.size() != 1) {
      throw node.invalid("the condition must be one value, not " + value.type());
    }
    return value.booleanAt(0);
  }

  // ---------------------------------------------------------------- Loop

  private void loop() {
    UntypedGraph body = Bodies.of(node, "body");
    List<String> carried =
        node.inputs().subList(Math.min(2, node.inputs().size()), node.inputs().size());
    int columns = body.outputs().size() - 1 - carried.size();
    if (body.inputs().size() != carried.size() + 2
        || columns < 0
        || node.outputs().size() > carried.size() + columns) {
      throw node.invalid("its body does not fit the node");
    }
    long trips =
        in.constantIfGiven(0, "the trip count").map(d -> d.longAt(0)).orElse(Long.MAX_VALUE);
    boolean more = !node.hasInput(1) || condition(1);
    List<List<String>> collected = lists(columns);
    for (long i = 0; i < trips && more; i++) {
      requireFew(i + 1, body, trips);
      List<String> arguments = new ArrayList<>(List.of(number(i), truth(i)));
      arguments.addAll(carried);
      List<String> results = scope.inline(body, prefix(i), arguments);
      carried = results.subList(1, 1 + carried.size());
      collect(results, 1 + carried.size(), collected);
      more = i + 1 == trips || goesOn(results.getFirst(), i);
    }
    define(0, carried);
    for (int k = 0; k < columns; k++) {
      stacked(carried.size() + k, collected.get(k), 0);
    }
  }

  private boolean goesOn(String condition, long iteration) {
    TensorData value =
        scope
            .constant(condition)
            .orElseThrow(() ->
                refused(
                    "its condition after iteration %d depends on the input: data-dependent control"
                            .formatted(iteration)
                        + " flow; give it a constant trip count and condition"));
    return value.booleanAt(0);
  }

  private String number(long iteration) {
    return constant(
        prefix(iteration) + "iteration",
        TensorData.ofLongs(DataType.INT64, TensorShape.SCALAR, new long[] {iteration}));
  }

  private String truth(long iteration) {
    return constant(
        prefix(iteration) + "condition",
        TensorData.ofLongs(DataType.BOOL, TensorShape.SCALAR, new long[] {1}));
  }

  // ---------------------------------------------------------------- Scan

  private void scan() {
    UntypedGraph body = Bodies.of(node, "body");
    int columns = Math.toIntExact(node.intAttribute("num_scan_inputs", 0));
    int states = node.inputs().size() - columns;
    if (columns < 1 || states < 0) {
      throw node.invalid("num_scan_inputs " + columns + " does not fit its inputs");
    }
    int collected = body.outputs().size() - states;
    List<Series> series = new ArrayList<>();
    for (int k = 0; k < columns; k++) {
      String value = node.input(states + k);
      int axis = axis(attribute("scan_input_axes", k), scope.type(value).shape().rank());
      series.add(new Series(value, axis, attribute("scan_input_directions", k) != 0));
    }
    Scanned result = scanned(body, node.name() + "/", node.inputs().subList(0, states), series);
    define(0, result.states());
    for (int k = 0; k < collected; k++) {
      List<String> parts = result.collected().get(k);
      boolean reverse = attribute("scan_output_directions", k) != 0;
      stacked(states + k, reverse ? parts.reversed() : parts, attribute("scan_output_axes", k));
    }
  }

  /** Scan of opset 8: the first axis of every value is the batch, the second that of the steps. */
  private void batchedScan() {
    UntypedGraph body = Bodies.of(node, "body");
    int columns = Math.toIntExact(node.intAttribute("num_scan_inputs", 0));
    int states = node.inputs().size() - 1 - columns;
    if (columns < 1 || states < 0 || scope.type(node.input(1 + states)).shape().rank() < 2) {
      throw node.invalid("num_scan_inputs " + columns + " does not fit its inputs");
    }
    TensorShape first = scope.type(node.input(1 + states)).shape();
    requireWhole(first.dim(1));
    List<List<String>> results = lists(body.outputs().size());
    for (int b = 0; b < first.dim(0); b++) {
      String own = node.name() + "/" + b + "/";
      List<String> initial = new ArrayList<>();
      for (int k = 0; k < states; k++) {
        initial.add(element(own + "state" + k, node.input(1 + k), 0, b));
      }
      List<Series> series = new ArrayList<>();
      for (int k = 0; k < columns; k++) {
        String value = element(own + "input" + k, node.input(1 + states + k), 0, b);
        series.add(new Series(value, 0, attribute("directions", k) != 0));
      }
      Scanned scanned = scanned(body, own, initial, series);
      for (int k = 0; k < states; k++) {
        results.get(k).add(scanned.states().get(k));
      }
      for (int k = states; k < results.size(); k++) {
        results.get(k).add(stack(own + "output" + k, scanned.collected().get(k - states), 0));
      }
    }
    for (int k = 0; k < results.size(); k++) {
      stacked(k, results.get(k), 0);
    }
  }

  private void requireWhole(int steps) {
    in.constantIfGiven(0, "sequence_lens")
        .ifPresent(lengths -> {
          for (int i = 0; i < lengths.size(); i++) {
            if (lengths.longAt(i) != steps) {
              throw refused(
                  "sequence length %d is not the number of steps, %d: cut the input"
                      .formatted(lengths.longAt(i), steps));
            }
          }
        });
  }

  /** A value that is read element by element along an axis. */
  private record Series(String value, int axis, boolean reverse) {}

  /**
   * @param collected by output of the body after the states, its values by iteration
   */
  private record Scanned(List<String> states, List<List<String>> collected) {}

  private Scanned scanned(
      UntypedGraph body, String prefix, List<String> initial, List<Series> series) {
    int states = initial.size();
    if (body.inputs().size() != states + series.size() || body.outputs().size() < states) {
      throw node.invalid("its body does not fit the node");
    }
    int steps = scope.type(series.getFirst().value()).shape().dim(series.getFirst().axis());
    List<List<String>> collected = lists(body.outputs().size() - states);
    List<String> carried = initial;
    for (int i = 0; i < steps; i++) {
      requireFew(i + 1L, body, steps);
      List<String> arguments = new ArrayList<>(carried);
      for (Series one : series) {
        int length = scope.type(one.value()).shape().dim(one.axis());
        if (length != steps) {
          throw node.invalid("its inputs have %d and %d steps".formatted(steps, length));
        }
        int at = one.reverse() ? steps - 1 - i : i;
        String name = prefix + i + "/input" + arguments.size();
        arguments.add(element(name, one.value(), one.axis(), at));
      }
      List<String> results = scope.inline(body, prefix + i + "/", arguments);
      carried = results.subList(0, states);
      collect(results, states, collected);
    }
    return new Scanned(carried, collected);
  }

  private long attribute(String name, int index) {
    List<Long> values = node.intsAttribute(name).orElse(List.of());
    return index < values.size() ? values.get(index) : 0;
  }

  private int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw node.invalid("axis %d does not exist at rank %d".formatted(axis, rank));
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  // ---------------------------------------------------------------- shared

  private String prefix(long iteration) {
    return node.name() + "/" + iteration + "/";
  }

  private void requireFew(long iterations, UntypedGraph body, long trips) {
    if (iterations * Math.max(1, body.nodes().size()) > MOST_NODES) {
      String how =
          trips == Long.MAX_VALUE
              ? "it has no trip count and its condition stays true: unbounded loop; give it a trip"
                  + " count"
              : "its %d iterations of %d nodes are too many to be written out"
                  .formatted(trips, body.nodes().size());
      throw refused(how + " (at most " + MOST_NODES + " nodes)");
    }
  }

  private UnsupportedOperatorsException refused(String why) {
    return new UnsupportedOperatorsException(
        List.of(new Finding(node.name(), node.operator(), why)));
  }

  private static List<List<String>> lists(int count) {
    return IntStream.range(0, Math.max(0, count))
        .<List<String>>mapToObj(k -> new ArrayList<>())
        .toList();
  }

  private static void collect(List<String> results, int from, List<List<String>> collected) {
    for (int k = 0; k < collected.size(); k++) {
      collected.get(k).add(results.get(from + k));
    }
  }

  private void define(int first, List<String> values) {
    for (int k = 0; k < values.size(); k++) {
      if (node.hasOutput(first + k)) {
        scope.define(node.output(first + k), values.get(k));
      }
    }
  }

  private void stacked(int output, List<String> parts, long axis) {
    if (!node.hasOutput(output)) {
      return;
    }
    if (parts.isEmpty()) {
      throw new UnsupportedModelException(
          "%s: it has no iteration, so its output '%s' has no elements"
              .formatted(node.describe(), node.output(output)));
    }
    define(output, List.of(stack(node.name() + "/output" + output, parts, axis)));
  }

  /** The values along a new axis. */
  private String stack(String name, List<String> parts, long axis) {
    int at = axis(axis, scope.type(parts.getFirst()).shape().rank() + 1);
    List<String> wide = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      wide.add(scope.layout("Unsqueeze", name + "/" + i, parts.get(i), at));
    }
    return scope.concat(name, wide, at);
  }

  /** One element along an axis, which goes. */
  private String element(String name, String value, int axis, int index) {
    String slice = scope.slice(name + "/slice", value, axis, index);
    return scope.layout("Squeeze", name, slice, axis);
  }

  private String constant(String name, TensorData data) {
    scope.addConstant(name, data);
    return name;
  }
}
