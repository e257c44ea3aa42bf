package io.zkchain.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.contracts.LocalChain;
import io.zkchain.contracts.Submission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FromModelToReceiptTest {
  private static final Path SOURCE =
      Path.of("src/main/java/io/zkchain/examples/FromModelToReceipt.java");

  @Test
  void endsInAReceipt() {
    try (LocalChain chain = LocalChain.start()) {
      Submission submission =
          FromModelToReceipt.run(
              Path.of("models", "iris-logreg"),
              Path.of("srs", "kzg10-bn254-aztec-srs-32768.bin"),
              chain.rpc(),
              chain.account(0));
      assertThat(submission).isInstanceOf(Submission.Accepted.class);
    }
  }

  @Test
  void theReadmeShowsThisCode() throws IOException {
    String code = Files.readString(SOURCE).split("    // README\n")[1];
    String shown = code.indent(-4).stripTrailing();
    assertThat(Files.readString(Path.of("..", "README.md"))).contains(shown);
  }
}
