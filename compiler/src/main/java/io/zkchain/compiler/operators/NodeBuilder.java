package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.graph.shape.NodeInputs;
import io.zkchain.compiler.graph.shape.ShapeRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Builds the nodes that take the place of one; see {@link Expansions}. */
final class NodeBuilder {
  private final GraphEdit edit;
  private final Node place;
  private final List<Node> made = new ArrayList<>();
  private int count;

  NodeBuilder(GraphEdit edit, Node place) {
    this.edit = edit;
    this.place = place;
  }

  Node place() {
    return place;
  }

  TensorType type(String value) {
    return edit.type(value);
  }

  int[] dims(String value) {
    return edit.type(value).shape().toArray();
  }

  boolean isConstant(String value) {
    return edit.constant(value).isPresent();
  }

  TensorData constant(String value) {
    return edit.constant(value).orElseThrow();
  }

  /** A node with a new output. */
  String op(String operator, List<String> inputs, Map<String, Attribute> attributes) {
    String output = place.output(0) + "." + count;
    return op(operator, inputs, attributes, output);
  }

  String op(String operator, String... inputs) {
    return op(operator, List.of(inputs), Map.of());
  }

  /** A node that makes a value of a given name. */
  String op(
      String operator, List<String> inputs, Map<String, Attribute> attributes, String output) {
    Node node =
        new Node(
            place.name() + "." + count++,
            "",
            operator,
            place.opset(),
            inputs,
            List.of(output),
            attributes);
    NodeInputs known = new NodeInputs(node, edit.types(), edit.constants());
    TensorType type = ShapeRules.standard().infer(node, known).getFirst();
    edit.declare(output, type);
    made.add(node);
    return output;
  }

  /** Real constants of the element type of a value. */
  String constant(String like, int[] dims, double... values) {
    String name = place.output(0) + ".constant" + count++;
    return edit.put(
        name, TensorData.ofDoubles(edit.type(like).dtype(), TensorShape.of(dims), values));
  }

  String scalar(String like, double value) {
    return constant(like, new int[0], value);
  }

  String integers(long... values) {
    String name = place.output(0) + ".constant" + count++;
    return edit.put(name, TensorData.ofInt64s(values));
  }

  String reshape(String value, int... dims) {
    return op("Reshape", value, integers(IntStream.of(dims).asLongStream().toArray()));
  }

  String reshapeTo(String output, String value) {
    long[] dims = IntStream.of(dims(output)).asLongStream().toArray();
    return op("Reshape", List.of(value, integers(dims)), Map.of(), output);
  }

  String transpose(String value, int... perm) {
    return op("Transpose", List.of(value), Map.of("perm", ints(perm)));
  }

  String concat(int axis, String... values) {
    return op("Concat", List.of(values), Map.of("axis", new Attribute.IntValue(axis)));
  }

  /** The elements from..to (exclusive) along an axis, every step-th. */
  String slice(String value, int axis, int from, int to, int step) {
    return op("Slice", value, integers(from), integers(to), integers(axis), integers(step));
  }

  /** The same value under an output's name. */
  void name(String output, String value) {
    op("Identity", List.of(value), Map.of(), output);
  }

  static Attribute ints(int... values) {
    return new Attribute.IntList(IntStream.of(values).asLongStream().boxed().toList());
  }

  /** Puts what was made in the node's place. */
  void finish() {
    edit.replace(place, made.toArray(Node[]::new));
  }
}
