package io.zkchain.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
  @Test
  void takesTheSmallestExampleToAVerifiedProof() {
    assertThatCode(() -> Rehearsal.main(new String[] {"../examples/models/iris-logreg"}))
        .doesNotThrowAnyException();
  }

  @Test
  void failsWhereThereIsNoModel(@TempDir Path empty) {
    assertThatThrownBy(() -> Rehearsal.main(new String[] {empty.toString()}))
        .hasMessageContaining("model.onnx");
  }
}
