package io.zkchain.compiler.graph.normalise;

import static io.zkchain.compiler.graph.normalise.Normalizing.load;
import static io.zkchain.compiler.graph.normalise.Normalizing.model;
import static io.zkchain.compiler.graph.normalise.Normalizing.operators;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.error.UnsupportedOperatorsException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Branches, and nodes that are refused. */
class NormalizerSupportTest {
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

  private static Map<String, Object> branches(String value, String then, String otherwise) {
    return Map.of(
        "then_branch",
        Models.body()
            .node(then, List.of(value), List.of("t_" + value))
            .output("t_" + value)
            .graph(),
        "else_branch",
        Models.body()
            .node(otherwise, List.of(value), List.of("e_" + value))
            .output("e_" + value)
            .graph());
  }

  /** Two branches that are taken, one of them of a refused value, and one that is not. */
  @Test
  void refusedNodesInBranchesAreReportedWithTheOthers() {
    Models model =
        model()
            .constant("yes", TensorData.ofLongs(DataType.BOOL, TensorShape.of(1), new long[] {1}))
            .node("If", List.of("yes"), List.of("a"), branches("x", "MagicA", "MagicB"))
            .node("MagicC", List.of("a"), List.of("b"))
            .node("Not", List.of("yes"), List.of("no"))
            .node("If", List.of("no"), List.of("d"), branches("b", "MagicD", "MagicE"))
            .node("If", List.of("no"), List.of("f"), branches("d", "MagicF", "Neg"))
            .output("f");
    assertThatThrownBy(() -> load(model))
        .isInstanceOfSatisfying(
            UnsupportedOperatorsException.class,
            e ->
                assertThat(e.findings())
                    .extracting(UnsupportedOperatorsException.Finding::operator)
                    .containsExactlyInAnyOrder("MagicA", "MagicC", "MagicE"))
        .hasMessageContaining("MagicA (node 'n_a/n_t_x')")
        .hasMessageStartingWith("the model has 3 unsupported nodes: ");
  }

  /** What is refused in a branch alone, of two branches. */
  @Test
  void allBranchesAreLookedAt() {
    Models model =
        model()
            .constant("yes", TensorData.ofLongs(DataType.BOOL, TensorShape.of(1), new long[] {1}))
            .node("If", List.of("yes"), List.of("a"), branches("x", "MagicA", "Neg"))
            .node("If", List.of("yes"), List.of("b"), branches("a", "MagicB", "Neg"))
            .output("b");
    assertThatThrownBy(() -> load(model))
        .hasMessageStartingWith("the model has 2 unsupported nodes: MagicA");
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
}
