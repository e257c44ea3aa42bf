package io.zkchain.compiler.graph.narrow;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.graph.shape.NodeInputs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which parts of a node's inputs make a part of its output: the node on those parts is the part of
 * the node, for every value of the inputs.
 */
final class PartOfNode {
  /** Each element of the output depends on the elements at its place, after broadcasting. */
  private static final Set<String> ELEMENTWISE =
      Set.of(
          "Abs",
          "Add",
          "And",
          "Cast",
          "Ceil",
          "Clip",
          "Cos",
          "Div",
          "Elu",
          "Equal",
          "Erf",
          "Exp",
          "Floor",
          "Gelu",
          "Greater",
          "GreaterOrEqual",
          "HardSigmoid",
          "HardSwish",
          "Identity",
          "LeakyRelu",
          "Less",
          "LessOrEqual",
          "Log",
          "Max",
          "Min",
          "Mish",
          "Mul",
          "Neg",
          "Not",
          "Or",
          "PRelu",
          "Pow",
          "Reciprocal",
          "Relu",
          "Round",
          "Selu",
          "Sigmoid",
          "Sign",
          "Sin",
          "Softplus",
          "Softsign",
          "Sqrt",
          "Sub",
          "Tanh",
          "Where",
          "Xor");

  private static final Set<String> REDUCTIONS =
      Set.of("ReduceMax", "ReduceMean", "ReduceMin", "ReduceSum", "ReduceSumSquare");

  private static final Set<String> RESHAPES = Set.of("Flatten", "Reshape", "Squeeze", "Unsqueeze");

  private PartOfNode() {}

  /** Whether the node only arranges its first input's elements, in an order that a shape tells. */
  static boolean isReshape(Node node) {
    return node.domain().isEmpty() && RESHAPES.contains(node.opType());
  }

  /**
   * The parts of the inputs, in their order; the other inputs of a reshape are not listed.
   *
   * @param out part of the node's first output
   * @return empty if the part cannot be told, or needs all of the inputs
   */
  static Optional<List<Box>> inputs(Node node, NodeInputs in, Box out) {
    if (!node.domain().isEmpty() || node.outputs().stream().filter(o -> !o.isEmpty()).count() > 1) {
      return Optional.empty();
    }
    String operator = node.opType();
    if (ELEMENTWISE.contains(operator)) {
      return Optional.of(each(node, in, out));
    }
    if (REDUCTIONS.contains(operator)) {
      return reduction(node, in, out);
    }
    if (isReshape(node)) {
      return reshape(in.shape(0), out);
    }
    return switch (operator) {
      case "MatMul" -> product(in, out);
      case "Transpose" -> Optional.of(List.of(turned(node, in.shape(0), out)));
      case "Softmax", "LogSoftmax", "LayerNormalization" -> normalised(node, in, out);
      default -> Optional.empty();
    };
  }

  private static List<Box> each(Node node, NodeInputs in, Box out) {
    List<Box> boxes = new ArrayList<>();
    for (int k = 0; k < node.inputs().size(); k++) {
      boxes.add(
          node.hasInput(k)
              ? broadcast(in.shape(k), out.runs())
              : new Box(TensorShape.SCALAR, List.of()));
    }
    return boxes;
  }

  // Axes count from the last; an axis of length 1 serves every position.
  private static Box broadcast(TensorShape shape, List<Box.Run> out) {
    List<Box.Run> runs = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      Box.Run own = out.get(out.size() - shape.rank() + axis);
      runs.add(shape.dim(axis) == 1 ? Box.whole(shape, axis) : own);
    }
    return new Box(shape, runs);
  }

  // The reduced axes have length 1 in the output.
  private static Optional<List<Box>> reduction(Node node, NodeInputs in, Box out) {
    if (node.intAttribute("keepdims", 1) == 0) {
      return Optional.empty();
    }
    List<Integer> reduced = Axes.reduced(node, in);
    TensorShape x = in.shape(0);
    List<Box.Run> runs = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      runs.add(reduced.contains(axis) ? Box.whole(x, axis) : out.runs().get(axis));
    }
    List<Box> boxes = new ArrayList<>(List.of(new Box(x, runs)));
    if (node.hasInput(1)) {
      boxes.add(new Box(in.shape(1), List.of(Box.whole(in.shape(1), 0))));
    }
    return Optional.of(boxes);
  }

  private static Optional<List<Box>> reshape(TensorShape x, Box out) {
    int same = 0;
    while (same < Math.min(x.rank(), out.shape().rank()) && x.dim(same) == out.shape().dim(same)) {
      same++;
    }
    if (!out.isWholeFrom(same)) {
      return Optional.empty();
    }
    List<Box.Run> runs = new ArrayList<>(out.runs().subList(0, same));
    for (int axis = same; axis < x.rank(); axis++) {
      runs.add(Box.whole(x, axis));
    }
    return Optional.of(List.of(new Box(x, runs)));
  }

  private static Optional<List<Box>> product(NodeInputs in, Box out) {
    TensorShape a = in.shape(0);
    TensorShape b = in.shape(1);
    int rank = out.runs().size();
    if (a.rank() < 2 || b.rank() < 2) {
      return Optional.empty();
    }
    List<Box.Run> left = new ArrayList<>(out.runs());
    left.set(rank - 1, Box.whole(a, a.rank() - 1));
    List<Box.Run> right = new ArrayList<>(out.runs());
    right.set(rank - 2, Box.whole(b, b.rank() - 2));
    return Optional.of(List.of(broadcast(a, left), broadcast(b, right)));
  }

  private static Box turned(Node node, TensorShape x, Box out) {
    List<Integer> permutation = Axes.permutation(node, x.rank());
    List<Box.Run> runs = new ArrayList<>(Collections.nCopies(x.rank(), new Box.Run(0, 1)));
    for (int axis = 0; axis < x.rank(); axis++) {
      runs.set(permutation.get(axis), out.runs().get(axis));
    }
    return new Box(x, runs);
  }

  // From one axis on, every element depends on all others.
  private static Optional<List<Box>> normalised(Node node, NodeInputs in, Box out) {
    boolean one = node.opset() >= 13 || node.is("LayerNormalization");
    int axis = Axes.attribute(node, one ? -1 : 1, out.runs().size());
    if (!out.isWholeFrom(axis)) {
      return Optional.empty();
    }
    List<Box> boxes = new ArrayList<>(List.of(new Box(in.shape(0), out.runs())));
    for (int k = 1; k < node.inputs().size(); k++) {
      boxes.add(broadcast(in.shape(k), out.runs()));
    }
    return Optional.of(boxes);
  }
}
