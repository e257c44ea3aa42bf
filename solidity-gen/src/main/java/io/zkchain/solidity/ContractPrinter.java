package io.zkchain.solidity;

import io.zkchain.circuit.PublicTensor;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.transcript.Keccak256;
import io.zkchain.prover.transcript.Transcript;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Prints the contract around {@link VerifyFunction}: head, constants, errors, typed entry points.
 */
final class ContractPrinter {
  private final VerifierModel model;
  private final boolean profile;
  private final List<String> parameters;
  private final SourceWriter out = new SourceWriter(0);

  private ContractPrinter(VerifierModel model, boolean profile) {
    this.model = model;
    this.profile = profile;
    parameters = model.parameterNames();
  }

  /** The whole source file. */
  static String print(VerifierModel model) {
    return new ContractPrinter(model, false).source();
  }

  /** The same contract with {@code verify} returning the gas left at the sections' starts. */
  static String printProfiling(VerifierModel model) {
    return new ContractPrinter(model, true).source();
  }

  /** A contract that runs the verifier program alone, on given inputs. */
  static String printHarness(VerifierModel model) {
    return new ContractPrinter(model, false).harness();
  }

  private String harness() {
    var layout = model.program().layout();
    VerifyFunction function = new VerifyFunction(model, false);
    out.line("// SPDX-License-Identifier: %s", model.licence());
    out.line("pragma solidity ^%s;", CompilerSettings.OLDEST_COMPILER);
    out.line("");
    out.open("contract %s", contractName());
    out.open(
        "function run(uint256[%d] calldata inputs) external pure returns (uint256[] memory)",
        layout.inputs());
    out.open("assembly");
    out.line("calldatacopy(0x%x, inputs, %d)", function.memory().input(0), 32 * layout.inputs());
    out.line("program(0x%s)", Fr.MODULUS.toString(16));
    int first = function.memory().output(0);
    out.line("mstore(0x%x, 0x20)", first - 64);
    out.line("mstore(0x%x, %d)", first - 32, layout.outputs());
    out.line("return(0x%x, %d)", first - 64, 32 * layout.outputs() + 64);
    SourceWriter program = new SourceWriter(3);
    function.printProgram(program);
    out.append(program.toString());
    out.close().close().close();
    return out.toString();
  }

  private String source() {
    VerifyFunction function = new VerifyFunction(model, profile);
    String body = function.print();
    head();
    out.open("contract %s", contractName());
    constants();
    errors();
    partAddresses();
    entryPoints();
    out.line("");
    out.line("/// @dev The whole verification; reverts unless the proof is valid.");
    out.line(
        "/// @param publicsAt calldata offset of the public values, contiguous as the ABI lays"
            + " them");
    out.line("/// @param hashed whether to compute publicValuesHash");
    out.line("/// @param proofAt calldata offset of the proof");
    out.line(
        "function check(uint256 publicsAt, bool hashed, bytes32 boundContext, uint256 proofAt)");
    out.line("    private");
    out.line("    view");
    out.line("    returns (bytes32 publicValuesHash)");
    out.line("{");
    for (int k = 0; k < model.parts(); k++) {
      // Assembly does not read immutables.
      out.append(
          """
                  {
                      address part = PART_%d;
                      assembly {
                          mstore(0x%x, part)
                      }
                  }
          """
              .formatted(k, function.memory().partAddress(k)));
    }
    out.append("        assembly {\n").append(body);
    out.append("        }\n    }\n");
    out.close();
    parts(function);
    return out.toString();
  }

  private String partName(int number) {
    return contractName() + "Part" + number;
  }

  /**
   * The constructor makes the parts, so that their code is what this source says; where that is
   * more than one transaction can create, it is given their addresses and shows them.
   */
  private void partAddresses() {
    if (model.parts() == 0) {
      return;
    }
    for (int k = 0; k < model.parts(); k++) {
      out.line("/// @dev Part %d of the verifier program.", k);
      out.line("address private immutable PART_%d;", k);
    }
    out.line("");
    if (model.apart()) {
      givenParts();
      return;
    }
    out.open("constructor()");
    for (int k = 0; k < model.parts(); k++) {
      out.line("PART_%d = address(new %s());", k, partName(k));
    }
    out.close();
    out.line("");
  }

