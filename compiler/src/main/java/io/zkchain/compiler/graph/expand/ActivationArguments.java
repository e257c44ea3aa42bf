package io.zkchain.compiler.graph.expand;

import io.zkchain.compiler.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The activations of a recurrent node with their alpha and beta, which are listed for those
 * activations only that take one.
 *
 * @param names in lower case, for all directions
 */
public record ActivationArguments(Node node, List<String> names) {
  private static final List<String> ALPHA =
      List.of("affine", "leakyrelu", "thresholdedrelu", "scaledtanh", "hardsigmoid", "elu");
  private static final List<String> BETA = List.of("affine", "scaledtanh", "hardsigmoid");

  public ActivationArguments {
    names = List.copyOf(names);
  }

  /** Those of a node, defaults filled in. */
  public static ActivationArguments of(Node node) {
    List<String> defaults =
        switch (node.opType()) {
          case "LSTM" -> List.of("sigmoid", "tanh", "tanh");
          case "GRU" -> List.of("sigmoid", "tanh");
          default -> List.of("tanh");
        };
    List<String> given = node.stringsAttribute("activations").orElse(List.of());
    List<String> names = new ArrayList<>();
    for (int k = 0; k < 2 * defaults.size(); k++) {
      String name = k < given.size() ? given.get(k) : defaults.get(k % defaults.size());
      names.add(name.toLowerCase(Locale.ROOT));
    }
    return new ActivationArguments(node, names);
  }

  /** The alpha of an activation, if it is given. */
  public OptionalDouble alpha(int activation) {
    return argument("activation_alpha", ALPHA, activation);
  }

  /** The beta of an activation, if it is given. */
  public OptionalDouble beta(int activation) {
    return argument("activation_beta", BETA, activation);
  }

  private OptionalDouble argument(String attribute, List<String> takers, int activation) {
    List<Float> values = node.floatsAttribute(attribute).orElse(List.of());
    int at = (int) names.stream().limit(activation).filter(takers::contains).count();
    return takers.contains(names.get(activation)) && at < values.size()
        ? OptionalDouble.of(values.get(at))
        : OptionalDouble.empty();
  }
}
