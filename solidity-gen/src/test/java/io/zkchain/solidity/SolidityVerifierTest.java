package io.zkchain.solidity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.protocol.VerifyingKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SolidityVerifierTest {
  /** Writes the golden file anew: {@code -Dzkchain.golden=update}. */
  private static final boolean UPDATE = "update".equals(System.getProperty("zkchain.golden"));

  private static final String GOLDEN = "ToyVerifier.sol.golden";

  private static VerifyingKey key(boolean insecure) {
    List<G1> points = List.of(G1.GENERATOR.mul(Fr.fromLong(5)), G1.GENERATOR.mul(Fr.fromLong(-7)));
    G2 theta = G2.GENERATOR.mul(Fr.fromLong(11));
    return VerifyingKey.of(ToyCircuit.circuit(false), points, theta, insecure, "test");
  }

  @Test
  void sourceIsTheGoldenFile() throws IOException {
    String source = SolidityVerifier.generate(key(false), "toy", "Apache-2.0").source();
    if (UPDATE) {
      Files.writeString(Path.of("src/test/resources/io/zkchain/solidity", GOLDEN), source);
    }
    try (InputStream in = SolidityVerifierTest.class.getResourceAsStream(GOLDEN)) {
      assertThat(in).isNotNull();
      assertThat(source).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void warnsOfPowersOfTauWithAKnownSecret() {
    assertThat(SolidityVerifier.generate(key(true), "toy", "MIT").source()).contains("WARNING");
    assertThat(SolidityVerifier.generate(key(false), "toy", "MIT").source())
        .doesNotContain("WARNING");
  }

  @Test
  void refusesALicenceThatIsNone() {
    for (String licence : List.of("", "MIT\ncontract X {}", "MIT */")) {
      assertThatThrownBy(() -> SolidityVerifier.generate(key(false), "toy", licence))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void namesCannotLeaveTheComment() {
    String name = "a\nb */ contract Evil {} \u202e \"x\"";
    GeneratedVerifier verifier = SolidityVerifier.generate(key(false), name, "MIT");
    assertThat(verifier.contractName()).isEqualTo("ABContractEvilXVerifier");
    assertThat(verifier.source()).doesNotContain("\u202e");
    assertThat(verifier.source().lines().filter(line -> line.contains("Evil {}")))
        .hasSize(1)
        .allMatch(line -> line.startsWith("/// ") && !line.contains("*/"));
  }

  @Test
  void writesAFolderForFoundryAndHardhat(@TempDir Path folder) throws IOException {
    GeneratedVerifier verifier = SolidityVerifier.generate(key(false), "toy", "MIT");
    verifier.writeTo(folder);
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).map(f -> folder.relativize(f).toString()))
          .containsExactlyInAnyOrder(
              "src/ToyVerifier.sol",
              "foundry.toml",
              "hardhat.config.cjs",
              "ToyVerifier.standard.json",
              "verifier.json");
    }
    assertThat(folder.resolve("src/ToyVerifier.sol")).hasContent(verifier.source());
  }

  @Test
  void partsAreMadeByTheConstructorOrGivenToIt() {
    String made = SolidityVerifier.generate(key(false), "toy", "MIT", 2, false).source();
    assertThat(made)
        .contains("PART_1 = address(new ToyVerifierPart1());")
        .doesNotContain("parts()");
    GeneratedVerifier apart = SolidityVerifier.generate(key(false), "toy", "MIT", 2, true);
    assertThat(apart.source())
        .contains("constructor(address[2] memory programParts)", "contract ToyVerifierPart1")
        .doesNotContain("new ToyVerifierPart");
    assertThat(apart.partName(1)).isEqualTo("ToyVerifierPart1");
    assertThat(apart.metadata()).contains("\"parts\": 2", "\"partsApart\": true");
  }
}
