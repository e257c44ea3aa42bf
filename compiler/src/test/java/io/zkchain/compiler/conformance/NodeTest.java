package io.zkchain.compiler.conformance;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.onnx.OnnxReader;
import io.zkchain.compiler.testing.Models;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One of ONNX's node tests. */
record NodeTest(Name name, byte[] model, List<TensorProto> inputs, List<TensorProto> outputs) {

  private static final Pattern BODY = Pattern.compile("_expanded.*");

  /**
   * A test that a circuit of fixed shapes and exact integers can be asked to pass.
   *
   * @param operator under test, or "expanded" for the function body of one
   * @param constants positions of inputs that a compiler has to know
   */
  record Name(String test, String operator, Set<Integer> constants) {
    @Override
    public String toString() {
      return test;
    }
  }

  /** All tests in scope: deterministic, numeric, of fixed shapes. */
  static List<Name> names() {
    try (InputStream in =
        requireNonNull(NodeTest.class.getResourceAsStream("node-tests.csv"), "node-tests.csv")) {
      List<String[]> fields =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .skip(1)
              .map(line -> line.split(",", -1))
              .toList();
      Map<String, String> constants = new HashMap<>();
      fields.forEach(field -> constants.put(field[0], field[2]));
      // a function body has the inputs of the operator that it defines
      return fields.stream()
          .map(f ->
              new Name(f[0], f[1], positions(constants.getOrDefault(BODY.split(f[0])[0], f[2]))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<Integer> positions(String list) {
    return Arrays.stream(list.split(" "))
        .filter(text -> !text.isEmpty())
        .map(Integer::valueOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The same test with one more input that stays an input. */
  NodeTest withOpen(int position) {
    Set<Integer> constants = new TreeSet<>(name.constants());
    constants.remove(position);
    return new NodeTest(new Name(name.test(), name.operator(), constants), model, inputs, outputs);
  }

  /** The inputs that stay inputs, by name. */
  Map<String, TensorData> data() {
    Map<String, TensorData> out = new LinkedHashMap<>();
    List<ValueInfoProto> given = givenInputs();
    for (int k = 0; k < given.size(); k++) {
      if (!name.constants().contains(k)) {
        out.put(given.get(k).getName(), read(inputs.get(k)));
      }
    }
    return out;
  }

  /** The expected outputs by name. */
  Map<String, TensorData> expected() {
    Map<String, TensorData> out = new LinkedHashMap<>();
    for (int k = 0; k < outputs.size(); k++) {
      out.put(proto().getGraph().getOutput(k).getName(), read(outputs.get(k)));
    }
    return out;
  }

  /**
   * The model with the constant inputs bound, and only some of its outputs. A model without inputs
   * gets one that nothing reads.
   */
  byte[] bound(Set<String> wanted) {
    ModelProto proto = proto();
    GraphProto.Builder graph = proto.getGraph().toBuilder().clearInput().clearOutput();
    List<ValueInfoProto> given = givenInputs();
    for (int k = 0; k < given.size(); k++) {
      if (name.constants().contains(k)) {
        graph.addInitializer(inputs.get(k).toBuilder().setName(given.get(k).getName()));
      } else {
        graph.addInput(given.get(k));
      }
    }
    if (graph.getInputCount() == 0) {
      graph.addInput(unread());
    }
    proto.getGraph().getOutputList().stream()
        .filter(output -> wanted.contains(output.getName()))
        .forEach(graph::addOutput);
    return proto.toBuilder().setGraph(graph).build().toByteArray();
  }

  private static ValueInfoProto unread() {
    TensorShapeProto.Dimension one = TensorShapeProto.Dimension.newBuilder().setDimValue(1).build();
    TypeProto.Tensor type =
        TypeProto.Tensor.newBuilder()
            .setElemType(DataType.FLOAT.code())
            .setShape(TensorShapeProto.newBuilder().addDim(one))
            .build();
    return ValueInfoProto.newBuilder()
        .setName("unread input")
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  private List<ValueInfoProto> givenInputs() {
    GraphProto graph = proto().getGraph();
    Set<String> constants =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    return graph.getInputList().stream()
        .filter(input -> !constants.contains(input.getName()))
        .toList();
  }

  private ModelProto proto() {
    try {
      return ModelProto.parseFrom(model);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TensorData read(TensorProto tensor) {
    byte[] model =
        Models.opset(13)
            .input("x", DataType.FLOAT, 1)
            .constant(tensor.toBuilder().setName("t").build())
            .output("t")
            .bytes();
    return requireNonNull(OnnxReader.read(model).graph().initializers().get("t"));
  }
}
