package io.zkchain.compiler.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.compiler.graph.OutputPart.Run;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputPartTest {

  @Test
  void readsIndicesAsNumPyDoes() {
    assertThat(OutputPart.parse("logits")).isEqualTo(OutputPart.whole("logits"));
    assertThat(OutputPart.parse(" dense/out:0[ :, -1, 2:5,:-3, ::2 , 7] "))
        .isEqualTo(
            new OutputPart(
                "dense/out:0",
                List.of(
                    Run.WHOLE,
                    Run.at(-1),
                    new Run(2, OptionalLong.of(5), 1),
                    new Run(0, OptionalLong.of(-3), 1),
                    new Run(0, OptionalLong.empty(), 2),
                    Run.at(7))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"logits", "y[:, -1]", "y[2:5, ::3, 1:, :7]", "a.b[0]", "y[-3:-1]"})
  void writesWhatItReads(String text) {
    assertThat(OutputPart.parse(text)).hasToString(text);
  }

  @Test
  void knowsTheWhole() {
    assertThat(OutputPart.parse("y[:, 0:]").isWhole()).isTrue();
    assertThat(OutputPart.parse("y[:, 0]").isWhole()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[0]",
        "y[]",
        "y[a]",
        "y[1,]",
        "y[1:2:0]",
        "y[1:2:-1]",
        "y[99999999999999999999]"
      })
  void refusesTheRest(String text) {
    assertThatThrownBy(() -> OutputPart.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