  private void givenParts() {
    String array = "address[%d] memory".formatted(model.parts());
    out.line(
        "/// @param programParts %s0 and on, as this source has them", contractName() + "Part");
    out.open("constructor(%s programParts)", array);
    for (int k = 0; k < model.parts(); k++) {
      out.line("PART_%d = programParts[%d];", k, k);
    }
    out.close();
    out.line("");
    out.line(
        "/// @notice The contracts that hold the verifier program. Whoever did not deploy them"
            + " compares their code");
    out.line("/// with what this source compiles to before relying on this contract.");
    out.open("function parts() external view returns (%s addresses)", array);
    for (int k = 0; k < model.parts(); k++) {
      out.line("addresses[%d] = PART_%d;", k, k);
    }
    out.close();
    out.line("");
  }

  private void parts(VerifyFunction function) {
    List<SourceWriter> statements = function.printParts();
    int bytes = function.memory().programBytes();
    for (int k = 0; k < statements.size(); k++) {
      out.line("");
      out.line("/// @title Part %d of the program of %s", k, contractName());
      out.line(
          "/// @dev Called with the program's inputs, outputs and values in %d bytes; returns them"
              + " with its own added.",
          bytes);
      out.open("contract %s", partName(k));
      out.open("fallback() external");
      out.open("assembly");
      out.line("calldatacopy(0x00, 0x00, %d)", bytes);
      out.line("program(0x%s)", Fr.MODULUS.toString(16));
      out.line("return(0x00, %d)", bytes);
      out.line("");
      out.open("function program(p)");
      out.append(statements.get(k).toString());
      out.close().close().close().close();
    }
  }

  private String contractName() {
    return Identifiers.contract(model.name());
  }

  private void head() {
    out.line("// SPDX-License-Identifier: %s", model.licence());
    out.line("// Generated by zkchain from a verifying key; do not edit.");
    out.line("//");
    out.line(
        "// It compiles with these settings only (others end in \"stack too deep\" or cost more"
            + " gas):");
    CompilerSettings.describe().forEach(line -> out.line("//   %s", line));
    out.line("pragma solidity ^%s;", CompilerSettings.OLDEST_COMPILER);
    out.line("");
    out.line("/// @title Verifier of proofs that the model %s was run", comment(model.name()));
    out.line(
        "/// @notice Checks zero-knowledge proofs under one verifying key. It has no owner, no"
            + " storage and cannot be changed.");
    if (model.insecure()) {
      out.line(
          "/// WARNING: made with powers of tau whose secret is known, for tests. Its proofs show"
              + " nothing.");
    }
    out.line(
        "/// @dev A proof can be submitted again by anyone. A contract that acts on one must set"
            + " the context to a hash of");
    out.line("/// the chain id, its own address, the caller and a nonce, and use the nonce up.");
  }

  /** A model's name without what could end or distort a comment. */
  private static String comment(String text) {
    return text.replaceAll("[^ -~]|\"|\\*/", "?");
  }

  private void constants() {
    BigInteger half = Fr.MODULUS.shiftRight(1);
    out.line("/// @dev Order of the curve's groups.");
    out.line("uint256 private constant R = 0x%s;", Fr.MODULUS.toString(16));
    out.line("/// @dev (R - 1) / 2, the largest magnitude of a public value.");
    out.line("uint256 private constant HALF_R = 0x%s;", half.toString(16));
    out.line("/// @dev keccak256(\"zkchain proof protocol 1\").");
    String protocol = HexFormat.of().formatHex(Transcript.protocolId());
    out.line("bytes32 private constant PROTOCOL_ID = 0x%s;", protocol);
    String digest = HexFormat.of().formatHex(model.keyDigest());
    out.line("bytes32 private constant KEY_DIGEST = 0x%s;", digest);
    out.line("uint256 private constant PROOF_LENGTH = %d;", model.proofLayout().length());
    selector("ERROR_SCALAR", "NonCanonicalScalar()");
    selector("ERROR_POINT", "InvalidPoint()");
    selector("ERROR_PUBLIC_VALUE", "PublicValueOutOfRange(uint256)");
    selector("ERROR_REJECTED", "ProofRejected()");
    out.line("");
  }

  private void selector(String name, String signature) {
    byte[] hash = Keccak256.hash(signature.getBytes(StandardCharsets.US_ASCII));
    String word = HexFormat.of().formatHex(hash, 0, 4) + "00".repeat(28);
    out.line("bytes32 private constant %s = 0x%s;", name, word);
  }

