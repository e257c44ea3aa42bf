package io.zkchain.compiler.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Checker;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.Inference;
import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.quantize.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether what happens to an input outside the calibration is what the report says of the nodes.
 */
public final class ReportedOverflow {
  private static final Pattern NODE = Pattern.compile("^node (.*?\\)): .*");

  private ReportedOverflow() {}

  /**
   * A satisfied circuit, in which no node clamps for which that is impossible (the worst of a
   * node's roundings is reported); or one rejection, by a node that rejects or by an input.
   *
   * @return what was evaluated, or empty if the input is rejected
   */
  public static Optional<Inference> of(
      CompiledModel model, Checker checker, Map<String, TensorData> input) {
    Inference inference;
    try {
      inference = model.run(input);
      assertThat(checker.first(model.witness(input))).isEmpty();
    } catch (InputDataException e) {
      assertThat(e).hasMessageContaining("outside the proven range");
      assertThat(rejects(model, String.valueOf(e.getMessage())))
          .as("a rejection by %s", e.getMessage())
          .isTrue();
      return Optional.empty();
    }
    for (String node : inference.saturated().keySet()) {
      if (!node.endsWith("(input)")) {
        assertThat(model.verdicts())
            .as(node)
            .containsKey(node)
            .doesNotContainEntry(node, Verdict.IMPOSSIBLE);
      }
    }
    return Optional.of(inference);
  }

  private static boolean rejects(CompiledModel model, String message) {
    Matcher node = NODE.matcher(message);
    return node.matches()
        ? model.verdicts().get(node.group(1)) == Verdict.REJECT
        : message.startsWith("input '");
  }
}
