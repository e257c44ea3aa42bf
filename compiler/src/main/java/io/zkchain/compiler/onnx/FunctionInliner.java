package io.zkchain.compiler.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.error.UnsupportedModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replaces calls of a model's own functions by their bodies. Inner names get the calling node's
 * name in front. Functions may call functions, but not themselves.
 */
final class FunctionInliner {

  /** Calls within calls can multiply without bound; no real model comes near this. */
  private static final int MAX_NODES = 1 << 18;

  private static final int MAX_DEPTH = 64;

  private final Map<String, FunctionProto> functions = new HashMap<>();
  private final Map<String, Integer> opsets;
  private final Set<String> prefixes = new HashSet<>();
  private final List<NodeProto> out = new ArrayList<>();

  private FunctionInliner(ModelProto model, Map<String, Integer> opsets) {
    this.opsets = opsets;
    for (FunctionProto function : model.getFunctionsList()) {
      if (functions.put(key(function.getDomain(), function.getName()), function) != null) {
        throw new UnsupportedModelException(
            "the model has two functions '%s' of domain '%s'"
                .formatted(function.getName(), function.getDomain()));
      }
    }
  }

  /** The model's graph without calls of the model's functions. */
  static GraphProto inline(ModelProto model, Map<String, Integer> opsets) {
    GraphProto graph = model.getGraph();
    if (model.getFunctionsCount() == 0) {
      return graph;
    }
    FunctionInliner inliner = new FunctionInliner(model, opsets);
    graph.getNodeList().forEach(node -> inliner.add(node, 0));
    return graph.toBuilder().clearNode().addAllNode(inliner.out).build();
  }

  private static String key(String domain, String name) {
    return GraphReader.canonicalDomain(domain) + ":" + name;
  }

  private void add(NodeProto node, int depth) {
    FunctionProto function = functions.get(key(node.getDomain(), node.getOpType()));
    if (function == null) {
      if (out.size() >= MAX_NODES) {
        throw new UnsupportedModelException("the model's functions unfold to too many nodes");
      }
      out.add(node);
      return;
    }
    if (depth >= MAX_DEPTH) {
      throw new InvalidModelException(
          "function '%s' calls itself, or functions are nested deeper than %d"
              .formatted(function.getName(), MAX_DEPTH));
    }
    checkOpsets(function);
    String prefix = prefix(node);
    Map<String, String> names = names(node, function);
    Map<String, AttributeProto> attributes = attributes(node, function);
    for (NodeProto inner : function.getNodeList()) {
      add(instantiate(inner, prefix, names, attributes), depth + 1);
    }
  }

  private String prefix(NodeProto node) {
    String name = node.getName().isEmpty() ? node.getOpType() : node.getName();
    String prefix = name + "/";
    for (int i = 1; !prefixes.add(prefix); i++) {
      prefix = name + "_" + i + "/";
    }
    return prefix;
  }

  /** A body written for other operator sets than the model imports would need a conversion. */
  private void checkOpsets(FunctionProto function) {
    for (OperatorSetIdProto id : function.getOpsetImportList()) {
      Integer version = opsets.get(GraphReader.canonicalDomain(id.getDomain()));
      if (version != null && version != id.getVersion()) {
        throw new UnsupportedModelException(
            "function '%s' is written for opset %d of domain '%s', the model imports %d"
                .formatted(function.getName(), id.getVersion(), id.getDomain(), version));
      }
    }
  }

  /** What the function's parameters are called at the place of the call. */
  private static Map<String, String> names(NodeProto node, FunctionProto function) {
    if (node.getInputCount() > function.getInputCount()
        || node.getOutputCount() > function.getOutputCount()) {
      throw new InvalidModelException(
          "node '%s' does not fit the function '%s' that it calls"
              .formatted(node.getName(), function.getName()));
    }
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < function.getInputCount(); i++) {
      names.put(function.getInput(i), i < node.getInputCount() ? node.getInput(i) : "");
    }
    for (int i = 0; i < node.getOutputCount(); i++) {
      if (!node.getOutput(i).isEmpty()) {
        names.put(function.getOutput(i), node.getOutput(i));
      }
    }
    return names;
  }

  private static Map<String, AttributeProto> attributes(NodeProto node, FunctionProto function) {
    Map<String, AttributeProto> attributes = new HashMap<>();
    function.getAttributeProtoList().forEach(given -> attributes.put(given.getName(), given));
    node.getAttributeList().forEach(given -> attributes.put(given.getName(), given));
    return attributes;
  }

  private static NodeProto instantiate(
      NodeProto inner,
      String prefix,
      Map<String, String> names,
      Map<String, AttributeProto> given) {
    NodeProto.Builder node =
        inner.toBuilder()
            .setName(prefix + (inner.getName().isEmpty() ? inner.getOpType() : inner.getName()))
            .clearInput()
            .clearOutput()
            .clearAttribute();
    inner.getInputList().forEach(name -> node.addInput(renamed(name, prefix, names)));
    inner.getOutputList().forEach(name -> node.addOutput(renamed(name, prefix, names)));
    for (AttributeProto attribute : inner.getAttributeList()) {
      if (attribute.hasG()) {
        throw new UnsupportedModelException(
            "node '%s' of a function has a subgraph, which is not supported"
                .formatted(node.getName()));
      }
      if (attribute.getRefAttrName().isEmpty()) {
        node.addAttribute(attribute);
      } else if (given.containsKey(attribute.getRefAttrName())) {
        node.addAttribute(
            given.get(attribute.getRefAttrName()).toBuilder().setName(attribute.getName()));
      }
    }
    return node.build();
  }

  private static String renamed(String name, String prefix, Map<String, String> names) {
    return name.isEmpty() ? name : names.computeIfAbsent(name, inner -> prefix + inner);
  }
}
