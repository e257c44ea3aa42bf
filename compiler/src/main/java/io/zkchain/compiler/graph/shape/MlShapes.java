package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The classical models of ai.onnx.ml. A vector input counts as one row. */
final class MlShapes {

  private static final String PREFIX = Node.ML_DOMAIN + ".";

  private MlShapes() {}

  static void register(ShapeRules.Builder rules) {
    rules.add(PREFIX + "Scaler", 1, 1, MlShapes::toFloat);
    rules.add(PREFIX + "Normalizer", 1, 1, MlShapes::toFloat);
    rules.add(PREFIX + "Binarizer", 1, 1, (node, in) -> List.of(in.type(0)));
    rules.add(PREFIX + "Imputer", 1, 1, (node, in) -> List.of(in.type(0)));
    rules.add(PREFIX + "ArrayFeatureExtractor", 2, 2, MlShapes::arrayFeatureExtractor);
    rules.add(PREFIX + "FeatureVectorizer", 1, Integer.MAX_VALUE, MlShapes::featureVectorizer);
    rules.add(PREFIX + "LinearRegressor", 1, 1, (node, in) -> regressor(node, in, "targets"));
    rules.add(PREFIX + "SVMRegressor", 1, 1, (node, in) -> regressor(node, in, ""));
    rules.add(
        PREFIX + "TreeEnsembleRegressor", 1, 1, (node, in) -> regressor(node, in, "n_targets"));
    rules.add(PREFIX + "LinearClassifier", 1, 1, MlShapes::linearClassifier);
    rules.add(PREFIX + "TreeEnsembleClassifier", 1, 1, MlShapes::treeClassifier);
    rules.add(PREFIX + "SVMClassifier", 1, 1, MlShapes::svmClassifier);
    rules.add(PREFIX + "TreeEnsemble", 1, 1, MlShapes::treeEnsemble);
    rules.add(PREFIX + "LabelEncoder", 1, 1, MlShapes::labelEncoder);
    rules.add(PREFIX + "OneHotEncoder", 1, 1, MlShapes::oneHotEncoder);
  }

  private static List<TensorType> toFloat(Node node, NodeInputs in) {
    return List.of(in.type(0).withDtype(DataType.FLOAT));
  }

  private static int rows(Node node, TensorShape x) {
    if (x.rank() != 1 && x.rank() != 2) {
      throw node.invalid("needs rows of features, not " + x);
    }
    return x.rank() == 1 ? 1 : x.dim(0);
  }

  private static List<TensorType> arrayFeatureExtractor(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    if (x.rank() == 0) {
      throw node.invalid("needs at least one axis");
    }
    TensorShape out =
        x.rank() == 1
            ? TensorShape.of(1, in.shape(1).size())
            : x.withDim(x.rank() - 1, in.shape(1).size());
    return List.of(in.type(0).withShape(out));
  }

  private static List<TensorType> featureVectorizer(Node node, NodeInputs in) {
    int width = 0;
    for (int i = 0; i < node.inputs().size(); i++) {
      width = Math.addExact(width, in.shape(i).size() / Math.max(1, rows(node, in.shape(i))));
    }
    return List.of(new TensorType(DataType.FLOAT, TensorShape.of(rows(node, in.shape(0)), width)));
  }

  private static List<TensorType> regressor(Node node, NodeInputs in, String targets) {
    long count = targets.isEmpty() ? 1 : node.intAttribute(targets, 1);
    TensorShape out = TensorShape.of(new long[] {rows(node, in.shape(0)), count});
    return List.of(new TensorType(DataType.FLOAT, out));
  }

  private static List<TensorType> treeEnsemble(Node node, NodeInputs in) {
    long targets = node.intAttribute("n_targets", 1);
    return List.of(
        in.type(0).withShape(TensorShape.of(new long[] {rows(node, in.shape(0)), targets})));
  }

  private static List<TensorType> labelEncoder(Node node, NodeInputs in) {
    DataType values;
    if (node.hasAttribute("values_floats")) {
      values = DataType.FLOAT;
    } else if (node.hasAttribute("values_int64s")) {
      values = DataType.INT64;
    } else {
      values =
          node.tensorAttribute("values_tensor")
              .map(TensorData::dtype)
              .orElseThrow(() -> node.invalid("only numeric values are supported"));
    }
    return List.of(in.type(0).withDtype(values));
  }

  private static List<TensorType> oneHotEncoder(Node node, NodeInputs in) {
    List<Integer> dims = new ArrayList<>(in.shape(0).dims());
    dims.add(labels(node, "cats_int64s", "cats_strings"));
    return List.of(new TensorType(DataType.FLOAT, new TensorShape(dims)));
  }

  private static List<TensorType> linearClassifier(Node node, NodeInputs in) {
    int scores = node.floatsAttribute("intercepts").map(List::size).orElse(0);
    int labels = labels(node, "classlabels_ints", "classlabels_strings");
    return classifier(node, in, scores == 0 ? labels : scores == 1 && labels == 2 ? 2 : scores);
  }

  private static List<TensorType> treeClassifier(Node node, NodeInputs in) {
    return classifier(node, in, labels(node, "classlabels_int64s", "classlabels_strings"));
  }

  /** Without probabilities, more than two classes give one score for each pair. */
  private static List<TensorType> svmClassifier(Node node, NodeInputs in) {
    int labels = labels(node, "classlabels_ints", "classlabels_strings");
    boolean pairs =
        node.intsAttribute("vectors_per_class").map(list -> !list.isEmpty()).orElse(false)
            && node.floatsAttribute("prob_a").map(List::isEmpty).orElse(true);
    return classifier(node, in, pairs && labels > 2 ? labels * (labels - 1) / 2 : labels);
  }

  private static int labels(Node node, String ints, String strings) {
    return Stream.of(
            node.intsAttribute(ints).map(List::size).orElse(0),
            node.stringsAttribute(strings).map(List::size).orElse(0))
        .max(Integer::compare)
        .orElseThrow();
  }

  /** The label (an index where the classes are strings) and the scores. */
  private static List<TensorType> classifier(Node node, NodeInputs in, int scores) {
    int rows = rows(node, in.shape(0));
    return List.of(
        new TensorType(DataType.INT64, TensorShape.of(rows)),
        new TensorType(DataType.FLOAT, TensorShape.of(rows, scores)));
  }
}
