package io.zkchain.solidity;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Ranges;
import io.zkchain.circuit.Relation;
import io.zkchain.prover.program.VerifierProgram;
import io.zkchain.prover.protocol.ProofLayout;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What verification on an EVM chain costs, from the circuit alone: before there is a key, without
 * compiling Solidity.
 *
 * <p>The verifier program is printed and counted instruction by instruction; the rest of the
 * contract is regular, and {@link ContractGas} has its prices. Two things depend on the proof and
 * are expected values here: how many of its bytes are zero, and the public values, if they are not
 * given.
 *
 * @param proofBytes size of a proof
 * @param codeBytes runtime code of the contract and its parts, within about 50 bytes
 * @param parts contracts that hold the verifier program; 0 if it is in the verifier itself
 * @param apart whether the parts take transactions of their own (EIP-3860)
 * @param deployable whether chains take them (EIP-170)
 * @param deploymentGas of the transactions that create them
 * @param verification gas of the transaction that submits a proof, by what it is spent on; the
 *     sections are those of {@link SolidityVerifier#SECTIONS}
 * @param verificationGas the sum, or the least that a transaction with so many bytes pays
 *     (EIP-7623)
 */
public record VerifierCost(
    int proofBytes,
    int codeBytes,
    int parts,
    boolean apart,
    boolean deployable,
    long deploymentGas,
    Map<String, Long> verification,
    long verificationGas) {
  public VerifierCost {
    verification = Collections.unmodifiableMap(new LinkedHashMap<>(verification));
  }

  /** For public values of unknown size and, where the circuit allows both, either sign. */
  public static VerifierCost of(Circuit circuit) {
    CalldataGas calldata = new CalldataGas();
    for (int p = 0; p < circuit.publicTensors().size(); p++) {
      int words = circuit.publicTensors().get(p).shape().volume();
      calldata.integers(words, canBeNegative(circuit, p));
    }
    return of(circuit, calldata);
  }

  /**
   * For these public values.
   *
   * @param publicValues of all public tensors in the circuit's order
   */
  public static VerifierCost of(Circuit circuit, List<BigInteger> publicValues) {
    CalldataGas calldata = new CalldataGas();
    publicValues.forEach(value -> calldata.bytes(Calldata.word(value)));
    return of(circuit, calldata);
  }

  private static VerifierCost of(Circuit circuit, CalldataGas calldata) {
    VerifierProgram program = VerifierProgram.build(circuit);
    List<Integer> words =
        circuit.publicTensors().stream().map(tensor -> tensor.shape().volume()).toList();
    ContractGas contract = ContractGas.of(program, words);
    ProofLayout proof = PrintedProgram.layout(program);
    calldata.call(words, proof.length());
    Map<String, Long> verification = contract.verification(calldata.gas());
    long sum = verification.values().stream().mapToLong(Long::longValue).sum();
    return new VerifierCost(
        proof.length(),
        contract.codeBytes(),
        contract.parts(),
        contract.apart(),
        contract.deployable(),
        contract.deployment(),
        verification,
        Math.max(sum, CalldataGas.TRANSACTION + calldata.floor()));
  }

  private static boolean canBeNegative(Circuit circuit, int publicTensor) {
    for (Relation relation : circuit.relations()) {
      if (relation.publicTensor() == publicTensor) {
        return Ranges.of(circuit, relation).low().signum() < 0;
      }
    }
    return true;
  }
}
