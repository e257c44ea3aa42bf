package io.zkchain.compiler.reference;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.compiler.error.ReferenceException;
import org.junit.jupiter.api.Test;

final class CommandLineLengthTest {
  @Test
  void refusesWhatWouldCrashTheProcess() {
    assertThatThrownBy(() -> CommandLineLength.check(CommandLineLength.LIMIT + 1))
        .isInstanceOf(ReferenceException.class)
        .hasMessageContaining("3601 bytes")
        .hasMessageContaining("CLASSPATH");
    assertThatCode(() -> CommandLineLength.check(CommandLineLength.LIMIT))
        .doesNotThrowAnyException();
  }
}
