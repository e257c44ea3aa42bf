package io.zkchain.compiler.operators;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zkchain.circuit.Checker;
import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.ModelCompiler;
import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.normalise.OperatorSupport;
import io.zkchain.compiler.reference.OnnxRuntimeReference;
import io.zkchain.compiler.testing.Models;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What exporters write as several nodes and the compiler reads as one. */
final class PatternsTest {

  @Test
  void spelledOutLayerNormalisationGoesIntoTheWeightsAfterIt() {
    Models m = Models.opset(17).input("x", DataType.FLOAT, 2, 4);
    scalar(m, "two", 2);
    scalar(m, "epsilon", 1e-5f);
    m.constant("gamma", TensorData.ofFloats(TensorShape.of(4), 1, 2, 3, 4));
    m.constant("beta", TensorData.ofFloats(TensorShape.of(4), 0, 1, 0, 0));
    m.constant("w", TensorData.ofFloats(TensorShape.of(4, 1), 1, 1, 1, 1));
    m.node("ReduceMean", List.of("x"), List.of("mean"), Map.of("axes", new long[] {-1}));
    m.node("Sub", List.of("x", "mean"), List.of("d"));
    m.node("Pow", List.of("d", "two"), List.of("d2"));
    m.node("ReduceMean", List.of("d2"), List.of("var"), Map.of("axes", new long[] {-1}));
    m.node("Add", List.of("var", "epsilon"), List.of("shifted"));
    m.node("Sqrt", List.of("shifted"), List.of("root"));
    m.node("Div", List.of("d", "root"), List.of("normal"));
    m.node("Mul", List.of("normal", "gamma"), List.of("scaled"));
    m.node("Add", List.of("scaled", "beta"), List.of("ln"));
    m.node("MatMul", List.of("ln", "w"), List.of("y"));
    m.output("y");
    Graph graph = Patterns.apply(graph(m));
    assertThat(graph.nodes())
        .extracting(Node::opType)
        .containsExactly("LayerNormalization", "MatMul", "Add");
    TensorData weights = constant(graph, graph.nodes().get(1).input(1));
    assertThat(weights.toDoubles()).containsExactly(1, 2, 3, 4);
    assertThat(constant(graph, graph.nodes().get(2).input(1)).toDoubles()).containsExactly(1);
  }

  @Test
  void aMeanOverOtherAxesIsNoLayerNormalisation() {
    Models m = Models.opset(17).input("x", DataType.FLOAT, 2, 4);
    scalar(m, "epsilon", 1e-5f);
    m.node("ReduceMean", List.of("x"), List.of("mean"), Map.of("axes", new long[] {0}));
    m.node("Sub", List.of("x", "mean"), List.of("d"));
    m.node("Mul", List.of("d", "d"), List.of("d2"));
    m.node("ReduceMean", List.of("d2"), List.of("var"), Map.of("axes", new long[] {0}));
    m.node("Add", List.of("var", "epsilon"), List.of("shifted"));
    m.node("Sqrt", List.of("shifted"), List.of("root"));
    m.node("Div", List.of("d", "root"), List.of("y"));
    m.output("y");
    assertThat(Patterns.apply(graph(m)).nodes())
        .extracting(Node::opType)
        .doesNotContain("LayerNormalization");
  }

  @Test
  void geluOfErfIsOneTable() {
    Models m = Models.opset(17).input("x", DataType.FLOAT, 9);
    scalar(m, "root", (float) (1 / Math.sqrt(2)));
    scalar(m, "one", 1);
    scalar(m, "half", 0.5f);
    m.node("Mul", List.of("x", "root"), List.of("a"));
    m.node("Erf", List.of("a"), List.of("b"));
    m.node("Add", List.of("b", "one"), List.of("c"));
    m.node("Mul", List.of("x", "c"), List.of("d"));
    m.node("Mul", List.of("d", "half"), List.of("y"));
    m.output("y");
    assertThat(Patterns.apply(graph(m)).nodes())
        .extracting(Node::opType)
        .containsExactly("Expression");
    follows(m, 2e-3);
  }

  @Test
  void aValueThatIsReadElsewhereEndsAnExpression() {
    Models m = Models.opset(17).input("x", DataType.FLOAT, 9);
    m.node("Sigmoid", List.of("x"), List.of("s"));
    m.node("Mul", List.of("x", "s"), List.of("y"));
    m.output("s", "y");
    assertThat(Patterns.apply(graph(m)).nodes())
        .extracting(Node::opType)
        .containsExactly("Sigmoid", "Expression");
    follows(m, 2e-3);
  }

