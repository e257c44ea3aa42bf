package io.zkchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.cli.command.Commands;
import io.zkchain.contracts.LocalChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.IterableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Runs every example of every command's help, in the order of use, in one directory: the whole path
 * from a model to a receipt. {@code quickstart} has a test of its own.
 */
class HelpExamplesTest {
  private static final Path MODEL = Path.of("..", "examples", "models", "iris-logreg");
  private static final Path SRS = Path.of("..", "examples", "srs");
  private static final String KEY =
      "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
  private static final String CONTRACT = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

  /** What a later example needs comes from an earlier one. */
  private static final List<String> ORDER =
      List.of(
          "doctor",
          "completion",
          "inspect",
          "compile",
          "estimate",
          "run",
          "mock",
          "audit",
          "srs import",
          "srs check",
          "srs test",
          "setup",
          "prove",
          "verify",
          "generate-verifier",
          "calldata",
          "deploy",
          "submit-proof");

  @TempDir Path directory;

  @Test
  void everyExampleWorks() throws Exception {
    prepare();
    List<String> names = new ArrayList<>();
    try (LocalChain chain = LocalChain.start()) {
      Map<String, List<String>> examples = examples();
      for (String name : ORDER) {
        names.add(name);
        for (String example : examples.getOrDefault(name, List.of())) {
          run(example, chain);
        }
      }
      names.add("quickstart");
      assertThat(names).containsExactlyInAnyOrderElementsOf(examples.keySet());
      reachesTheDocumentedKeys(chain);
    }
  }

  private void run(String example, LocalChain chain) {
    String[] words =
        Arrays.stream(example.split(" ", -1))
            .skip(1)
            .map(word -> word.equals("http://127.0.0.1:8545") ? chain.rpc().toString() : word)
            .toArray(String[]::new);
    var run = CommandLineRun.in(directory, Map.of("DEPLOYER_KEY", KEY, "SENDER_KEY", KEY), words);
    assertThat(run.exitCode()).as("%s%n%s", example, run.err()).isZero();
  }

  /** The JSON keys that scripts rely on, see the design of the command line. */
  private void reachesTheDocumentedKeys(LocalChain chain) {
    String rpc = chain.rpc().toString();
    keys("compile model.onnx --out again --calibration calibration.json")
        .contains("rows", "columns", "parameters", "operators");
    keys("estimate circuit")
        .contains(
            "rows",
            "columns",
            "srsPowers",
            "provingKeyBytes",
            "verifyingKeyBytes",
            "proofBytes",
            "proveMillis",
            "peakMemoryBytes",
            "codeBytes",
            "deployGas",
            "verifyGas",
            "gasBreakdown",
            "front");
    keys("prove circuit --input input.json")
        .contains(
            "proofBytes", "proveMillis", "stages", "publicInputs", "publicOutputs", "outputs");
    keys("verify --key circuit/verifying.key --proof proof.json").contains("accepted");
    keys("deploy --rpc " + rpc + " --verifier verifier --private-key-env SENDER_KEY")
        .contains("contract", "transactionHash", "gasUsed", "codeBytes");
    keys("submit-proof --rpc %s --contract %s --proof proof.json --private-key-env SENDER_KEY"
            .formatted(rpc, CONTRACT))
        .contains("accepted", "transactionHash", "gasUsed", "blockNumber");
  }

  private IterableAssert<String> keys(String line) {
    String[] words = (line + " --json").split(" ", -1);
    var run = CommandLineRun.in(directory, Map.of("SENDER_KEY", KEY), words);
    assertThat(run.exitCode()).as("%s%n%s", line, run.err()).isZero();
    return assertThat((Iterable<String>) run.json(directory).propertyNames()).as(line);
  }

  private void prepare() throws IOException {
    for (String name : List.of("model.onnx", "input.json", "calibration.json")) {
      Files.copy(MODEL.resolve(name), directory.resolve(name));
    }
    Path shared = Path.of(System.getProperty("zkchain.shared"), "srs");
    for (String name :
        List.of(
            "powersOfTau28_hez_final_08.ptau",
            "ppot-0085-g1.65536.point",
            "ppot-0085-g2.point.powerOf2")) {
      Files.copy(shared.resolve(name), directory.resolve(name));
    }
    String powers = "kzg10-bn254-aztec-srs-32768.bin";
    Files.copy(SRS.resolve(powers), directory.resolve(powers));
    Keystores.write(directory.resolve("account.json"), KEY, "correct horse");
    Files.writeString(directory.resolve("password.txt"), "correct horse\n");
  }

  /** Command to its example lines. */
  static Map<String, List<String>> examples() {
    var examples = new TreeMap<String, List<String>>();
    for (CommandLine command : FrameTest.leaves(Commands.commandLine(Terminal.system()))) {
      String name = command.getCommandSpec().qualifiedName().substring("zkchain ".length());
      List<String> lines =
          Stream.of(command.getCommandSpec().usageMessage().footer())
              .map(String::strip)
              .filter(line -> line.startsWith("zkchain "))
              .toList();
      assertThat(lines).as(name).isNotEmpty().allMatch(line -> line.startsWith("zkchain " + name));
      examples.put(name, lines);
    }
    return examples;
  }
}
