package io.zkchain.compiler.operators;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.ModelCompiler;
import io.zkchain.compiler.error.UnsupportedModelException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Forms that ONNX Runtime takes and no circuit has: the message says which and what to do. */
final class RefusedFormsTest {

  @Test
  void aWindowOfPadsAloneHasNoMaximumAndNoMean() {
    for (String operator : List.of("MaxPool", "AveragePool")) {
      OperatorCase c =
          OperatorCase.of(operator, "", 22)
              .in(1, 1, 4, 1)
              .with("kernel_shape", new long[] {2, 2})
              .with("dilations", new long[] {1, 2})
              .with("pads", new long[] {0, 1, 0, 1});
      refused(
          c,
          "node 'n' (%s): the window of output 0 along spatial axis 1 holds no element, only pads"
              .formatted(operator),
          "(an axis of 1, padded by 1 and 1): lower pads or dilations");
    }
  }

  @Test
  void aConstantThatOnlyInputsHaveACircuitFor() {
    OperatorCase c = OperatorCase.of("ConvTranspose", "", 11).weights(1, 1, 3).in(1, 1, 2);
    refused(
        c,
        "node 'n' (ConvTranspose): input 0, 'k0', is constant beside others that are not",
        "make it an input of the model");
  }

  private static void refused(OperatorCase c, String... parts) {
    CompileOptions options = CompileOptions.defaults().withLogRows(14);
    assertThatThrownBy(
            () -> ModelCompiler.compile(c.model(), options, List.of(c.sample(new Random(1), 1))))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll(parts);
  }
}