  @Test
  void logarithmsOfSumsOfExponentialsNeedNoTableOfTheSum() {
    Models m = Models.opset(17).input("x", DataType.FLOAT, 2, 5);
    m.constant("axis", TensorData.ofInt64s(1));
    m.node("Exp", List.of("x"), List.of("e"));
    m.node("ReduceSum", List.of("e", "axis"), List.of("s"));
    m.node("Log", List.of("s"), List.of("y"));
    m.output("y");
    assertThat(Patterns.apply(graph(m)).nodes())
        .extracting(Node::opType)
        .containsExactly("ReduceLogSumExp");
    follows(m, 8e-3);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NEGATIVE_INFINITY, -1e4f, -3.4e38f})
  void maskedScoresHaveTheProbabilityZero(float mask) {
    for (boolean causal : new boolean[] {true, false}) {
      Models m = Models.opset(17).input("x", DataType.FLOAT, 2, 3, 3);
      float o = mask;
      float[] bias = causal ? new float[] {0, o, o, 0, 0, o, 0, 0, 0} : new float[] {0, o, 0.5f};
      int[] dims = causal ? new int[] {3, 3} : new int[] {3};
      m.constant("mask", TensorData.ofFloats(TensorShape.of(dims), bias));
      m.node("Add", List.of("x", "mask"), List.of("s"));
      m.node("Softmax", List.of("s"), List.of("y"), Map.of("axis", -1));
      m.output("y");
      double[] p = follows(m, 2e-3);
      for (int i = 0; i < p.length; i++) {
        if (bias[i % bias.length] == mask) {
          assertThat(p[i]).isZero();
        }
      }
    }
  }

  /** The norm of small vectors: a rounded root would leave nothing of them. */
  @Test
  void reciprocalsOfRootsKeepTheirPrecision() {
    Models m = Models.opset(17).input("x", DataType.FLOAT, 4, 3);
    m.constant("axis", TensorData.ofInt64s(-1));
    scalar(m, "scale", 0x1p-12f);
    m.node("Mul", List.of("x", "x"), List.of("whole"));
    m.node("Mul", List.of("whole", "scale"), List.of("square"));
    m.node("ReduceSum", List.of("square", "axis"), List.of("sum"));
    m.node("Sqrt", List.of("sum"), List.of("root"));
    m.node("Reciprocal", List.of("root"), List.of("inverse"));
    m.output("inverse");
    assertThat(Patterns.apply(graph(m)).nodes())
        .extracting(Node::opType)
        .contains("Pow")
        .doesNotContain("Sqrt", "Reciprocal");
    follows(m, 0.1);
  }

  /** A bias from the input and a constant mask are added before they meet the scores. */
  @Test
  void masksMayBeAddedToABiasFirst() {
    float o = Float.NEGATIVE_INFINITY;
    Models m = Models.opset(17).input("x", DataType.FLOAT, 2, 3, 3);
    m.constant("causal", TensorData.ofFloats(TensorShape.of(3, 3), 0, o, o, 0, 0, o, 0, 0, 0));
    scalar(m, "half", 0.5f);
    m.node("Mul", List.of("x", "half"), List.of("bias"));
    m.node("Add", List.of("bias", "causal"), List.of("both"));
    m.node("Add", List.of("x", "both"), List.of("s"));
    m.node("Softmax", List.of("s"), List.of("y"), Map.of("axis", -1));
    m.output("y");
    double[] p = follows(m, 2e-3);
    assertThat(p[1]).isZero();
    assertThat(p[2]).isZero();
    assertThat(p[5]).isZero();
  }

  /** Which scores are masked is known from the input only. */
  @Test
  void conditionsFromTheInputMaskScores() {
    Models m = Models.opset(17).input("x", DataType.FLOAT, 2, 3, 3);
    scalar(m, "zero", 0);
    scalar(m, "limit", 1.25f);
    scalar(m, "never", Float.NEGATIVE_INFINITY);
    m.node("Greater", List.of("x", "limit"), List.of("large"));
    m.node("Where", List.of("large", "never", "zero"), List.of("mask"));
    m.node("Add", List.of("x", "mask"), List.of("s"));
    m.node("Softmax", List.of("s"), List.of("y"), Map.of("axis", -1));
    m.output("y");
    assertThat(follows(m, 4e-3)).contains(0.0);
  }

  @Test
  void aRowWithoutScoresIsRefused() {
    Models m = Models.opset(17).input("x", DataType.FLOAT, 2, 2);
    m.constant("mask", TensorData.ofFloats(TensorShape.of(2, 2), 0, 0, -1e9f, -1e9f));
    m.node("Add", List.of("x", "mask"), List.of("s"));
    m.node("Softmax", List.of("s"), List.of("y"), Map.of("axis", -1));
    m.output("y");
    assertThatThrownBy(() -> follows(m, 1))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("all masked");
  }

  // Satisfies its circuit and stays close to ONNX Runtime; the last output's values.
  static double[] follows(Models m, double tolerance) {
    Random random = new Random(5);
    Graph graph = graph(m);
    List<Map<String, TensorData>> samples =
        List.of(sample(graph, random), sample(graph, random), sample(graph, random));
    CompiledModel model =
        ModelCompiler.compile(m.bytes(), CompileOptions.defaults().withLogRows(14), samples);
    Checker checker = new Checker(model.circuit(), model.fixedValues());
    double[] last = {};
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(graph)) {
      for (Map<String, TensorData> input : samples) {
        assertThat(checker.first(model.witness(input))).isEmpty();
        Map<String, TensorData> got = model.run(input).outputs();
        Map<String, TensorData> want = reference.run(input);
        for (String name : want.keySet()) {
          last = requireNonNull(got.get(name)).toDoubles();
          double[] wanted = requireNonNull(want.get(name)).toDoubles();
          for (int i = 0; i < last.length; i++) {
            assertThat(last[i]).isCloseTo(wanted[i], within(tolerance));
          }
        }
      }
    }
    return last;
  }

  private static Map<String, TensorData> sample(Graph graph, Random random) {
    TensorShape shape = graph.inputs().getFirst().type().shape();
    double[] values = random.doubles(shape.size(), -2, 2).toArray();
    return Map.of("x", TensorData.ofDoubles(DataType.FLOAT, shape, values));
  }

  private static TensorData constant(Graph graph, String name) {
    return requireNonNull(graph.initializers().get(name));
  }

  private static void scalar(Models m, String name, float value) {
    m.constant(name, TensorData.ofFloats(TensorShape.SCALAR, value));
  }

  private static Graph graph(Models m) {
    return ModelImporter.load(m.bytes(), Map.of(), OperatorSupport.everything()).graph();
  }
}
