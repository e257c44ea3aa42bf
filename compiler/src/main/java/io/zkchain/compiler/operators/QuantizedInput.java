package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An input that the model itself quantises first: it is rounded to that scale at once, so that
 * nothing is left of the QuantizeLinear.
 *
 * @param domain q - zero point
 */
record QuantizedInput(Scale scale, Interval domain) {
  private static final int MOST_BITS = 16;

  /** If all that reads an input is QuantizeLinear with one scale and zero point. */
  static Optional<QuantizedInput> of(Graph graph, String input) {
    List<Node> readers = graph.consumers().getOrDefault(input, List.of());
    boolean output = graph.outputs().stream().anyMatch(o -> o.name().equals(input));
    if (output || readers.isEmpty()) {
      return Optional.empty();
    }
    Optional<QuantizedInput> first = of(graph, readers.getFirst());
    boolean alike = readers.stream().allMatch(n -> of(graph, n).equals(first));
    return alike ? first : Optional.empty();
  }

  private static Optional<QuantizedInput> of(Graph graph, Node node) {
    DataType type = graph.type(node.output(0)).dtype();
    if (!node.is("QuantizeLinear") || 8 * type.bytes() > MOST_BITS) {
      return Optional.empty();
    }
    TensorData scale = constant(graph, node, 1);
    TensorData zero = node.hasInput(2) ? constant(graph, node, 2) : null;
    boolean known = scale != null && (zero != null || !node.hasInput(2));
    if (scale == null || !known || scale.size() != 1 || (zero != null && zero.size() != 1)) {
      return Optional.empty();
    }
    long zeroPoint = zero == null ? 0 : zero.longAt(0);
    return Optional.of(
        new QuantizedInput(
            Scale.exactly(scale.doubleAt(0)), QuantParameters.centred(type, zeroPoint)));
  }

  private static @Nullable TensorData constant(Graph graph, Node node, int input) {
    return graph.initializers().get(node.input(input));
  }
}
