package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The operators of ai.onnx.ml that are replaced by operators of ai.onnx when the model is read, see
 * {@link io.zkchain.compiler.graph.expand}. Rows and errors are those of what replaces them.
 */
final class ClassicalModels implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    List<OperatorEntry> out = new ArrayList<>();
    add(out, "Scaler", "product with and sum of constants", "offset, scale: one or per feature");
    add(out, "Normalizer", "division by the row's norm", "MAX, L1, L2; a row of norm 0 stays");
    add(out, "Binarizer", "comparison", "threshold");
    add(out, "ArrayFeatureExtractor", "as Gather", "indices constant or from the input");
    add(out, "FeatureVectorizer", "as Concat", "");
    add(out, "Imputer", "equality and choice", "floats, integers; a replaced NaN is refused");
    add(out, "OneHotEncoder", "equalities", "cats_int64s; zeros = 1");
    add(out, "LabelEncoder", "equalities, chosen values added", "numeric keys and values");
    add(
        out,
        "LinearRegressor",
        "as Gemm",
        "post_transform NONE; of several targets SOFTMAX and LOGISTIC too");
    add(
        out,
        "LinearClassifier",
        "as Gemm, then arg-max or comparison",
        "post_transform NONE, SOFTMAX, LOGISTIC; strings as positions");
    add(out, "SVMRegressor", "kernels by Gemm and table, then as Gemm", "all kernels; one_class");
    add(
        out,
        "SVMClassifier",
        "kernels by Gemm and table, then as Gemm; votes of pairs",
        "all kernels; scores without probabilities");
    add(
        out,
        "TreeEnsembleClassifier",
        "as TreeEnsembleRegressor, then arg-max or comparison",
        "all modes; base_values; post_transform NONE, SOFTMAX, LOGISTIC");
    return out;
  }

  private static void add(List<OperatorEntry> out, String operator, String how, String attributes) {
    String parts = "those of its parts";
    out.add(new OperatorEntry(Node.ML_DOMAIN + "." + operator, 1, how, attributes, parts, parts));
  }

  @Override
  public Optional<String> refuse(Node node) {
    return switch (node.opType()) {
      case "LinearClassifier", "TreeEnsembleClassifier" -> transform(node);
      case "LinearRegressor" ->
          node.intAttribute("targets", 1) == 1 ? loneTransform(node) : transform(node);
      case "SVMRegressor" -> loneTransform(node);
      case "SVMClassifier" ->
          node.hasAttribute("prob_a") && !node.floatsAttribute("prob_a").orElse(List.of()).isEmpty()
              ? Optional.of(Limit.VOTES.reason())
              : node.intsAttribute("vectors_per_class").orElse(List.of()).isEmpty()
                  ? Optional.of(Limit.NO_VECTORS.reason())
                  : ofTwo(node) ? pairTransform(node) : transform(node);
      case "OneHotEncoder" ->
          node.intAttribute("zeros", 1) == 0
              ? Optional.of(Limit.UNKNOWN_CATEGORY.reason())
              : node.hasAttribute("cats_strings") ? strings() : Optional.empty();
      case "LabelEncoder" ->
          node.hasAttribute("keys_strings") || node.hasAttribute("values_strings")
              ? strings()
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<String> strings() {
    return Optional.of(Limit.STRINGS.reason());
  }

  private static Optional<String> transform(Node node) {
    return transform(node, List.of("NONE", "SOFTMAX", "LOGISTIC"));
  }

  // Of one result ONNX Runtime leaves out the transform that the definition asks for.
  private static Optional<String> loneTransform(Node node) {
    return transform(node, List.of("NONE"));
  }

  // Of two opposite scores no two runtimes have the same softmax.
  private static Optional<String> pairTransform(Node node) {
    return transform(node, List.of("NONE", "LOGISTIC"));
  }

  private static Optional<String> transform(Node node, List<String> known) {
    String transform = node.stringAttribute("post_transform", "NONE");
    return known.contains(transform)
        ? Optional.empty()
        : Optional.of(Limit.TRANSFORM.reason(transform));
  }

  private static boolean ofTwo(Node node) {
    return node.intsAttribute("vectors_per_class").orElse(List.of()).size() == 2;
  }

  @Override
  public void lower(OperatorContext c) {
    throw c.unsupported("is replaced when the model is read");
  }
}
