package io.zkchain.cli.command;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.cli.CliException;
import io.zkchain.prover.protocol.ProverMemory;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MemoryCheckTest {
  private static final long MIB = 1 << 20;
  private static final ProverMemory NEEDED = new ProverMemory(800 * MIB, 1000 * MIB);

  @Test
  void enoughPasses() {
    assertThatCode(() -> MemoryCheck.require(NEEDED, 800 * MIB, OptionalLong.of(1000 * MIB)))
        .doesNotThrowAnyException();
    assertThatCode(() -> MemoryCheck.require(NEEDED, 800 * MIB, OptionalLong.empty()))
        .doesNotThrowAnyException();
  }

  @Test
  void aSmallHeapIsToldWhatToSet() {
    assertThatThrownBy(
            () -> MemoryCheck.require(NEEDED, 800 * MIB - 1, OptionalLong.of(4000 * MIB)))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("800.0 MiB")
        .hasMessageContaining("ZKCHAIN_JAVA_OPTS=-Xmx901m");
  }

  @Test
  void aSmallMachineIsNotToldToRaiseTheHeap() {
    assertThatThrownBy(() -> MemoryCheck.require(NEEDED, 100 * MIB, OptionalLong.of(999 * MIB)))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("machine or container has 999.0 MiB")
        .message()
        .doesNotContain("-Xmx");
  }
}
