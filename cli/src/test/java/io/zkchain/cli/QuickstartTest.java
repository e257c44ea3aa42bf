package io.zkchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.contracts.LocalChain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path on the bundled LeNet-5 and the real powers of tau. */
class QuickstartTest {
  private static final String KEY =
      "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

  @TempDir Path directory;

  @Test
  void endsInAReceiptAndTwoRefusals() {
    var run = CommandLineRun.in(directory, "quickstart", "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    var json = run.json(directory);
    assertThat(json.get("prediction").intValue()).isEqualTo(2);
    assertThat(json.at("/prove/proofBytes").intValue()).isLessThanOrEqualTo(5000);
    assertThat(json.at("/submit-proof/gasUsed").intValue()).isLessThanOrEqualTo(450_000);
    assertThat(json.at("/submit-proof/accepted").booleanValue()).isTrue();
    assertThat(json.at("/setup/insecure").booleanValue()).isFalse();
    assertThat(json.at("/compile/fidelity/argMaxAgreement/output").doubleValue())
        .isGreaterThanOrEqualTo(0.995);
    assertThat(json.at("/tampered/verify/accepted").booleanValue()).isFalse();
    assertThat(json.at("/tampered/submit-proof/accepted").booleanValue()).isFalse();
    long parts = 0;
    for (var part : json.get("gasBreakdown")) {
      parts += part.longValue();
    }
    assertThat(parts).isEqualTo(json.at("/submit-proof/gasUsed").longValue());
    assertThat(json.get("gasBreakdown").propertyNames())
        .contains("calldata", "transcript", "program", "points", "pairing");
    assertThat(run.err()).contains("$ zkchain prove circuit --input");

    try (LocalChain chain = LocalChain.start()) {
      var elsewhere =
          CommandLineRun.in(
              directory,
              Map.of("SENDER_KEY", KEY),
              "quickstart",
              "--rpc",
              chain.rpc().toString(),
              "--private-key-env",
              "SENDER_KEY",
              "--quiet");
      assertThat(elsewhere.exitCode()).as(elsewhere.err()).isZero();
      assertThat(elsewhere.out()).contains("the digit is a 2", "receipt");
      assertThat(elsewhere.err()).isEmpty();
    }
    assertThat(directory.resolve("zkchain-quickstart/circuit/verifying.key")).isRegularFile();
    assertThat(Files.exists(directory.resolve("proof.json"))).isFalse();
  }
}
