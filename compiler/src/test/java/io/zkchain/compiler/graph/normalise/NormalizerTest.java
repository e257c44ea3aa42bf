package io.zkchain.compiler.graph.normalise;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.error.UnsupportedOperatorsException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizerTest {

  private static final OperatorSupport ALL = OperatorSupport.everything();

  private static Graph load(Models model) {
    return ModelImporter.load(model.bytes(), Map.of(), ALL).graph();
  }

  private static TensorData constant(Graph graph, String name) {
    return requireNonNull(graph.initializers().get(name), name);
  }

  private static Models model() {
    return Models.opset(17).input("x", DataType.FLOAT, 2, 3);
  }

  private static List<String> operators(Graph graph) {
    return graph.nodes().stream().map(Node::opType).toList();
  }

  // Order and names.

  @Test
  void cyclesAreNamed() {
    assertThatThrownBy(() ->
            load(
                model()
                    .node("Add", List.of("x", "b"), List.of("a"))
                    .node("Relu", List.of("a"), List.of("b"))
                    .output("b")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("node 'n_a' (Add): lies on a cycle: it reads 'b'");
  }

  @Test
  void unorderedNodesAreNamed() {
    assertThatThrownBy(() ->
            load(
                model()
                    .node("Relu", List.of("a"), List.of("y"))
                    .node("Neg", List.of("x"), List.of("a"))
                    .output("y")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("before node 'n_a' (Neg) computes it")
        .hasMessageContaining("not in topological order");
  }

  @Test
  void undefinedValuesAreNamed() {
    assertThatThrownBy(() -> load(model().node("Relu", List.of("gone"), List.of("y")).output("y")))
        .hasMessage("node 'n_y' (Relu): reads 'gone', which nothing defines");
    assertThatThrownBy(() -> load(model().node("Relu", List.of("x"), List.of("y")).output("z")))
        .hasMessage("graph output 'z' is not defined");
  }

  @Test
  void secondDefinitionsAreRefused() {
    assertThatThrownBy(() ->
            load(
                model()
                    .node("Relu", List.of("x"), List.of("y"))
                    .node("Neg", List.of("x"), List.of("y"))
                    .output("y")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("'y' is already defined");
    assertThatThrownBy(() -> load(model().node("Relu", List.of("x"), List.of("x")).output("x")))
        .hasMessageContaining("'x' is already defined");
    assertThatThrownBy(
            () -> load(model().node("Relu", List.of("x"), List.of("y")).output("y", "y")))
        .hasMessage("graph output 'y' is listed twice");
  }

  /** Else the constant that takes part in the node's replacement would be the model's weight. */
  @Test
  void valuesNamedAsThoseOfAReplacementAreRefused() {
    assertThatThrownBy(() ->
            load(
                model()
                    .constant("n_y/constant0", TensorData.ofFloats(TensorShape.SCALAR, 2))
                    .node("DynamicQuantizeLinear", List.of("x"), List.of("y", "s", "p"))
                    .node("Mul", List.of("x", "n_y/constant0"), List.of("z"))
                    .output("z", "s")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("'n_y/constant0'")
        .hasMessageContaining("rename it");
  }

  /** The proof would say nothing about them. */
  @Test
  void inputsThatAReplacementLeavesOutAreRefused() {
    assertThatThrownBy(() ->
            load(
                Models.opset(14)
                    .input("x", DataType.FLOAT, 4)
                    .input("more", DataType.FLOAT, 4)
                    .node("DynamicQuantizeLinear", List.of("x", "more"), List.of("y", "s", "p"))
                    .output("y")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("n_y")
        .hasMessageContaining("input 'more' must be constant");
  }

  @Test
  void modelsWithoutInputsOrOutputsAreRefused() {
    assertThatThrownBy(() -> load(model().node("Relu", List.of("x"), List.of("y"))))
        .hasMessage("the model has no outputs");
    assertThatThrownBy(() ->
            load(
                Models.opset(17)
                    .constant("c", TensorData.ofInt64s(1))
                    .node("Identity", List.of("c"), List.of("y"))
                    .output("y")))
        .hasMessage("the model has no inputs");
  }

  // Dimensions.

  private static Models dynamic(Object... dims) {
    return Models.opset(17)
        .input("x", DataType.FLOAT, dims)
        .node("Relu", List.of("x"), List.of("y"))
        .output("y");
  }

  @Test
  void innerDimensionsNeedAValue() {
    byte[] bytes = dynamic("batch", "length", "").bytes();
    assertThatThrownBy(() -> ModelImporter.load(bytes, Map.of(), ALL))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage(
            "dynamic dimensions without a value: batch, length, x[2]; give each one as name=value");
    assertThatThrownBy(() -> ModelImporter.load(bytes, Map.of("length", 4), ALL))
        .hasMessageContaining("batch, x[2]");
    NormalizedModel model = ModelImporter.load(bytes, Map.of("length", 4, "x[2]", 5), ALL);
    assertThat(model.graph().shape("y")).isEqualTo(TensorShape.of(1, 4, 5));
    assertThat(model.notices()).containsExactly("batch dimension 'batch' is open and taken as 1");
  }

  @Test
  void valuesForUnknownOrBadDimensionsAreRefused() {
    byte[] bytes = dynamic("batch", 3).bytes();
    assertThatThrownBy(() -> ModelImporter.load(bytes, Map.of("btach", 2), ALL))
        .hasMessage("the model has no dynamic dimension 'btach' (it has batch)");
    assertThatThrownBy(() -> ModelImporter.load(bytes, Map.of("batch", 0), ALL))
        .hasMessageContaining("must be positive");
    assertThatThrownBy(() -> ModelImporter.load(bytes, Map.of("batch", Integer.MAX_VALUE), ALL))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("more than 2^31 - 1 elements");
  }

  @Test
  void emptyTensorsAreRefusedAtTheBorder() {
    assertThatThrownBy(() -> load(dynamic(0, 3)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage("input 'x' of shape [0, 3] has no elements");
  }

  // What disappears.

  @Test
  void idleNodesDisappear() {
    Graph graph =
        load(
            model()
                .constant("shape", TensorData.ofInt64s(2, -1))
                .node("Identity", List.of("x"), List.of("a"))
                .node("Dropout", List.of("a"), List.of("b"))
                .node("Cast", List.of("b"), List.of("c"), Map.of("to", 1))
                .node("Reshape", List.of("c", "shape"), List.of("d"))
                .node("Transpose", List.of("d"), List.of("e"), Map.of("perm", new long[] {0, 1}))
                .node("Concat", List.of("e"), List.of("f"), Map.of("axis", 0))
                .node("Relu", List.of("f"), List.of("g"))
                .node("Identity", List.of("g"), List.of("y"))
                .node("Exp", List.of("g"), List.of("dead"))
                .output("y"));
    assertThat(graph.nodes())
        .singleElement()
        .satisfies(node -> {
          assertThat(node.opType()).isEqualTo("Relu");
          assertThat(node.inputs()).containsExactly("x");
          assertThat(node.outputs()).containsExactly("y");
        });
    assertThat(graph.initializers()).isEmpty();
  }

  @Test
  void nodesThatMoveElementsStay() {
    Graph graph =
        load(
            Models.opset(17)
                .input("x", DataType.FLOAT, 3, 3)
                .constant("s", TensorData.ofInt64s(-1))
                .constant("e", TensorData.ofInt64s(Long.MIN_VALUE))
                .constant("a", TensorData.ofInt64s(0))
                .constant("m", TensorData.ofInt64s(-1))
                .node("Transpose", List.of("x"), List.of("t"))
                .node("Slice", List.of("t", "s", "e", "a", "m"), List.of("y"))
                .output("y"));
    assertThat(operators(graph)).containsExactly("Transpose", "Slice");
    assertThat(graph.shape("y")).isEqualTo(TensorShape.of(3, 3));
  }

  @Test
  void outputsKeepTheirNames() {
    Graph graph =
        load(
            model()
                .constant("c", TensorData.ofFloats(TensorShape.of(1), 5))
                .node("Relu", List.of("x"), List.of("r"))
                .node("Identity", List.of("r"), List.of("first"))
                .node("Identity", List.of("r"), List.of("second"))
                .node("Identity", List.of("x"), List.of("copy"))
                .node("Identity", List.of("c"), List.of("five"))
                .output("first", "second", "copy", "five"));
    assertThat(operators(graph)).containsExactly("Relu", "Identity", "Identity");
    assertThat(graph.outputs())
        .extracting(output -> output.name())
        .containsExactly("first", "second", "copy", "five");
    assertThat(graph.initializers())
        .containsOnlyKeys("five")
        .containsValue(TensorData.ofFloats(TensorShape.of(1), 5));
  }

  @Test
  void initializersAmongTheInputsAreConstants() {
    Graph graph =
        load(
            model()
                .input("w", DataType.FLOAT, 3)
                .constant("w", TensorData.ofFloats(TensorShape.of(3), 1, 2, 3))
                .node("Add", List.of("x", "w"), List.of("y"))
                .output("y"));
    assertThat(graph.inputs()).extracting(input -> input.name()).containsExactly("x");
  }

  @Test
  void shapeArithmeticFoldsAway() {
    Graph graph =
        load(
            model()
                .constant(
                    "zero", TensorData.ofLongs(DataType.INT64, TensorShape.SCALAR, new long[1]))
                .constant("minus", TensorData.ofInt64s(-1))
                .node("Shape", List.of("x"), List.of("s"))
                .node("Gather", List.of("s", "zero"), List.of("n"))
                .node("Unsqueeze", List.of("n", "axes"), List.of("nn"))
                .constant("axes", TensorData.ofInt64s(0))
                .node("Concat", List.of("nn", "minus"), List.of("target"), Map.of("axis", 0))
                .node(
                    "ConstantOfShape",
                    List.of("s"),
                    List.of("ones"),
                    Map.of("value", TensorData.ofFloats(TensorShape.of(1), 1)))
                .node("Add", List.of("x", "ones"), List.of("sum"))
                .node("Transpose", List.of("sum"), List.of("t"))
                .node("Reshape", List.of("t", "target"), List.of("y"))
                .output("y"));
    assertThat(operators(graph)).containsExactly("Add", "Transpose", "Reshape");
    assertThat(constant(graph, "target")).isEqualTo(TensorData.ofInt64s(2, -1));
    assertThat(constant(graph, "ones").toFloats()).containsOnly(1f);
  }

  @Test
  void operatorsThatAreNotFoldedInJavaGoToOnnxRuntime() {
    Graph graph =
        load(
            model()
                .constant("c", TensorData.ofFloats(TensorShape.of(1), 0))
                .node("Exp", List.of("c"), List.of("one"))
                .node("Mul", List.of("x", "one"), List.of("y"))
                .output("y"));
    assertThat(operators(graph)).containsExactly("Mul");
    assertThat(constant(graph, "one").toFloats()).containsExactly(1f);
  }

  @Test
  void smallFilesDoNotUnfoldToHugeConstants() {
    assertThatThrownBy(() ->
            load(
                model()
                    .constant("big", TensorData.ofInt64s(1 << 14, 1 << 14))
                    .node("ConstantOfShape", List.of("big"), List.of("c"))
                    .node("Add", List.of("x", "c"), List.of("y"))
                    .output("y")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("n_c")
        .hasMessageContaining("too large");
  }

  @Test
  void constantsAreNoShapesOfMillionsOfAxes() {
    assertThatThrownBy(() ->
            load(
                model()
                    .constant("n", TensorData.ofInt64s(1 << 20))
                    .node(
                        "ConstantOfShape",
                        List.of("n"),
                        List.of("ones"),
                        Map.of("value", TensorData.ofInt64s(1)))
                    .node("Expand", List.of("x", "ones"), List.of("y"))
                    .output("y")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("1048576 axes, at most 64");
  }

  @Test
  void constantsOfUnreadTypesAreNamed() {
    TensorProto strings = TensorProto.newBuilder().setDataType(8).build();
    for (String operator : List.of("Constant", "Const")) {
      assertThatThrownBy(() ->
              load(
                  model()
                      .node(operator, List.of(), List.of("c"), Map.of("value", strings))
                      .node("Add", List.of("x", "c"), List.of("y"))
                      .output("y")))
          .isInstanceOf(UnsupportedOperatorsException.class)
          .hasMessageContaining("attribute 'value' is a string tensor");
    }
  }

  // Branches.

  private static Models branching(TensorData condition) {
    return model()
        .constant("cond", condition)
        .constant("three", TensorData.ofFloats(TensorShape.SCALAR, 3))
        .node(
            "If",
            List.of("cond"),
            List.of("y"),
            Map.of(
                "then_branch",
                Models.body()
                    .constant("two", TensorData.ofFloats(TensorShape.SCALAR, 2))
                    .node("Mul", List.of("x", "two"), List.of("inner"))
                    .node("Add", List.of("inner", "three"), List.of("out"))
                    .output("out")
                    .graph(),
                "else_branch",
                Models.body().node("Neg", List.of("x"), List.of("out")).output("out").graph()))
        .output("y");
  }

  @Test
  void constantConditionsChooseABranch() {
    TensorShape one = TensorShape.of(1);
    assertThat(operators(load(branching(TensorData.ofLongs(DataType.BOOL, one, new long[] {1})))))
        .containsExactly("Mul", "Add");
    assertThat(operators(load(branching(TensorData.ofLongs(DataType.BOOL, one, new long[] {0})))))
        .containsExactly("Neg");
  }

  @Test
  void otherConditionsAreRefused() {
    Models model =
        Models.opset(17)
            .input("x", DataType.FLOAT, 1)
            .input("cond", DataType.BOOL, 1)
            .node(
                "If",
                List.of("cond"),
                List.of("y"),
                Map.of(
                    "then_branch",
                    Models.body().node("Neg", List.of("x"), List.of("a")).output("a").graph(),
                    "else_branch",
                    Models.body().node("Abs", List.of("x"), List.of("b")).output("b").graph()))
            .output("y");
    assertThatThrownBy(() -> load(model))
        .isInstanceOf(UnsupportedOperatorsException.class)
        .hasMessageContaining("If (node 'n_y')")
        .hasMessageContaining("data-dependent control flow");
  }

  // Support.

  @Test
  void allUnsupportedNodesAreReportedAtOnce() {
    Models model =
        model()
            .domain("com.example", 1)
            .constant("c", TensorData.ofFloats(TensorShape.of(1), 1))
            .node("Sin", List.of("c"), List.of("folds"))
            .node("Sin", List.of("x"), List.of("a"))
            .node("", "com.example", "Magic", List.of("a"), List.of("b"), Map.of())
            .node("NoSuchOperator", List.of("b"), List.of("d"))
            .node("Sin", List.of("x"), List.of("dead"))
            .node("Add", List.of("d", "folds"), List.of("y"))
            .output("y");
    OperatorSupport noSin =
        node -> node.is("Sin") ? Optional.of("no trigonometry here") : Optional.empty();
    assertThatThrownBy(() -> ModelImporter.load(model.bytes(), Map.of(), noSin))
        .isInstanceOfSatisfying(
            UnsupportedOperatorsException.class,
            e ->
                assertThat(e.findings())
                    .extracting(finding -> finding.toString())
                    .containsExactly(
                        "Sin (node 'n_a'): no trigonometry here",
                        "com.example.Magic (node 'Magic_2'): custom domain 'com.example'",
                        "NoSuchOperator (node 'n_d'): no shape inference for this operator"))
        .hasMessageStartingWith("the model has 3 unsupported nodes: Sin (node 'n_a')");
  }

  @Test
  void randomNodesDoNotFold() {
    assertThatThrownBy(() ->
            load(
                model()
                    .node("RandomNormal", List.of(), List.of("r"), Map.of("shape", new long[] {3}))
                    .node("Add", List.of("x", "r"), List.of("y"))
                    .output("y")))
        .isInstanceOf(UnsupportedOperatorsException.class)
        .hasMessageContaining("RandomNormal (node 'n_r')");
  }

  @Test
  void dropoutInTrainingIsRefused() {
    assertThatThrownBy(() ->
            load(
                model()
                    .constant("p", TensorData.ofFloats(TensorShape.SCALAR, 0.5f))
                    .constant(
                        "t", TensorData.ofLongs(DataType.BOOL, TensorShape.SCALAR, new long[] {1}))
                    .node("Dropout", List.of("x", "p", "t"), List.of("y"))
                    .output("y")))
        .isInstanceOf(UnsupportedOperatorsException.class)
        .hasMessageContaining("training mode");
  }

  @Test
  void shapesThatDependOnDataAreRefused() {
    assertThatThrownBy(() ->
            load(
                model()
                    .input("target", DataType.INT64, 2)
                    .node("Reshape", List.of("x", "target"), List.of("y"))
                    .output("y")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage(
            "node 'n_y' (Reshape): data-dependent shape: the target shape ('target') must be"
                + " constant");
  }

  // NaN and infinities.

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void weightsMustBeFinite(float bad) {
    assertThatThrownBy(() ->
            load(
                model()
                    .constant("w", TensorData.ofFloats(TensorShape.of(3, 2), 0, 0, 0, bad, 0, 0))
                    .node("MatMul", List.of("x", "w"), List.of("y"))
                    .output("y")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("'w'")
        .hasMessageContaining(String.valueOf((double) bad))
        .hasMessageContaining("index [1, 1]");
  }

  @Test
  void weightsThatFoldAwayMustBeFiniteToo() {
    assertThatThrownBy(() ->
            load(
                model()
                    .constant("w", TensorData.ofFloats(TensorShape.of(1), Float.NaN))
                    .node("IsNaN", List.of("w"), List.of("hidden"))
                    .node("Cast", List.of("hidden"), List.of("c"), Map.of("to", 1))
                    .node("Add", List.of("x", "c"), List.of("y"))
                    .output("y")))
        .hasMessageContaining("'w'")
        .hasMessageContaining("NaN");
  }

  @Test
  void minusInfinityStaysWhereItMasks() {
    TensorData mask = TensorData.ofFloats(TensorShape.of(3), 0, Float.NEGATIVE_INFINITY, 0);
    Graph graph =
        load(
            model()
                .constant("mask", mask)
                .node("Add", List.of("x", "mask"), List.of("m"))
                .node("Softmax", List.of("m"), List.of("y"))
                .output("y"));
    assertThat(constant(graph, "mask")).isEqualTo(mask);
  }

  @Test
  void attributesMustBeFinite() {
    assertThatThrownBy(() ->
            load(
                model()
                    .node("LeakyRelu", List.of("x"), List.of("y"), Map.of("alpha", Float.NaN))
                    .output("y")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage("node 'n_y' (LeakyRelu): attribute 'alpha' is not finite");
  }
}
