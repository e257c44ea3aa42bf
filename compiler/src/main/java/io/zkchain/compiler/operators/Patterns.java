package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Operators that exporters write as several: layer normalisation, masked softmax, log-sum-exp,
 * inverse roots, functions of one number. Each becomes one node again, with the names of its ends
 * unchanged; what was between is dropped where nothing else reads it.
 *
 * <p>Deterministic, and applied anew whenever a compiled model is loaded.
 */
final class Patterns {
  private static final double MASK = -1000;

  private Patterns() {}

  static Graph apply(Graph graph) {
    GraphEdit edit = new GraphEdit(graph);
    for (Node node : edit.nodes()) {
      if (node.is("Div")) {
        layerNormalization(edit, node);
      } else if (node.is("Softmax") && !node.hasInput(1)) {
        mask(edit, node);
      } else if (node.is("Reciprocal")) {
        inverseRoot(edit, node);
      } else if (node.is("Log")) {
        logarithmOfSum(edit, node);
      }
    }
    Expressions.fuse(edit);
    AffineFolding.apply(edit);
    return edit.finish();
  }

  // ---------------------------------------------------------------- layer normalisation

  // (x - mean) / sqrt(mean((x - mean)^2) + epsilon)
  private static void layerNormalization(GraphEdit edit, Node div) {
    Optional<Node> centred = edit.producer(div.input(0), "Sub");
    Optional<Node> root = edit.producer(div.input(1), "Sqrt");
    if (centred.isEmpty() || root.isEmpty()) {
      return;
    }
    String difference = centred.get().output(0);
    String x = centred.get().input(0);
    Optional<Node> mean = edit.producer(centred.get().input(1), "ReduceMean");
    Optional<Node> shifted = edit.producer(root.get().input(0), "Add");
    if (mean.isEmpty() || shifted.isEmpty() || !mean.get().input(0).equals(x)) {
      return;
    }
    OptionalDouble epsilon = edit.number(shifted.get().input(1));
    Optional<Node> variance = edit.producer(shifted.get().input(0), "ReduceMean");
    if (epsilon.isEmpty()
        || variance.isEmpty()
        || !isSquareOf(edit, variance.get().input(0), difference)) {
      return;
    }
    int axis = firstOfLast(edit, mean.get(), x);
    if (axis < 0 || axis != firstOfLast(edit, variance.get(), x)) {
      return;
    }
    TensorShape shape = edit.type(x).shape();
    int[] trailing = Arrays.copyOfRange(shape.toArray(), axis, shape.rank());
    float[] values = new float[TensorShape.of(trailing).size()];
    Arrays.fill(values, 1);
    String ones =
        edit.put(div.output(0) + ".scale", TensorData.ofFloats(TensorShape.of(trailing), values));
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("axis", new Attribute.IntValue(axis));
    attributes.put("epsilon", new Attribute.FloatValue((float) epsilon.getAsDouble()));
    edit.replace(
        div, GraphEdit.node(div, "", "LayerNormalization", 17, List.of(x, ones), attributes));
  }

  private static boolean isSquareOf(GraphEdit edit, String value, String base) {
    Optional<Node> product = edit.producer(value, "Mul");
    if (product.isPresent()) {
      return product.get().inputs().equals(List.of(base, base));
    }
    return edit.producer(value, "Pow")
        .filter(pow -> pow.input(0).equals(base))
        .map(pow -> edit.number(pow.input(1)))
        .filter(exponent -> exponent.isPresent() && exponent.getAsDouble() == 2)
        .isPresent();
  }

  // The axis from which on a mean is taken, its axes kept; -1 if it is another kind of mean.
  private static int firstOfLast(GraphEdit edit, Node mean, String x) {
    int rank = edit.type(x).shape().rank();
    if (mean.intAttribute("keepdims", 1) != 1) {
      return -1;
    }
    List<Long> axes =
        mean.intsAttribute("axes")
            .orElseGet(() ->
                mean.hasInput(1)
                    ? edit.constant(mean.input(1))
                        .map(data -> Arrays.stream(data.toLongs()).boxed().toList())
                        .orElse(List.of())
                    : List.of());
    List<Integer> sorted = axes.stream().map(a -> (int) (a < 0 ? a + rank : a)).sorted().toList();
    for (int k = 0; k < sorted.size(); k++) {
      if (sorted.get(k) != rank - sorted.size() + k) {
        return -1;
      }
    }
    return sorted.isEmpty() ? -1 : sorted.getFirst();
  }

