package io.zkchain.contracts;

import io.zkchain.contracts.ChainException.CompilationFailed;
import io.zkchain.contracts.CompiledContract.CodeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The pinned npm {@code solc}, run under Node.js on a standard-JSON input.
 *
 * <p>It works offline once installed, and writes no file: the input goes in and the output comes
 * out through pipes. All sources must be in the input; an import that is not there is an error.
 *
 * <pre>{@code
 * Compilation done = SolidityCompiler.create().compile(standardJson);
 * String code = done.contract("Verifier").creationCode();
 * }</pre>
 */
public final class SolidityCompiler {
  // solc's own command line writes a line of chatter before the JSON; its function does not.
  private static final String SCRIPT =
      """
      const input = require('fs').readFileSync(0, 'utf8');
      process.stdout.write(require(process.argv[1]).compile(input));
      """;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final NpmTools tools;
  private final Duration limit;

  private SolidityCompiler(NpmTools tools, Duration limit) {
    this.tools = tools;
    this.limit = limit;
  }

  /** The pinned compiler, with five minutes for a run. */
  public static SolidityCompiler create() {
    return create(NpmTools.standard(), Duration.ofMinutes(5));
  }

  /**
   * The compiler of a set of tools.
   *
   * @param tools where the npm package {@code solc} is
   * @param limit longest time of one run
   */
  public static SolidityCompiler create(NpmTools tools, Duration limit) {
    return new SolidityCompiler(tools, limit);
  }

  /**
   * Compiles a standard-JSON input, whose {@code outputSelection} must ask for {@code abi} and
   * {@code evm}.
   *
   * @throws CompilationFailed with the compiler's own words, if it reports an error
   * @throws ChainException.ToolMissing if the compiler cannot be installed or started
   */
  public Compilation compile(String standardJson) {
    Path modules = tools.modules();
    List<String> command =
        List.of(
            NpmTools.node().toString(),
            "--stack-size=4000",
            "-e",
            SCRIPT,
            modules.resolve("solc").toString());
    Subprocess.Result result;
    try {
      result = Subprocess.run(command, modules, standardJson, limit);
    } catch (IOException e) {
      throw new ChainException.ToolMissing(
          "the Solidity compiler could not be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChainException.Interrupted("interrupted while the Solidity compiler ran");
    }
    if (result.exitCode() != 0) {
      throw new CompilationFailed(
          "the Solidity compiler ended with exit code %d: %s"
              .formatted(result.exitCode(), result.errors().strip()));
    }
    return parse(result.output());
  }

  private static Compilation parse(String output) {
    try {
      JsonNode root = JSON.readTree(output);
      List<String> errors = new ArrayList<>();
      List<String> warnings = new ArrayList<>();
      for (JsonNode problem : root.path("errors")) {
        String text =
            problem.path("formattedMessage").asString(problem.path("message").asString("")).strip();
        (problem.path("severity").asString("").equals("error") ? errors : warnings).add(text);
      }
      if (!errors.isEmpty()) {
        throw new CompilationFailed("the Solidity compiler reports: " + String.join("\n", errors));
      }
      List<CompiledContract> contracts = new ArrayList<>();
      root.path("contracts")
          .forEachEntry((source, byName) ->
              byName.forEachEntry((name, contract) -> contracts.add(read(source, name, contract))));
      return new Compilation(contracts, warnings);
    } catch (JacksonException e) {
      throw new CompilationFailed(
          "the Solidity compiler's answer is no JSON: " + e.getOriginalMessage());
    }
  }

  private static CompiledContract read(String source, String name, JsonNode contract) {
    JsonNode evm = contract.path("evm");
    String creation = evm.path("bytecode").path("object").asString("");
    if (creation.contains("__")) {
      throw new CompilationFailed(
          "contract %s of %s needs a linked library, which is not supported; make its functions internal"
              .formatted(name, source));
    }
    List<CodeRange> immutables = new ArrayList<>();
    for (JsonNode ranges : evm.path("deployedBytecode").path("immutableReferences")) {
      for (JsonNode range : ranges) {
        immutables.add(new CodeRange(range.path("start").asInt(), range.path("length").asInt()));
      }
    }
    var natspec = JSON.createObjectNode();
    natspec.set(
        "devdoc",
        contract.path("devdoc").isObject() ? contract.path("devdoc") : JSON.createObjectNode());
    natspec.set(
        "userdoc",
        contract.path("userdoc").isObject() ? contract.path("userdoc") : JSON.createObjectNode());
    return new CompiledContract(
        source,
        name,
        contract.path("abi").toString(),
        "0x" + creation,
        "0x" + evm.path("deployedBytecode").path("object").asString(""),
        immutables,
        natspec.toString(),
        List.of());
  }
}