  private void errors() {
    out.line("/// @notice The proof does not have the length of this key's proofs.");
    out.line("error BadProofLength(uint256 length, uint256 expected);");
    out.line("/// @notice A scalar of the proof is not below the group order.");
    out.line("error NonCanonicalScalar();");
    out.line(
        "/// @notice A point of the proof is not on the curve, or a coordinate is not reduced.");
    out.line("error InvalidPoint();");
    out.line(
        "/// @notice The public value with this number, counted over all arrays, has a magnitude"
            + " above (R - 1) / 2.");
    out.line("error PublicValueOutOfRange(uint256 index);");
    out.line("/// @notice The proof does not show the statement.");
    out.line("error ProofRejected();");
    out.line("");
    out.line("/// @notice A valid proof was submitted.");
    out.line("/// @param keyDigest digest of the verifying key");
    out.line("/// @param context the application's word, bound to the proof");
    out.line(
        "/// @param publicValuesHash keccak256 of the public values as residues modulo R, 32 bytes"
            + " each");
    out.line(
        "event ProofVerified(bytes32 indexed keyDigest, bytes32 indexed context, bytes32"
            + " publicValuesHash);");
    out.line("");
  }

  /** More arrays than the stack has room for are one parameter. */
  private boolean grouped() {
    return parameters.size() > Calldata.MOST_PARAMETERS;
  }

  private String array(int tensor) {
    return "int256[" + model.publicTensors().get(tensor).shape().volume() + "]";
  }

  private String describe(int tensor) {
    PublicTensor described = model.publicTensors().get(tensor);
    String role = described.role() == PublicTensor.Role.INPUT ? "input" : "output";
    return "%s %s, row-major, as the model's integers".formatted(role, described.shape());
  }

  private void publicValues() {
    out.line("/// @notice The statement's public values.");
    out.open("struct PublicValues");
    for (int k = 0; k < parameters.size(); k++) {
      out.comment("%s", describe(k));
      out.line("%s %s;", array(k), parameters.get(k));
    }
    out.close();
    out.line("");
  }

  private void entryPoints() {
    if (grouped()) {
      publicValues();
    }
    out.line(
        "/// @notice Digest of the verifying key: model structure, weights' commitments, powers of"
            + " tau.");
    out.open("function keyDigest() external pure returns (bytes32)");
    out.line("return KEY_DIGEST;").close();
    out.line("");
    out.line("/// @notice Version of the proof protocol.");
    out.open("function protocolVersion() external pure returns (uint256)");
    out.line("return 1;").close();
    out.line("");
    out.line(
        "/// @notice Returns if the proof is valid for these values and this context, else"
            + " reverts.");
    entryDocumentation();
    signature("verify", "external view");
    lengthCheck();
    out.line("check(%s, false, context, %s);", publicsOffset(), "proofOffset(proof)").close();
    out.line("");
    out.line("/// @notice As verify, and emits ProofVerified.");
    entryDocumentation();
    signature("submit", "external");
    lengthCheck();
    out.line(
        "bytes32 publicValuesHash = check(%s, true, context, %s);",
        publicsOffset(), "proofOffset(proof)");
    out.line("emit ProofVerified(KEY_DIGEST, context, publicValuesHash);").close();
    out.line("");
    offsetFunctions();
  }

  private void entryDocumentation() {
    if (grouped()) {
      out.line("/// @param publics the statement's public values");
    }
    for (int k = 0; k < parameters.size() && !grouped(); k++) {
      out.line("/// @param %s %s", parameters.get(k), describe(k));
    }
    out.line("/// @param context 32 bytes of the application's choice that the proof was made for");
    out.line("/// @param proof the proof's bytes");
  }

  private void signature(String name, String modifiers) {
    List<String> list = new ArrayList<>();
    if (grouped()) {
      list.add("PublicValues calldata publics");
    }
    for (int k = 0; k < parameters.size() && !grouped(); k++) {
      list.add(array(k) + " calldata " + parameters.get(k));
    }
    list.add("bytes32 context");
    list.add("bytes calldata proof");
    out.open("function %s(%s) %s", name, String.join(", ", list), modifiers);
  }

  private void lengthCheck() {
    out.line(
        "if (proof.length != PROOF_LENGTH) revert BadProofLength(proof.length, PROOF_LENGTH);");
  }

  private String publicsOffset() {
    if (parameters.isEmpty()) {
      return "0";
    }
    return "valuesOffset(" + (grouped() ? "publics" : parameters.getFirst()) + ")";
  }

  private void offsetFunctions() {
    out.open("function proofOffset(bytes calldata proof) private pure returns (uint256 offset)");
    out.open("assembly").line("offset := proof.offset").close().close();
    if (!parameters.isEmpty()) {
      String type = grouped() ? "PublicValues" : array(0);
      out.line("");
      out.open(
          "function valuesOffset(%s calldata values) private pure returns (uint256 offset)", type);
      out.open("assembly").line("offset := values").close().close();
    }
  }
}
