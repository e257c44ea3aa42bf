package io.zkchain.compiler.reference;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.error.ReferenceException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.normalise.OperatorSupport;
import io.zkchain.compiler.testing.Models;
import io.zkchain.compiler.testing.SmallModels;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxRuntimeReferenceTest {

  private static final TensorShape IMAGE = TensorShape.of(1, 1, 6, 6);

  private static Graph graph() {
    return ModelImporter.load(SmallModels.convolutional(), Map.of(), OperatorSupport.everything())
        .graph();
  }

  @Test
  void resultsAreTheSameEveryTime() {
    TensorData image = SmallModels.random(new Random(1), DataType.FLOAT, IMAGE);
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(SmallModels.convolutional())) {
      Map<String, TensorData> first = reference.run(Map.of("image", image));
      assertThat(first).containsOnlyKeys("y");
      assertThat(reference.run(Map.of("image", image))).isEqualTo(first);
    }
  }

  @Test
  void intermediateValuesAreExposed() {
    Graph graph = graph();
    TensorData image = SmallModels.random(new Random(2), DataType.FLOAT, IMAGE);
    try (OnnxRuntimeReference all = OnnxRuntimeReference.openWithIntermediates(graph);
        OnnxRuntimeReference plain = OnnxRuntimeReference.open(graph)) {
      Map<String, TensorData> values = all.run(Map.of("image", image));
      assertThat(values).containsOnlyKeys("c", "r", "p", "f", "m", "y");
      double[] convolved = requireNonNull(values.get("c")).toDoubles();
      double[] rectified = requireNonNull(values.get("r")).toDoubles();
      for (int i = 0; i < convolved.length; i++) {
        assertThat(rectified[i]).isEqualTo(Math.max(0, convolved[i]));
      }
      assertThat(values.get("y")).isEqualTo(plain.run(Map.of("image", image)).get("y"));
      assertThat(all.run(Map.of("image", image), List.of("c")))
          .isEqualTo(Map.of("c", requireNonNull(values.get("c"))));
    }
  }

  /** uint16, uint32 and uint64 come out of ONNX Runtime's Java interface, but do not go in. */
  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"UINT16", "UINT32", "UINT64"})
  void everyTypeGoesThroughUnchanged(DataType dtype) {
    TensorData data = SmallModels.random(new Random(3), dtype, TensorShape.of(2, 3));
    byte[] model =
        Models.opset(17)
            .input("x", dtype, 2, 3)
            .node("Identity", List.of("x"), List.of("y"))
            .output("y")
            .bytes();
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(model)) {
      assertThat(reference.run(Map.of("x", data))).isEqualTo(Map.of("y", data));
    }
  }

  @Test
  void refusalsAreOneLine() {
    assertThatThrownBy(() -> OnnxRuntimeReference.open(new byte[] {1, 2, 3}))
        .isInstanceOf(ReferenceException.class)
        .hasMessageStartingWith("ONNX Runtime refuses the model")
        .message()
        .doesNotContain("\n");
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(SmallModels.convolutional())) {
      Map<String, TensorData> wrong = Map.of("image", TensorData.ofFloats(TensorShape.of(1), 1));
      assertThatThrownBy(() -> reference.run(wrong))
          .isInstanceOf(ReferenceException.class)
          .hasMessageStartingWith("ONNX Runtime cannot run the model");
      assertThatThrownBy(() -> reference.run(Map.of())).isInstanceOf(ReferenceException.class);
    }
  }
}
