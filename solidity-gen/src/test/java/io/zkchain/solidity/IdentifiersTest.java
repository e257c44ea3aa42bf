package io.zkchain.solidity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifiersTest {
  @ParameterizedTest
  @CsvSource({
    "mnist-lenet, MnistLenetVerifier",
    "9lives, LivesVerifier",
    "'', ModelVerifier",
    "'::', ModelVerifier",
    "MyVerifier, MyVerifier",
    "Ünïcode net, NCodeNetVerifier",
  })
  void contractNames(String name, String expected) {
    assertThat(Identifiers.contract(name)).isEqualTo(expected);
  }

  @Test
  void parametersAreDistinctAndNoKeywords() {
    assertThat(
            Identifiers.parameters(
                List.of(
                    "input", "Input", "int256", "proof", "context", "", "/fc1/out:0", "verify")))
        .containsExactly(
            "input",
            "inputValues",
            "int256Values",
            "proofValues",
            "contextValues",
            "values",
            "fc1Out0",
            "verifyValues");
  }

  @Test
  void aName200TimesStaysDistinct() {
    List<String> names = Identifiers.parameters(java.util.Collections.nCopies(200, "x".repeat(90)));
    assertThat(names).doesNotHaveDuplicates().allMatch(n -> n.length() < 80);
  }
}
