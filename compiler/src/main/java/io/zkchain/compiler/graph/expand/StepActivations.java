package io.zkchain.compiler.graph.expand;

import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The activations of a recurrent node, as nodes of their own. */
record StepActivations(Node node, ActivationArguments arguments) {
  private static final List<String> UNBOUNDED =
      List.of("relu", "softplus", "affine", "leakyrelu", "thresholdedrelu", "elu");

  private static final List<String> POSITIVE = List.of("sigmoid", "hardsigmoid");

  static StepActivations of(Node node) {
    return new StepActivations(node, ActivationArguments.of(node));
  }

  /**
   * Whether the states may leave -1..1, or have no bound at all: unless all values are in -1..1,
   * and those of a GRU's gates, which weigh the old state against the new one, in 0..1.
   */
  boolean unbounded() {
    int count = arguments.names().size();
    for (int at = 0; at < count; at++) {
      String name = arguments.names().get(at);
      boolean gate = at % (count / 2) == 0;
      boolean wide = name.equals("scaledtanh") && Math.abs(arguments.alpha(at).orElse(1)) > 1;
      boolean signed = node.is("GRU") && gate && !POSITIVE.contains(name);
      if (wide || signed || UNBOUNDED.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * An activation of a value, after its clip; an LSTM's cell state is not clipped.
   *
   * @param which 0 for f, 1 for g, 2 for h of ONNX's formulas
   */
  String apply(ExpandedNodes out, int direction, int which, String value) {
    int at = direction * (arguments.names().size() / 2) + which;
    String name = arguments.names().get(at);
    String clipped = which == 2 || !node.hasAttribute("clip") ? value : clipped(out, value);
    return switch (name) {
      case "sigmoid" -> out.node("Sigmoid", List.of(clipped));
      case "tanh" -> out.node("Tanh", List.of(clipped));
      case "relu" -> out.node("Relu", List.of(clipped));
      case "softsign" -> out.node("Softsign", List.of(clipped));
      case "softplus" -> out.node("Softplus", List.of(clipped));
      case "affine" ->
          affine(out, clipped, arguments.alpha(at).orElse(1), arguments.beta(at).orElse(0));
      case "scaledtanh" ->
          affine(
              out,
              out.node("Tanh", List.of(affine(out, clipped, arguments.beta(at).orElse(1), 0))),
              arguments.alpha(at).orElse(1),
              0);
      case "hardsigmoid" -> with(out, "HardSigmoid", clipped, at, true);
      case "leakyrelu" -> with(out, "LeakyRelu", clipped, at, false);
      case "thresholdedrelu" -> with(out, "ThresholdedRelu", clipped, at, false);
      case "elu" -> with(out, "Elu", clipped, at, false);
      default -> throw node.invalid("activation " + name + " is not known");
    };
  }

  private String clipped(ExpandedNodes out, String value) {
    float clip = node.floatAttribute("clip", 0);
    return out.clip(value, -clip, clip);
  }

  private static String affine(ExpandedNodes out, String value, double factor, double offset) {
    String scaled = factor == 1 ? value : out.node("Mul", List.of(value, out.scalar(factor)));
    return offset == 0 ? scaled : out.node("Add", List.of(scaled, out.scalar(offset)));
  }

  // The operators' own defaults are those of the activations.
  private String with(ExpandedNodes out, String operator, String value, int at, boolean beta) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    arguments
        .alpha(at)
        .ifPresent(v -> attributes.put("alpha", new Attribute.FloatValue((float) v)));
    if (beta) {
      arguments
          .beta(at)
          .ifPresent(v -> attributes.put("beta", new Attribute.FloatValue((float) v)));
    }
    return out.node(operator, List.of(value), attributes);
  }
}
