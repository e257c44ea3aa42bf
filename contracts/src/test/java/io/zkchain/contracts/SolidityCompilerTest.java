package io.zkchain.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SolidityCompilerTest {

  @Test
  void compilesAContract() {
    CompiledContract contract = Fixtures.fixture();
    assertThat(contract.abi()).contains("WrongWord");
    assertThat(contract.creationCode())
        .startsWith("0x60")
        .contains(contract.runtimeCode().substring(2, 200));
    assertThat(contract.natspec()).contains("Stands in for a verifier");
    assertThat(contract.immutables()).isNotEmpty();
    assertThat(contract.runtimeBytes()).isBetween(200, 4000);
  }

  @Test
  void reportsTheCompilersErrors() {
    String input =
        Fixtures.standardJson("Bad.sol", "pragma solidity 0.8.37; contract Bad { uint x = y; }");
    assertThatThrownBy(() -> SolidityCompiler.create().compile(input))
        .isInstanceOf(ChainException.CompilationFailed.class)
        .hasMessageContaining("Undeclared identifier")
        .hasMessageContaining("Bad.sol");
  }

  @Test
  void refusesAnImportThatIsNotInTheInput() {
    String input =
        Fixtures.standardJson(
            "A.sol", "pragma solidity 0.8.37; import \"/etc/passwd\"; contract A {}");
    assertThatThrownBy(() -> SolidityCompiler.create().compile(input))
        .isInstanceOf(ChainException.CompilationFailed.class)
        .hasMessageContaining("not found");
  }

  @Test
  void refusesWhatIsNoJson() {
    assertThatThrownBy(() -> SolidityCompiler.create().compile("contract A {}"))
        .isInstanceOf(ChainException.CompilationFailed.class);
  }

  @Test
  void endsACompilerThatTakesTooLong() {
    SolidityCompiler hasty = SolidityCompiler.create(NpmTools.standard(), Duration.ofMillis(1));
    String input = Fixtures.standardJson("Fixture.sol", Fixtures.source("Fixture.sol"));
    assertThatThrownBy(() -> hasty.compile(input))
        .isInstanceOf(ChainException.ToolMissing.class)
        .hasMessageContaining("did not end");
  }

  @Test
  void knowsItsOwnCodeWhateverTheImmutables() {
    CompiledContract contract = Fixtures.fixture();
    String code = contract.runtimeCode();
    int immutable = 2 + 2 * contract.immutables().getFirst().start();
    String filled = code.substring(0, immutable) + "ff" + code.substring(immutable + 2);
    assertThat(contract.isDeployedAs(filled)).isTrue();
    String altered =
        code.substring(0, 10) + (code.charAt(10) == '0' ? '1' : '0') + code.substring(11);
    assertThat(contract.isDeployedAs(altered)).isFalse();
    assertThat(contract.isDeployedAs("0x")).isFalse();
  }
}
