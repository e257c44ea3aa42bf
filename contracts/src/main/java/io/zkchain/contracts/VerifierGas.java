package io.zkchain.contracts;

import io.zkchain.prover.protocol.Proof;
import io.zkchain.prover.protocol.VerifyingKey;
import io.zkchain.solidity.Calldata;
import io.zkchain.solidity.GeneratedVerifier;
import io.zkchain.solidity.SolidityVerifier;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What submitting one proof costs, and where the gas goes.
 *
 * @param total gas of the transaction, from its receipt
 * @param calldata gas for the call's bytes: 16 for one that is not 0, 4 for a 0
 * @param sections gas by section of the verification, in order; see {@link
 *     SolidityVerifier#SECTIONS}
 * @param deployment gas of the deployment
 * @param codeBytes bytes of runtime code
 * @param proofBytes bytes of the proof
 */
public record VerifierGas(
    long total,
    long calldata,
    Map<String, Long> sections,
    long deployment,
    int codeBytes,
    int proofBytes) {
  private static final long TRANSACTION = 21_000;
  private static final BigInteger CALL_GAS = BigInteger.valueOf(15_000_000);

  /**
   * Deploys the key's verifier and a profiling copy, submits the proof and reads off the costs.
   *
   * @param proof an accepted proof of this key
   * @throws IllegalArgumentException if the contract rejects the proof
   * @throws io.zkchain.solidity.VerifierTooLargeException if the contract is too large to deploy
   */
  public static VerifierGas measure(
      ChainClient client, TransactionSender sender, VerifyingKey key, Proof proof) {
    Calldata calls = Calldata.of(key.circuit().publicTensors());
    CompiledContract contract = compile(SolidityVerifier.generate(key, "measured", "UNLICENSED"));
    ContractErrors errors = ContractErrors.ofAbi(contract.abi());
    Deployer deployer = new Deployer(client, sender);
    Deployment deployment = deployer.deploy(contract, "", TransactionListener.none());
    byte[] call = calls.submit(proof);
    Submission submission =
        new ProofSubmitter(client, deployment.contract(), errors)
            .submit(sender, Calldata.hex(call), TransactionListener.none());
    if (!(submission instanceof Submission.Accepted accepted)) {
      throw new IllegalArgumentException("the contract rejects the proof to be measured");
    }
    CompiledContract profiling =
        compile(SolidityVerifier.generateProfiling(key, "measured profile"));
    Deployment profile = deployer.deploy(profiling, "", TransactionListener.none());
    TransactionRequest request =
        TransactionRequest.call(
            "profile", profile.contract(), Calldata.hex(calls.verify(proof)), errors);
    byte[] marks = Hex.bytes(client.call(sender.account(), request, CALL_GAS));
    return new VerifierGas(
        accepted.receipt().gasUsed().longValueExact(),
        calldataGas(call),
        sections(marks),
        deployment.gasUsed().longValueExact(),
        contract.runtimeBytes(),
        proof.bytes().length);
  }

  private static CompiledContract compile(GeneratedVerifier verifier) {
    CompiledContract contract =
        SolidityCompiler.create()
            .compile(verifier.standardJson())
            .contract(verifier.contractName());
    verifier.requireDeployable(contract.runtimeBytes());
    return contract;
  }

  private static long calldataGas(byte[] call) {
    long gas = 0;
    for (byte b : call) {
      gas += b == 0 ? 4 : 16;
    }
    return gas;
  }

  /** Differences of the readings at the sections' starts and at the end. */
  private static Map<String, Long> sections(byte[] marks) {
    Map<String, Long> sections = new LinkedHashMap<>();
    List<String> names = SolidityVerifier.SECTIONS;
    for (int k = 0; k < names.size(); k++) {
      sections.put(names.get(k), reading(marks, k) - reading(marks, k + 1));
    }
    return sections;
  }

  private static long reading(byte[] marks, int number) {
    return new BigInteger(1, Arrays.copyOfRange(marks, 32 * number, 32 * number + 32))
        .longValueExact();
  }

  /** Gas that no section accounts for: ABI decoding, the event, memory of the entry point. */
  public long rest() {
    long known = sections.values().stream().mapToLong(Long::longValue).sum();
    return total - TRANSACTION - calldata - known;
  }

  /** A table, one line a part. */
  public String table() {
    StringBuilder out = new StringBuilder();
    out.append("transaction     %,9d%n".formatted(TRANSACTION));
    out.append("calldata        %,9d%n".formatted(calldata));
    sections.forEach((name, gas) -> out.append("%-15s %,9d%n".formatted(name, gas)));
    out.append("rest            %,9d%n".formatted(rest()));
    out.append("total           %,9d%n".formatted(total));
    out.append("deployment      %,9d  (%,d bytes of code)%n".formatted(deployment, codeBytes));
    return out.toString();
  }
}
