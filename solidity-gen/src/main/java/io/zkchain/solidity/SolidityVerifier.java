package io.zkchain.solidity;

import io.zkchain.circuit.PublicTensor;
import io.zkchain.prover.protocol.VerifyingKey;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Prints a verifying key's verifier as Solidity.
 *
 * <pre>{@code
 * GeneratedVerifier verifier = SolidityVerifier.generate(key, "mnist-lenet", "Apache-2.0");
 * Compilation done = SolidityCompiler.create().compile(verifier.standardJson());
 * CompiledContract contract = done.contract(verifier.contractName());
 * }</pre>
 *
 * <p>{@code CompiledVerifier.compile} of the contracts module does all three, and finds out how
 * many parts are needed.
 */
public final class SolidityVerifier {
  /**
   * The errors of every generated contract, as an ABI: a client can explain a rejection with it.
   */
  public static final String ERRORS_ABI =
      """
      [{"type": "error", "name": "BadProofLength",
        "inputs": [{"name": "length", "type": "uint256"}, {"name": "expected", "type": "uint256"}]},
       {"type": "error", "name": "NonCanonicalScalar", "inputs": []},
       {"type": "error", "name": "InvalidPoint", "inputs": []},
       {"type": "error", "name": "PublicValueOutOfRange",
        "inputs": [{"name": "index", "type": "uint256"}]},
       {"type": "error", "name": "ProofRejected", "inputs": []}]
      """;

  private SolidityVerifier() {}

  /**
   * The contract of a key.
   *
   * @param name what the contract is named after; any text
   * @param licence SPDX licence identifier or expression for the source's first line
   * @throws IllegalArgumentException if the licence is no SPDX expression
   */
  public static GeneratedVerifier generate(VerifyingKey key, String name, String licence) {
    return generate(key, name, licence, 0, false);
  }

  /**
   * The contract of a key whose verifier program is too long for one contract.
   *
   * @param parts contracts that hold the program, called with some thousand gas each; 0 leaves the
   *     program in the verifier
   * @param apart whether each is created in a transaction of its own, and the verifier's
   *     constructor takes their addresses; otherwise the constructor makes them
   */
  public static GeneratedVerifier generate(
      VerifyingKey key, String name, String licence, int parts, boolean apart) {
    VerifierModel model = model(key, name, licence, parts, apart);
    return generate(model, ContractPrinter.print(model));
  }

  /**
   * A contract for measurements, never for use: its {@code verify} does the same work, but returns
   * the gas left at the starts of {@link #SECTIONS} and at the end.
   *
   * @param parts as in the contract that is measured
   * @param apart as in the contract that is measured
   */
  public static GeneratedVerifier generateProfiling(
      VerifyingKey key, String name, int parts, boolean apart) {
    VerifierModel model = model(key, name, "UNLICENSED", parts, apart);
    return generate(model, ContractPrinter.printProfiling(model));
  }

  /**
   * A contract for tests, never for use: {@code run(uint256[])} evaluates the verifier program on
   * inputs and returns its outputs, each congruent to the true one modulo r.
   */
  public static GeneratedVerifier generateHarness(VerifyingKey key, String name) {
    VerifierModel model = model(key, name, "UNLICENSED", 0, false);
    return generate(model, ContractPrinter.printHarness(model));
  }

  /** What the sections of a profiling contract do, in order. */
  public static final List<String> SECTIONS =
      List.of("public values", "transcript", "program", "claims", "opening", "points", "pairing");

  private static GeneratedVerifier generate(VerifierModel model, String source) {
    String contract = Identifiers.contract(model.name());
    String file = contract + ".sol";
    return new GeneratedVerifier(
        contract,
        source,
        CompilerSettings.standardJson("src/" + file, source),
        metadata(model),
        model.parts());
  }

  private static VerifierModel model(
      VerifyingKey key, String name, String licence, int parts, boolean apart) {
    if (!licence.matches("[A-Za-z0-9.+-]+( (OR|AND|WITH) [A-Za-z0-9.+-]+)*")) {
      throw new IllegalArgumentException(
          "'" + licence + "' is no SPDX licence expression; give one such as Apache-2.0");
    }
    return new VerifierModel(
        name,
        licence,
        key.circuit().publicTensors(),
        key.program(),
        key.digest(),
        key.commitments(),
        key.theta(),
        key.insecure(),
        parts,
        apart);
  }

  private static String metadata(VerifierModel model) {
    List<String> names = model.parameterNames();
    String publics =
        IntStream.range(0, names.size())
            .mapToObj(k -> publicTensor(model, names, k))
            .collect(Collectors.joining(",", "[", "]"));
    return """
    {
      "format": "zkchain-verifier",
      "version": 1,
      "name": %s,
      "contract": %s,
      "keyDigest": "0x%s",
      "protocolVersion": 1,
      "insecureSrs": %s,
      "proofBytes": %d,
      "signature": %s,
      "publicTensors": %s,
      "parts": %d,
      "partsApart": %b,
      "compiler": %s
    }
    """
        .formatted(
            Json.string(model.name()),
            Json.string(Identifiers.contract(model.name())),
            HexFormat.of().formatHex(model.keyDigest()),
            model.insecure(),
            model.proofLayout().length(),
            Json.string(Calldata.of(model.publicTensors()).signature("verify")),
            publics,
            model.parts(),
            model.apart(),
            Json.string(String.join("; ", CompilerSettings.describe())));
  }

  private static String publicTensor(VerifierModel model, List<String> names, int k) {
    var tensor = model.publicTensors().get(k);
    return "{\"name\": %s, \"parameter\": %s, \"role\": \"%s\", \"shape\": %s}"
        .formatted(
            Json.string(tensor.name()),
            Json.string(names.get(k)),
            tensor.role() == PublicTensor.Role.INPUT ? "input" : "output",
            tensor.shape());
  }
}
