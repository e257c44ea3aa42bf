package io.zkchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.cli.verifier.VerifierArtifact;
import io.zkchain.contracts.CompiledContract;
import io.zkchain.contracts.LocalChain;
import io.zkchain.contracts.SolidityCompiler;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployCommandTest {
  /** The first account of every development chain; its key is public knowledge. */
  private static final String KEY =
      "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

  private static final Map<String, String> ENVIRONMENT = Map.of("DEPLOYER_KEY", KEY);
  private static final String SOURCE =
      """
      {"language": "Solidity",
       "sources": {"A.sol": {"content":
         "pragma solidity ^0.8.28; contract A { function f() external pure returns (uint256) { return 7; } }"}},
       "settings": {"outputSelection": {"*": {"*": ["abi", "evm", "devdoc", "userdoc"]}}}}
      """;

  private static LocalChain chain;
  private static CompiledContract contract;

  @TempDir Path directory;

  @BeforeAll
  static void startChain() {
    chain = LocalChain.start();
    contract = SolidityCompiler.create().compile(SOURCE).contract("A");
  }

  @AfterAll
  static void stopChain() {
    chain.close();
  }

  @BeforeEach
  void writeVerifier() throws IOException {
    Files.createDirectories(directory.resolve("verifier"));
    new VerifierArtifact(contract, "0x" + "ab".repeat(32), false)
        .write(directory.resolve("verifier"));
  }

  @Test
  void deploysOnceAndFindsItAgain() {
    var first = deploy("--private-key-env", "DEPLOYER_KEY", "--json");
    assertThat(first.exitCode()).as(first.err()).isZero();
    var json = first.json(directory);
    assertThat(json.propertyNames())
        .contains("contract", "transactionHash", "gasUsed", "codeBytes");
    assertThat(json.get("alreadyDeployed").booleanValue()).isFalse();
    assertThat(directory.resolve("verifier/deployment.json")).isRegularFile();

    var second = deploy("--private-key-env", "DEPLOYER_KEY", "--json");
    assertThat(second.json(directory).get("alreadyDeployed").booleanValue()).isTrue();
    assertThat(second.json(directory).get("contract")).isEqualTo(json.get("contract"));
  }

  @Test
  void paysFromAKeystore() throws IOException {
    Keystores.write(directory.resolve("account.json"), KEY, "correct horse");
    Files.writeString(directory.resolve("password.txt"), "correct horse\n");
    var run = deploy("--keystore", "account.json", "--password-file", "password.txt");
    assertThat(run.exitCode()).as(run.err()).isZero();

    Files.writeString(directory.resolve("password.txt"), "wrong horse");
    var wrong = deploy("--keystore", "account.json", "--password-file", "password.txt");
    refused(wrong, ExitCode.FAILED, "wrong password");
    assertThat(wrong.err()).doesNotContain("wrong horse");

    refused(deploy("--keystore", "account.json"), ExitCode.USAGE, "--password-file");
  }

  @Test
  void aKeyInPlaceOfItsNameIsNotRepeated() {
    var run = deploy("--private-key-env", KEY, "--json");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out() + run.err()).doesNotContain(KEY).doesNotContain(KEY.substring(2));
  }

  @Test
  void keysThatAreNotThereAreNamed() {
    refused(deploy(), ExitCode.USAGE, "--keystore and --private-key-env");
    refused(deploy("--private-key-env", "NO_KEY"), ExitCode.FAILED, "NO_KEY is not set");
  }

  @Test
  void chainFailuresExitWithFive() throws IOException {
    String unfunded = "0x" + "11".repeat(32);
    var poor =
        CommandLineRun.in(
            directory, Map.of("POOR_KEY", unfunded), arguments(chain.rpc().toString(), "POOR_KEY"));
    refused(poor, ExitCode.CHAIN, "fund it");
    assertThat(directory.resolve("verifier/deployment.json")).doesNotExist();

    refused(
        deploy("--private-key-env", "DEPLOYER_KEY", "--chain-id", "1"),
        ExitCode.CHAIN,
        "serves chain 31337, expected chain 1");

    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    String nobody = "http://127.0.0.1:" + free + "/secret-access-key";
    var run = CommandLineRun.in(directory, ENVIRONMENT, arguments(nobody, "DEPLOYER_KEY"));
    refused(run, ExitCode.CHAIN, "127.0.0.1:" + free);
    assertThat(run.err()).doesNotContain("secret-access-key");
  }

  @Test
  void aTransactionWithoutReceiptIsNamed() throws IOException {
    try (var node = new FaultyNode(chain.rpc(), FaultyNode.Fault.DIES_AFTER_SENDING)) {
      String[] arguments = arguments(node.rpc(), "DEPLOYER_KEY");
      var run = CommandLineRun.in(directory, ENVIRONMENT, Workspace.join(arguments, "--quiet"));
      refused(run, ExitCode.CHAIN, "was sent and may still be mined");
    }
    assertThat(directory.resolve("verifier/deployment.json")).doesNotExist();
  }

  @Test
  void aTransactionThatFailsInItsBlockIsNamed() throws IOException {
    try (var node = new FaultyNode(chain.rpc(), FaultyNode.Fault.TRANSACTIONS_FAIL)) {
      String[] arguments = arguments(node.rpc(), "DEPLOYER_KEY");
      var run = CommandLineRun.in(directory, ENVIRONMENT, Workspace.join(arguments, "--quiet"));
      refused(run, ExitCode.CHAIN, "failed in block");
    }
    assertThat(directory.resolve("verifier/deployment.json")).doesNotExist();
  }

  @Test
  void addressesThatAreNoneAreUsageErrors() {
    var run = CommandLineRun.in(directory, ENVIRONMENT, arguments("ftp://secret", "DEPLOYER_KEY"));
    refused(run, ExitCode.USAGE, "http:// or https://");
  }

  @Test
  void directoriesWithoutVerifierAreRefused() throws IOException {
    Files.delete(directory.resolve("verifier/artifact.json"));
    refused(deploy("--private-key-env", "DEPLOYER_KEY"), ExitCode.FAILED, "generate-verifier");
    Files.writeString(directory.resolve("verifier/artifact.json"), "{\"format\": ");
    refused(deploy("--private-key-env", "DEPLOYER_KEY"), ExitCode.FAILED, "is not JSON");
  }

  private CommandLineRun deploy(String... more) {
    String[] arguments = {"deploy", "--rpc", chain.rpc().toString(), "--verifier", "verifier"};
    return CommandLineRun.in(directory, ENVIRONMENT, Workspace.join(arguments, more));
  }

  private static String[] arguments(String rpc, String variable) {
    return new String[] {
      "deploy", "--rpc", rpc, "--verifier", "verifier", "--private-key-env", variable
    };
  }

  private static void refused(CommandLineRun run, int exitCode, String message) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.err()).contains(message);
    assertThat(run.err().lines()).hasSize(1);
  }
}
