package io.zkchain.compiler.graph.expand;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.shape.NodeInputs;
import java.util.Map;
import java.util.Optional;

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
          Map.entry(ML + "TreeEnsembleClassifier", TreeExpansions::classifier));

  private Expansions() {}

  /** Whether nodes of this operator are replaced. */
  public static boolean covers(Node node) {
    return BY_OPERATOR.containsKey(node.operator());
  }

  /**
   * The nodes that replace a node, with their constants.
   *
   * @param opset version of ai.onnx for the new nodes
   * @return empty if the node stays
   */
  public static Optional<ExpandedNodes> of(Node node, NodeInputs in, int opset) {
    return Optional.ofNullable(BY_OPERATOR.get(node.operator()))
        .map(expansion -> {
          ExpandedNodes out = new ExpandedNodes(node, opset);
          expansion.expand(node, in, out);
          return out;
        });
  }
}
