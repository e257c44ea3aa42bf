package io.zkchain.compiler.graph.normalise;

import static io.zkchain.compiler.graph.normalise.Normalizing.constant;
import static io.zkchain.compiler.graph.normalise.Normalizing.load;
import static io.zkchain.compiler.graph.normalise.Normalizing.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NaN and infinities among the constants. */
class NormalizerFinitenessTest {
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
