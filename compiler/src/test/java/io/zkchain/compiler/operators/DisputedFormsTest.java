package io.zkchain.compiler.operators;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.error.ModelException;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Forms of operators that ONNX and ONNX Runtime compute differently are refused by name. */
final class DisputedFormsTest {
  private static final String ML = Node.ML_DOMAIN + ".";

  private record Form(OperatorCase model, String reason) {
    @Override
    public String toString() {
      return model.toString();
    }
  }

  private static List<Form> forms() {
    return List.of(
        new Form(
            OperatorCase.of("Resize", "crop by scales", 13)
                .in(1, 1, 4, 4)
                .constant(floats(0, 0, 0.1f, 0.2f, 1, 1, 0.9f, 0.7f))
                .constant(floats(1, 1, 2, 2))
                .with("coordinate_transformation_mode", "tf_crop_and_resize"),
            "give sizes"),
        new Form(transposed("SAME_UPPER", 9), "2 elements more"),
        new Form(transposed("NOTSET", 9), "2 elements more"),
        new Form(linear("LOGISTIC"), "post_transform LOGISTIC"),
        new Form(linear("SOFTMAX"), "post_transform SOFTMAX"),
        new Form(
            OperatorCase.of(ML + "SVMRegressor", "transformed", 1)
                .in(2, 2)
                .with("support_vectors", new float[] {1, -1})
                .with("coefficients", new float[] {1})
                .with("rho", new float[] {0.5f})
                .with("n_supports", 1)
                .with("post_transform", "LOGISTIC"),
            "post_transform LOGISTIC"),
        new Form(
            OperatorCase.of(ML + "SVMClassifier", "softmax of two", 1)
                .in(3, 2)
                .with("support_vectors", new float[] {1, -1, 0.5f, 0.25f})
                .with("vectors_per_class", new long[] {1, 1})
                .with("coefficients", new float[] {1, -1.25f})
                .with("rho", new float[] {0.2f})
                .with("classlabels_ints", new long[] {0, 1})
                .with("post_transform", "SOFTMAX")
                .outputs(2),
            "post_transform SOFTMAX"),
        new Form(
            twoClasses("a leaf of one class alone").with("class_ids", new long[] {0, 1, 1}),
            "leaf 2 of tree 0"),
        new Form(
            twoClasses("base values")
                .with("class_ids", new long[] {1, 1, 1})
                .with("base_values", new float[] {0.5f, 0.25f}),
            "base_values"),
        new Form(
            OperatorCase.of(ML + "FeatureVectorizer", "other lengths", 1)
                .in(3, 2)
                .in(3, 3)
                .with("inputdimensions", new long[] {3, 2}),
            "do not fit input 0"));
  }

  private static OperatorCase transposed(String pad, long length) {
    return OperatorCase.of("ConvTranspose", "output_shape beyond what is filled, " + pad, 11)
        .in(1, 1, 3)
        .weights(1, 1, 3)
        .with("strides", new long[] {2})
        .with("auto_pad", pad)
        .with("output_shape", new long[] {length});
  }

  // x0 <= 0.5 ? leaf 1 : leaf 2
  private static OperatorCase twoClasses(String name) {
    return OperatorCase.of(ML + "TreeEnsembleClassifier", name, 3)
        .in(3, 2)
        .with("nodes_treeids", new long[] {0, 0, 0})
        .with("nodes_nodeids", new long[] {0, 1, 2})
        .with("nodes_featureids", new long[] {0, 0, 0})
        .with("nodes_values", new float[] {0.5f, 0, 0})
        .with("nodes_modes", new String[] {"BRANCH_LEQ", "LEAF", "LEAF"})
        .with("nodes_truenodeids", new long[] {1, 0, 0})
        .with("nodes_falsenodeids", new long[] {2, 0, 0})
        .with("class_treeids", new long[] {0, 0, 0})
        .with("class_nodeids", new long[] {1, 1, 2})
        .with("class_weights", new float[] {0.25f, 0.75f, 0.5f})
        .with("classlabels_int64s", new long[] {3, 7})
        .outputs(2);
  }

  private static OperatorCase linear(String transform) {
    return OperatorCase.of(ML + "LinearRegressor", "one target, " + transform, 1)
        .in(2, 2)
        .with("coefficients", new float[] {1, -0.5f})
        .with("post_transform", transform);
  }

  private static TensorData floats(float... values) {
    return TensorData.ofFloats(TensorShape.of(values.length), values);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void isRefused(Form form) {
    byte[] model = form.model().model();
    assertThatThrownBy(() -> ModelImporter.load(model, Map.of(), Operators::reasonAgainst))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(form.reason());
  }
}
