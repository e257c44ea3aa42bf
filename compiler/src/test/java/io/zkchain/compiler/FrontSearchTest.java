package io.zkchain.compiler;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.testing.TrainedModel;
import org.junit.jupiter.api.Test;

final class FrontSearchTest {
  @Test
  void refusalsSayWhatIsTooLarge() {
    TrainedModel model = TrainedModel.read("mnist-lenet");
    CompileOptions options = CompileOptions.defaults().withBits(8).withLogRows(11);
    assertThatThrownBy(() -> ModelCompiler.compile(model.onnx(), options, model.calibration()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageMatching(
            "the model fits no circuit of 2\\^11 to 2\\^11 rows: .*more than 2\\^11 rows have.*");
  }
}
