package io.zkchain.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Foreign models: each compiles to a satisfied circuit whose outputs are ONNX Runtime's. The
 * property {@code zkchain.models=all} adds the large ones.
 */
final class ExampleModelsTest {

  static List<ExampleModel> examples() {
    boolean all = "all".equals(System.getProperty("zkchain.models"));
    return ExampleModel.all().stream().filter(model -> all || model.isSmall()).toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isSatisfiedAndClose(ExampleModel model) {
    assertThat(model.follow()).isLessThanOrEqualTo(1);
  }
}
