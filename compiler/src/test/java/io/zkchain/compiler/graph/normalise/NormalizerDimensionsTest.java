package io.zkchain.compiler.graph.normalise;

import static io.zkchain.compiler.graph.normalise.Normalizing.ALL;
import static io.zkchain.compiler.graph.normalise.Normalizing.load;
import static io.zkchain.compiler.graph.normalise.Normalizing.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Dimensions that the model leaves open. */
class NormalizerDimensionsTest {
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
}
