package io.zkchain.compiler.operators;

import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.graph.shape.NodeInputs;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One node while it is lowered: its inputs as tensors of integers, and where its outputs go. */
public final class OperatorContext {
  // Operators between a product and its rounding: they add no rounding of their own.
  private static final Set<String> TRANSPARENT =
      Set.of(
          "Add",
          "Sub",
          "Sum",
          "Neg",
          "Identity",
          "Dropout",
          "Flatten",
          "Reshape",
          "Squeeze",
          "Unsqueeze",
          "Transpose",
          "Slice",
          "Pad",
          "ReduceSum",
          "Concat",
          "Split");

  private final Graph graph;
  private final Node node;
  private final Lowering lowering;
  private final Map<String, QTensor> values;
  private final Map<String, QTensor> reshaped;

  /**
   * @param values tensors by ONNX value name
   * @param reshaped tensors before reshapes that no index relation can say, by the name after them;
   *     committing a copy waits until something reads them in their new shape
   */
  public OperatorContext(
      Graph graph,
      Node node,
      Lowering lowering,
      Map<String, QTensor> values,
      Map<String, QTensor> reshaped) {
    this.graph = graph;
    this.node = node;
    this.lowering = lowering;
    this.values = values;
    this.reshaped = reshaped;
  }

  public Node node() {
    return node;
  }

  public Graph graph() {
    return graph;
  }

  public Lowering lowering() {
    return lowering;
  }

  /** Types and constants of the inputs, for the shape rules' geometry. */
  public NodeInputs inputs() {
    return NodeInputs.of(graph, node);
  }

  public boolean isConstant(int input) {
    return graph.isConstant(node.input(input));
  }

  /** The elements of a constant input. */
  public TensorData constant(int input) {
    TensorData data = graph.initializers().get(node.input(input));
    if (data == null) {
      throw new UnsupportedModelException(
          "%s: input '%s' must be constant".formatted(node.describe(), node.input(input)));
    }
    return data;
  }

  /** A witness input. */
  public QTensor tensor(int input) {
    String name = node.input(input);
    QTensor tensor = read(graph, lowering, values, reshaped, name);
    if (tensor == null) {
      throw new UnsupportedModelException(
          ("%s: input %d, '%s', is constant beside others that are not, which has no circuit: "
                  + "make it an input of the model")
              .formatted(node.describe(), input, name));
    }
    return tensor;
  }

  /**
   * A witness input in cells that can be a factor. Nodes that read it later read the same cells, so
   * that a sum which many of them read does not grow from one to the next.
   */
  QTensor cells(int input) {
    QTensor tensor = tensor(input);
    boolean own =
        tensor.isFactor()
            && tensor.addends().size() == 1
            && lowering.domain().contains(tensor.range());
    if (own) {
      return tensor;
    }
    QTensor cells = Commit.cells(lowering, tensor).named(tensor.name());
    values.put(node.input(input), cells);
    return cells;
  }

  /** A value in its own shape, with a copy committed if its reshape needs one. */
  static @Nullable QTensor read(
      Graph graph,
      Lowering lowering,
      Map<String, QTensor> values,
      Map<String, QTensor> reshaped,
      String name) {
    QTensor before = reshaped.remove(name);
    if (before != null) {
      int[] dims = graph.shape(name).toArray();
      values.put(name, Arithmetic.reshape(lowering, name, before, dims));
    }
    return values.get(name);
  }

  /** A witness input as it was before its reshape, if that would cost a copy. */
  public Optional<QTensor> beforeReshape(int input) {
    return Optional.ofNullable(reshaped.get(node.input(input)));
  }

  /** Sets the first output to a reshape of a tensor. */
  public void outputReshaped(QTensor tensor) {
    Optional<QTensor> virtual = Arithmetic.virtualReshape(name(), tensor, dims(0));
    if (virtual.isPresent()) {
      output(virtual.get());
    } else {
      reshaped.put(name(), tensor);
    }
  }

  /** A witness input, or a constant one rounded to a scale. */
  public QTensor tensor(int input, Scale scale) {
    return isConstant(input) ? fixed(input, scale) : tensor(input);
  }

  /** A constant input as a tensor of weights at a scale. */
  public QTensor fixed(int input, Scale scale) {
    TensorData data = constant(input);
    return lowering.fixed(
        node.input(input), data.shape().toArray(), Weights.round(data.toDoubles(), scale), scale);
  }

  /** The shape of an output. */
  public int[] dims(int output) {
    return graph.shape(node.output(output)).toArray();
  }

  /** Element type and shape of the first output. */
  public TensorType outputType() {
    return graph.type(node.output(0));
  }

  /** The shape of an input. */
  public int[] inputDims(int input) {
    return graph.shape(node.input(input)).toArray();
  }

  public String name() {
    return node.output(0);
  }

  /** Sets the first output. */
  public void output(QTensor tensor) {
    output(0, tensor);
  }

  public void output(int index, QTensor tensor) {
    if (node.hasOutput(index)) {
      values.put(node.output(index), tensor.named(node.output(index)));
    }
  }

  /** The value at which a sum that this node starts will be rounded. */
  public String roundedAs(String value) {
    Map<String, List<Node>> consumers = graph.consumers();
    String current = value;
    while (true) {
      List<Node> readers = consumers.getOrDefault(current, List.of());
      boolean last = readers.size() != 1 || !TRANSPARENT.contains(readers.getFirst().opType());
      if (last || lowering.scales().seen(readers.getFirst().output(0)).isEmpty()) {
        return current;
      }
      current = readers.getFirst().output(0);
    }
  }

  /** That a form of the operator has no circuit, with the values of the limit's text. */
  UnsupportedModelException unsupported(Limit limit, Object... values) {
    return unsupported(limit.reason(values));
  }

  public UnsupportedModelException unsupported(String reason) {
    return new UnsupportedModelException(node.describe() + ": " + reason);
  }
}