  // ---------------------------------------------------------------- inverse roots

  // 1 / sqrt(x) as x^(-1/2): a root that is rounded first loses what is small.
  private static void inverseRoot(GraphEdit edit, Node reciprocal) {
    Optional<Node> root =
        edit.producer(reciprocal.input(0), "Sqrt")
            .filter(sqrt -> edit.readers(sqrt.output(0)).size() == 1)
            .filter(sqrt -> !edit.isOutput(sqrt.output(0)));
    root.ifPresent(sqrt -> {
      TensorData half =
          TensorData.ofDoubles(
              edit.type(reciprocal.output(0)).dtype(), TensorShape.SCALAR, new double[] {-0.5});
      String exponent = edit.put(reciprocal.output(0) + ".exponent", half);
      edit.replace(
          reciprocal,
          GraphEdit.node(
              reciprocal,
              "",
              "Pow",
              Math.max(7, reciprocal.opset()),
              List.of(sqrt.input(0), exponent),
              Map.of()));
    });
  }

  // ---------------------------------------------------------------- log-sum-exp

  // ln(sum of e^x): the sum alone would need more range than any table of e^x has.
  private static void logarithmOfSum(GraphEdit edit, Node log) {
    edit.producer(log.input(0), "ReduceSum")
        .ifPresent(sum ->
            edit.producer(sum.input(0), "Exp")
                .ifPresent(exp -> {
                  List<String> inputs = new ArrayList<>(sum.inputs());
                  inputs.set(0, exp.input(0));
                  edit.replace(
                      log,
                      GraphEdit.node(
                          log, "", "ReduceLogSumExp", sum.opset(), inputs, sum.attributes()));
                }));
  }

  // ---------------------------------------------------------------- masks

  private static void mask(GraphEdit edit, Node softmax) {
    int rank = edit.type(softmax.input(0)).shape().rank();
    long axis = softmax.intAttribute("axis", softmax.opset() >= 13 ? -1 : 1);
    boolean last = axis == -1 || axis == rank - 1;
    if (softmax.opset() < 13 && !last) {
      return; // flattened, so that a mask would have to be too
    }
    edit.producer(softmax.input(0), "Where").ifPresent(where -> maskByWhere(edit, softmax, where));
    edit.producer(softmax.input(0), "Add")
        .ifPresent(add -> maskByAdd(edit, softmax, associated(edit, add)));
  }

  // s + (w + mask) as (s + w) + mask; and what a condition from the input masks, finite.
  private static Node associated(GraphEdit edit, Node add) {
    for (int side = 0; side < 2; side++) {
      String scores = add.input(1 - side);
      edit.producer(add.input(side), "Where").ifPresent(where -> finite(edit, where));
      Optional<Node> inner = edit.producer(add.input(side), "Add");
      boolean same = edit.type(scores).shape().equals(edit.type(add.output(0)).shape());
      if (inner.isEmpty() || !same) {
        continue;
      }
      int constant = edit.constant(inner.get().input(0)).isPresent() ? 0 : 1;
      Optional<TensorData> bias = edit.constant(inner.get().input(constant));
      if (bias.isPresent() && Arrays.stream(bias.get().toDoubles()).anyMatch(v -> v <= MASK)) {
        return associated(edit, add, scores, inner.get(), constant);
      }
    }
    return add;
  }

