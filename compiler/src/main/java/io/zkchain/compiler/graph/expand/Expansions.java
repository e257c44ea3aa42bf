package io.zkchain.compiler.graph.expand;

import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.shape.NodeInputs;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/** The operators that are replaced. */
public final class Expansions {
  private static final String ML = Node.ML_DOMAIN + ".";

  private static final Map<String, Expansion> BY_OPERATOR =
      Map.ofEntries(
          Map.entry(ML + "Scaler", FeatureExpansions::scaler),
          Map.entry(ML + "Normalizer", FeatureExpansions::normalizer),
          Map.entry(ML + "Binarizer", FeatureExpansions::binarizer),
          Map.entry(ML + "ArrayFeatureExtractor", FeatureExpansions::arrayFeatureExtractor),
          Map.entry(ML + "FeatureVectorizer", FeatureExpansions::featureVectorizer),
          Map.entry(ML + "Imputer", FeatureExpansions::imputer),
          Map.entry(ML + "OneHotEncoder", FeatureExpansions::oneHotEncoder),
          Map.entry(ML + "LabelEncoder", FeatureExpansions::labelEncoder),
          Map.entry(ML + "LinearRegressor", LinearExpansions::regressor),
          Map.entry(ML + "LinearClassifier", LinearExpansions::classifier),
          Map.entry(ML + "SVMRegressor", SvmExpansions::regressor),
          Map.entry(ML + "SVMClassifier", SvmExpansions::classifier),
          Map.entry(ML + "TreeEnsembleClassifier", TreeExpansions::classifier),
          Map.entry("DynamicQuantizeLinear", QuantizationExpansions::dynamic));

  /** Replaced only where the operator's own circuit does not apply. */
  private static final Map<String, Rare> RARE =
      Map.of(
          "LSTM", new Rare(RecurrentExpansions::applies, RecurrentExpansions::expand),
          "GRU", new Rare(RecurrentExpansions::applies, RecurrentExpansions::expand),
          "RNN", new Rare(RecurrentExpansions::applies, RecurrentExpansions::expand),
          "QuantizeLinear",
              new Rare(QuantizationExpansions::applies, QuantizationExpansions::quantize),
          "DequantizeLinear",
              new Rare(QuantizationExpansions::applies, QuantizationExpansions::dequantize),
          "BatchNormalization", new Rare(BatchNormExpansion::applies, BatchNormExpansion::expand));

  private record Rare(BiPredicate<Node, NodeInputs> applies, Expansion expansion) {}

  private Expansions() {}

  /**
   * The nodes that replace a node, with their constants.
   *
   * @param opset version of ai.onnx for the new nodes
   * @return empty if the node stays
   */
  public static Optional<ExpandedNodes> of(Node node, NodeInputs in, int opset) {
    return expansion(node, in)
        .map(expansion -> {
          ExpandedNodes out = new ExpandedNodes(node, opset);
          expansion.expand(node, in, out);
          requireAllRead(node, in, out);
          return out;
        });
  }

  // An input that no new node reads would be left out of the proof.
  private static void requireAllRead(Node node, NodeInputs in, ExpandedNodes out) {
    Set<String> read = new HashSet<>();
    out.nodes().forEach(inner -> read.addAll(inner.inputs()));
    for (int k = 0; k < node.inputs().size(); k++) {
      if (node.hasInput(k) && in.constant(k).isEmpty() && !read.contains(node.input(k))) {
        throw new UnsupportedModelException(
            "%s: input '%s' must be constant".formatted(node.describe(), node.input(k)));
      }
    }
  }

  private static Optional<Expansion> expansion(Node node, NodeInputs in) {
    Rare rare = RARE.get(node.operator());
    return rare == null
        ? Optional.ofNullable(BY_OPERATOR.get(node.operator()))
        : rare.applies().test(node, in) ? Optional.of(rare.expansion()) : Optional.empty();
  }
}
