package io.zkchain.compiler.operators;

import static io.zkchain.compiler.operators.OperatorCase.of;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.List;

/** Cases of ai.onnx.ml. */
final class ClassicalCases {
  private static final String ML = "ai.onnx.ml.";

  private ClassicalCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> cases = new ArrayList<>();
    trees(cases);
    classifiers(cases);
    features(cases);
    return cases;
  }

  // Two trees over two features: x0 <= 0.5 ? (x1 < -0.25 ? a : b) : c, and x1 > 0 ? d : e.
  private static OperatorCase twoTrees(OperatorCase c, String role) {
    return c.with("nodes_treeids", new long[] {0, 0, 0, 0, 0, 1, 1, 1})
        .with("nodes_nodeids", new long[] {0, 1, 2, 3, 4, 0, 1, 2})
        .with("nodes_featureids", new long[] {0, 1, 0, 0, 0, 1, 0, 0})
        .with("nodes_values", new float[] {0.5f, -0.25f, 0, 0, 0, 0.1f, 0, 0})
        .with(
            "nodes_modes",
            new String[] {
              "BRANCH_LEQ", "BRANCH_LT", "LEAF", "LEAF", "LEAF", "BRANCH_GT", "LEAF", "LEAF"
            })
        .with("nodes_truenodeids", new long[] {1, 3, 0, 0, 0, 1, 0, 0})
        .with("nodes_falsenodeids", new long[] {2, 4, 0, 0, 0, 2, 0, 0})
        .with(role + "_treeids", new long[] {0, 0, 0, 1, 1})
        .with(role + "_nodeids", new long[] {2, 3, 4, 1, 2});
  }

  private static void trees(List<OperatorCase> c) {
    c.add(
        twoTrees(of(ML + "TreeEnsembleRegressor", "two trees, two targets", 3).in(3, 2), "target")
            .with("target_ids", new long[] {0, 0, 0, 1, 1})
            .with("target_weights", new float[] {0.7f, -0.3f, 0.25f, 1.5f, -2})
            .with("n_targets", 2)
            .with("base_values", new float[] {0.125f, -1})
            .tolerance(1e-5)
            .units(1));
    c.add(
        twoTrees(of(ML + "TreeEnsembleRegressor", "average", 3).in(2, 2), "target")
            .with("target_ids", new long[] {0, 0, 0, 0, 0})
            .with("target_weights", new float[] {0.7f, -0.3f, 0.25f, 1.5f, -2})
            .with("n_targets", 1)
            .with("aggregate_function", "AVERAGE")
            .tolerance(1e-5)
            .units(1));
  }

  private static OperatorCase classes(OperatorCase c, float... weights) {
    return twoTrees(c, "class")
        .with("class_weights", weights)
        .with("classlabels_int64s", new long[] {3, 7})
        .outputs(2)
        .tolerance(1e-3);
  }

  private static void classifiers(List<OperatorCase> c) {
    String trees = ML + "TreeEnsembleClassifier";
    c.add(
        classes(of(trees, "one class, positive", 3).in(3, 2), 0.1f, 0.4f, 0.2f, 0.5f, 0.05f)
            .with("class_ids", new long[] {0, 0, 0, 0, 0}));
    c.add(
        classes(of(trees, "one class, mixed, logistic", 3).in(3, 2), 1, -0.4f, 0.2f, -0.5f, 0.3f)
            .with("class_ids", new long[] {1, 1, 1, 1, 1})
            .with("post_transform", "LOGISTIC"));
    c.add(
        classes(of(trees, "three classes", 3).in(3, 2), 0.1f, 0.4f, 0.2f, 0.5f, 0.05f)
            .with("class_ids", new long[] {0, 2, 1, 1, 2})
            .with("classlabels_int64s", new long[] {5, 1, 2}));
    c.add(
        of(ML + "LinearClassifier", "three classes, softmax", 1)
            .in(2, 3)
            .with("coefficients", new float[] {1, -0.5f, 0.25f, 0.5f, 0.75f, -1, -1, 0.3f, 0.6f})
            .with("intercepts", new float[] {0.1f, -0.2f, 0.05f})
            .with("classlabels_ints", new long[] {0, 1, 2})
            .with("multi_class", 1)
            .with("post_transform", "SOFTMAX")
            .outputs(2)
            .tolerance(2e-3));
    c.add(
        of(ML + "LinearClassifier", "one score for two classes", 1)
            .in(3, 2)
            .with("coefficients", new float[] {1, -0.5f})
            .with("intercepts", new float[] {0.1f})
            .with("classlabels_ints", new long[] {4, 9})
            .outputs(2)
            .tolerance(2e-3));
    c.add(
        of(ML + "LinearClassifier", "one score for two classes, logistic", 1)
            .in(3, 2)
            .with("coefficients", new float[] {1, -0.5f})
            .with("intercepts", new float[] {0.1f})
            .with("classlabels_ints", new long[] {4, 9})
            .with("post_transform", "LOGISTIC")
            .outputs(2)
            .tolerance(2e-3));
    c.add(
        of(ML + "LinearRegressor", "two targets", 1)
            .in(2, 3)
            .with("coefficients", new float[] {1, -0.5f, 0.25f, 0.5f, 0.75f, -1})
            .with("intercepts", new float[] {0.1f, -0.2f})
            .with("targets", 2)
            .tolerance(2e-3));
    c.add(
        of(ML + "SVMRegressor", "radial kernel", 1)
            .in(2, 2)
            .with("kernel_type", "RBF")
            .with("kernel_params", new float[] {0.5f, 0, 3})
            .with("n_supports", 3)
            .with("support_vectors", new float[] {1, -1, 0.5f, 0.25f, -1, 0})
            .with("coefficients", new float[] {1, -0.5f, 0.25f})
            .with("rho", new float[] {0.2f})
            .tolerance(4e-3));
    c.add(
        of(ML + "SVMClassifier", "two classes, radial kernel", 1)
            .in(3, 2)
            .with("kernel_type", "RBF")
            .with("kernel_params", new float[] {0.5f, 0, 3})
            .with("support_vectors", new float[] {1, -1, 0.5f, 0.25f, -1, 0})
            .with("vectors_per_class", new long[] {2, 1})
            .with("coefficients", new float[] {1, 0.5f, -1.25f})
            .with("rho", new float[] {0.2f})
            .with("classlabels_ints", new long[] {0, 1})
            .outputs(2)
            .tolerance(4e-3));
    c.add(
        of(ML + "SVMClassifier", "three classes, linear kernel", 1)
            .in(3, 2)
            .with("kernel_type", "LINEAR")
            .with("kernel_params", new float[] {0.5f, 0, 3})
            .with("support_vectors", new float[] {1, -1, 0.5f, 0.25f, -1, 0})
            .with("vectors_per_class", new long[] {1, 1, 1})
            .with("coefficients", new float[] {1, 0.5f, -1.25f, 0.3f, -0.7f, 0.4f})
            .with("rho", new float[] {0.2f, -0.1f, 0.15f})
            .with("classlabels_ints", new long[] {0, 1, 2})
            .outputs(2)
            .units(2)
            .tolerance(4e-3));
  }

  private static void features(List<OperatorCase> c) {
    c.add(
        of(ML + "Scaler", "columns of different magnitude", 1)
            .in(2, 3)
            .with("offset", new float[] {0.5f, -1, 0.25f})
            .with("scale", new float[] {0.001f, 300, 1})
            .tolerance(1e-3)
            .units(1));
    c.add(
        of(ML + "Scaler", "one value", 1)
            .in(4)
            .with("offset", new float[] {0.25f})
            .with("scale", new float[] {0.5f})
            .tolerance(1e-4)
            .units(1));
    c.add(of(ML + "Normalizer", "L1", 1).in(2, 3).with("norm", "L1").tolerance(5e-3).units(2));
    c.add(of(ML + "Normalizer", "L2", 1).in(2, 3).with("norm", "L2").tolerance(5e-3).units(2));
    c.add(of(ML + "Normalizer", "MAX", 1).in(DataType.FLOAT, 0.1, 2, 2, 3).tolerance(5e-3));
    c.add(of(ML + "Binarizer", "", 1).in(2, 3).with("threshold", 0.25f));
    c.add(of(ML + "ArrayFeatureExtractor", "constant indices", 1).in(2, 4).int64s(3, 1));
    c.add(
        of(ML + "FeatureVectorizer", "", 1)
            .in(2, 3)
            .in(2, 1)
            .with("inputdimensions", new long[] {3, 1}));
    c.add(
        of(ML + "Imputer", "one value", 1)
            .in(DataType.FLOAT, -1, 1, 2, 3)
            .with("imputed_value_floats", new float[] {0.5f})
            .with("replaced_value_float", 0f)
            .units(1));
    c.add(
        of(ML + "OneHotEncoder", "", 1)
            .in(DataType.INT64, 0, 4, 3)
            .with("cats_int64s", new long[] {1, 3, 4}));
    c.add(
        of(ML + "LabelEncoder", "integers to floats", 2)
            .in(DataType.INT64, 0, 4, 3)
            .with("keys_int64s", new long[] {1, 3, 4})
            .with("values_floats", new float[] {0.5f, -2, 8})
            .with("default_float", 0.25f)
            .units(1));
    c.add(
        of(ML + "TreeEnsemble", "modes", 5)
            .in(DataType.FLOAT, -2, 2, 4, 2)
            .with("n_targets", 1)
            .with("tree_roots", new long[] {0})
            .with("nodes_featureids", new long[] {0, 1, 0})
            .with("nodes_modes", bytes(2, 4, 5))
            .with("nodes_splits", reals(0.5f, 0, 1))
            .with("nodes_truenodeids", new long[] {1, 0, 2})
            .with("nodes_trueleafs", new long[] {0, 1, 1})
            .with("nodes_falsenodeids", new long[] {2, 1, 3})
            .with("nodes_falseleafs", new long[] {0, 1, 1})
            .with("leaf_targetids", new long[] {0, 0, 0, 0})
            .with("leaf_weights", reals(0.5f, -1, 2, 4))
            .tolerance(1e-5)
            .units(1));
  }

  private static TensorData reals(float... values) {
    return TensorData.ofFloats(TensorShape.of(values.length), values);
  }

  private static TensorData bytes(long... values) {
    return TensorData.ofLongs(DataType.UINT8, TensorShape.of(values.length), values);
  }
}