  private static Node associated(
      GraphEdit edit, Node add, String scores, Node inner, int constant) {
    String sum = GraphEdit.fresh(add.output(0) + ".open", edit.types());
    edit.declare(sum, edit.type(add.output(0)));
    Node open =
        new Node(
            add.name() + ".open",
            "",
            "Add",
            add.opset(),
            List.of(scores, inner.input(1 - constant)),
            List.of(sum),
            Map.of());
    Node outer =
        GraphEdit.node(add, "", "Add", add.opset(), List.of(sum, inner.input(constant)), Map.of());
    edit.replace(add, open, outer);
    return outer;
  }

  // A choice between 0 and minus infinity by a condition from the input: far below is enough.
  private static void finite(GraphEdit edit, Node where) {
    String chosen = where.output(0);
    if (edit.readers(chosen).size() != 1 || edit.isOutput(chosen)) {
      return;
    }
    for (int branch = 1; branch < 3; branch++) {
      OptionalDouble value = edit.number(where.input(branch));
      if (value.isPresent() && value.getAsDouble() < MASK) {
        List<String> inputs = new ArrayList<>(where.inputs());
        TensorData far =
            TensorData.ofDoubles(
                edit.type(chosen).dtype(), TensorShape.SCALAR, new double[] {MASK});
        inputs.set(branch, edit.put(chosen + ".far", far));
        edit.replace(where, GraphEdit.node(where, "", "Where", where.opset(), inputs, Map.of()));
        return;
      }
    }
  }

  private static void maskByWhere(GraphEdit edit, Node softmax, Node where) {
    Optional<TensorData> condition = edit.constant(where.input(0));
    OptionalDouble first = edit.number(where.input(1));
    OptionalDouble second = edit.number(where.input(2));
    boolean firstMasks = first.isPresent() && first.getAsDouble() <= MASK;
    boolean secondMasks = second.isPresent() && second.getAsDouble() <= MASK;
    String scores = where.input(firstMasks ? 2 : 1);
    boolean sameShape = edit.type(scores).shape().equals(edit.type(softmax.input(0)).shape());
    if (condition.isEmpty() || firstMasks == secondMasks || !sameShape) {
      return;
    }
    double[] counts = condition.get().toDoubles();
    for (int i = 0; i < counts.length; i++) {
      counts[i] = (counts[i] != 0) == firstMasks ? 0 : 1;
    }
    masked(edit, softmax, scores, condition.get().shape(), counts);
  }

  private static void maskByAdd(GraphEdit edit, Node softmax, Node add) {
    int constant = edit.constant(add.input(0)).isPresent() ? 0 : 1;
    Optional<TensorData> bias = edit.constant(add.input(constant));
    String scores = add.input(1 - constant);
    boolean sameShape = edit.type(scores).shape().equals(edit.type(softmax.input(0)).shape());
    if (bias.isEmpty() || !sameShape) {
      return;
    }
    double[] values = bias.get().toDoubles();
    double[] counts = new double[values.length];
    boolean any = false;
    boolean rest = false;
    for (int i = 0; i < values.length; i++) {
      counts[i] = values[i] <= MASK ? 0 : 1;
      any |= values[i] <= MASK;
      values[i] = values[i] <= MASK ? 0 : values[i];
      rest |= values[i] != 0;
    }
    if (!any) {
      return;
    }
    String kept = scores;
    if (rest) {
      kept = add.output(0) + ".kept";
      String finite =
          edit.put(
              kept + ".bias", TensorData.ofDoubles(bias.get().dtype(), bias.get().shape(), values));
      edit.declare(kept, edit.type(add.output(0)));
      Node sum =
          new Node(
              add.name() + ".kept",
              "",
              "Add",
              add.opset(),
              List.of(scores, finite),
              List.of(kept),
              Map.of());
      edit.replace(add, sum, add);
    }
    masked(edit, softmax, kept, bias.get().shape(), counts);
  }

  private static void masked(
      GraphEdit edit, Node softmax, String scores, TensorShape shape, double[] counts) {
    String mask =
        edit.put(
            softmax.output(0) + ".counts",
            TensorData.ofDoubles(edit.type(scores).dtype(), shape, counts));
    edit.replace(
        softmax,
        GraphEdit.node(
            softmax, "", "Softmax", softmax.opset(), List.of(scores, mask), softmax.attributes()));
  }
}
