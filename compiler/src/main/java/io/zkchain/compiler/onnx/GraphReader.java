package io.zkchain.compiler.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.UntypedGraph;
import io.zkchain.compiler.graph.UntypedGraph.Dimension;
import io.zkchain.compiler.graph.UntypedGraph.Input;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns {@code GraphProto} into the compiler's records, names of nodes made unique. */
final class GraphReader {

  private final Map<String, Integer> opsets;
  private final TensorReader tensors;

  GraphReader(Map<String, Integer> opsets, TensorReader tensors) {
    this.opsets = opsets;
    this.tensors = tensors;
  }

  UntypedGraph read(GraphProto proto) {
    if (proto.getSparseInitializerCount() > 0) {
      throw new UnsupportedModelException("the model has sparse initializers");
    }
    Map<String, TensorData> initializers = new LinkedHashMap<>();
    for (TensorProto tensor : proto.getInitializerList()) {
      if (tensor.getName().isEmpty()) {
        throw new InvalidModelException("an initializer has no name");
      }
      if (initializers.put(tensor.getName(), tensors.read(tensor, tensor.getName())) != null) {
        throw new InvalidModelException("two initializers are named '" + tensor.getName() + "'");
      }
    }
    List<Input> inputs =
        proto.getInputList().stream()
            .filter(input -> !initializers.containsKey(input.getName()))
            .map(GraphReader::input)
            .toList();
    List<String> outputs = proto.getOutputList().stream().map(ValueInfoProto::getName).toList();
    return new UntypedGraph(
        proto.getName(), inputs, outputs, nodes(proto.getNodeList()), initializers);
  }

  private static Input input(ValueInfoProto proto) {
    String what = "input '" + proto.getName() + "'";
    if (proto.getName().isEmpty()) {
      throw new InvalidModelException("a graph input has no name");
    }
    TypeProto type = proto.getType();
    switch (type.getValueCase()) {
      case TENSOR_TYPE -> {}
      case VALUE_NOT_SET -> throw new InvalidModelException(what + " has no type");
      case SEQUENCE_TYPE, MAP_TYPE, OPTIONAL_TYPE, SPARSE_TENSOR_TYPE, OPAQUE_TYPE ->
          throw new UnsupportedModelException(
              "%s is a %s; only tensors are supported"
                  .formatted(
                      what,
                      type.getValueCase()
                          .name()
                          .toLowerCase(Locale.ROOT)
                          .replace("_type", "")
                          .replace('_', ' ')));
    }
    DataType dtype = TensorReader.dtype(what, type.getTensorType().getElemType());
    if (!type.getTensorType().hasShape()) {
      return new Input(proto.getName(), dtype, Optional.empty());
    }
    List<Dimension> dims = new ArrayList<>();
    for (TensorShapeProto.Dimension dim : type.getTensorType().getShape().getDimList()) {
      dims.add(dimension(what, dim));
    }
    return new Input(proto.getName(), dtype, Optional.of(dims));
  }

  /** Some exporters write an open dimension as -1 or as an empty name. */
  private static Dimension dimension(String what, TensorShapeProto.Dimension dim) {
    if (dim.hasDimValue() && dim.getDimValue() >= 0) {
      if (dim.getDimValue() > Integer.MAX_VALUE) {
        throw new UnsupportedModelException(
            what + " has a dimension of " + dim.getDimValue() + ", the limit is 2^31 - 1");
      }
      return new Dimension.Fixed((int) dim.getDimValue());
    }
    return dim.hasDimParam() && !dim.getDimParam().isEmpty()
        ? new Dimension.Named(dim.getDimParam())
        : new Dimension.Unnamed();
  }

  private List<Node> nodes(List<NodeProto> protos) {
    Set<String> given = new HashSet<>();
    protos.forEach(proto -> given.add(proto.getName()));
    Set<String> used = new HashSet<>();
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < protos.size(); i++) {
      NodeProto proto = protos.get(i);
      String name = proto.getName();
      if (name.isEmpty() || used.contains(name)) {
        name = fresh((name.isEmpty() ? proto.getOpType() : name) + "_" + i, used, given);
      }
      used.add(name);
      nodes.add(node(proto, name));
    }
    return nodes;
  }

  private static String fresh(String wanted, Set<String> used, Set<String> given) {
    String name = wanted;
    while (used.contains(name) || given.contains(name)) {
      name += "_";
    }
    return name;
  }

  private Node node(NodeProto proto, String name) {
    String domain = canonicalDomain(proto.getDomain());
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    for (AttributeProto attribute : proto.getAttributeList()) {
      if (attributes.put(attribute.getName(), attribute(attribute, name)) != null) {
        throw new InvalidModelException(
            "node '%s' (%s) has two attributes '%s'"
                .formatted(name, proto.getOpType(), attribute.getName()));
      }
    }
    return new Node(
        name,
        domain,
        proto.getOpType(),
        opsets.getOrDefault(domain, 0),
        List.copyOf(proto.getInputList()),
        List.copyOf(proto.getOutputList()),
        attributes);
  }

  static String canonicalDomain(String domain) {
    return domain.equals("ai.onnx") ? "" : domain;
  }

  private Attribute attribute(AttributeProto proto, String node) {
    return switch (proto.getType()) {
      case INT -> new Attribute.IntValue(proto.getI());
      case FLOAT -> new Attribute.FloatValue(proto.getF());
      case STRING -> new Attribute.StringValue(proto.getS().toStringUtf8());
      case INTS -> new Attribute.IntList(proto.getIntsList());
      case FLOATS -> new Attribute.FloatList(proto.getFloatsList());
      case STRINGS ->
          new Attribute.StringList(
              proto.getStringsList().stream().map(ByteString::toStringUtf8).toList());
      case TENSOR -> tensorAttribute(proto, node);
      case GRAPH -> subgraph(proto.getG());
      case UNDEFINED, SPARSE_TENSOR, TYPE_PROTO, TENSORS, GRAPHS, SPARSE_TENSORS, TYPE_PROTOS ->
          new Attribute.Unread(proto.getType().name());
    };
  }

  /** A tensor of a type that is not read is kept by its name: its node will be refused. */
  private Attribute tensorAttribute(AttributeProto proto, String node) {
    int code = proto.getT().getDataType();
    return DataType.ofCode(code).isEmpty()
        ? new Attribute.Unread(TensorReader.typeName(code) + " tensor")
        : new Attribute.TensorValue(tensors.read(proto.getT(), node + "." + proto.getName()));
  }

  /** Bodies of loops may leave the types of their inputs open; such bodies are not read. */
  private Attribute subgraph(GraphProto proto) {
    boolean typed =
        proto.getInputList().stream().allMatch(input -> input.getType().hasTensorType());
    return typed
        ? new Attribute.SubgraphValue(read(proto))
        : new Attribute.Unread("subgraph with untyped inputs");
  }
}
