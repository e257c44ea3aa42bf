package io.zkchain.compiler.operators;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.normalise.OperatorSupport;
import io.zkchain.compiler.reference.OnnxRuntimeReference;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX Runtime computes the same from an operator and from what takes its place. */
final class ExpansionsTest {

  static List<OperatorCase> expanded() {
    List<String> operators =
        new Expansions().entries().stream().map(OperatorEntry::operator).toList();
    return AttentionCases.all().stream().filter(c -> operators.contains(c.operator())).toList();
  }

  @ParameterizedTest
  @MethodSource("expanded")
  void theFunctionStays(OperatorCase operator) {
    Graph graph =
        ModelImporter.load(operator.model(), Map.of(), OperatorSupport.everything()).graph();
    Graph expanded = Expansions.apply(graph);
    assertThat(expanded.nodes()).noneMatch(n -> n.is(operator.operator()));
    Map<String, TensorData> input = operator.sample(new Random(9), 1);
    try (OnnxRuntimeReference one = OnnxRuntimeReference.open(graph);
        OnnxRuntimeReference other = OnnxRuntimeReference.open(expanded)) {
      Map<String, TensorData> want = one.run(input);
      Map<String, TensorData> got = other.run(input);
      assertThat(got.keySet()).isEqualTo(want.keySet());
      want.forEach((name, data) -> {
        TensorData found = requireNonNull(got.get(name));
        assertThat(found.type()).isEqualTo(data.type());
        for (int i = 0; i < data.size(); i++) {
          assertThat(found.doubleAt(i)).isCloseTo(data.doubleAt(i), within(1e-5));
        }
      });
    }
  }
}
