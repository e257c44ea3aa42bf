package io.zkchain.compiler.graph.normalise;

import static io.zkchain.compiler.graph.normalise.Normalizing.load;
import static io.zkchain.compiler.graph.normalise.Normalizing.model;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Order, names, inputs and outputs: what no model may get wrong. */
class NormalizerNamesTest {
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
}
