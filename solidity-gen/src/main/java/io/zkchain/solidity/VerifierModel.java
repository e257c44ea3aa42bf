package io.zkchain.solidity;

import io.zkchain.circuit.PublicTensor;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.program.VerifierProgram;
import io.zkchain.prover.protocol.ProofLayout;
import java.util.List;

/**
 * What a contract is printed from.
 *
 * @param fixedPoints commitments of the fixed columns, then of the table output columns
 * @param theta [theta]_2 of the powers of tau
 * @param insecure whether the powers of tau come from a known secret
 * @param parts contracts that hold the verifier program; 0 if it is in the verifier itself
 * @param apart whether they are created before, and their addresses given to the constructor
 */
record VerifierModel(
    String name,
    String licence,
    List<PublicTensor> publicTensors,
    VerifierProgram program,
    byte[] keyDigest,
    List<G1> fixedPoints,
    G2 theta,
    boolean insecure,
    int parts,
    boolean apart) {
  VerifierModel {
    publicTensors = List.copyOf(publicTensors);
    fixedPoints = List.copyOf(fixedPoints);
    keyDigest = keyDigest.clone();
  }

  /** Names of the entry points' parameters for the public tensors. */
  List<String> parameterNames() {
    return Identifiers.parameters(publicTensors.stream().map(PublicTensor::name).toList());
  }

  ProofLayout proofLayout() {
    return PrintedProgram.layout(program);
  }

  int publicWords() {
    return publicTensors.stream().mapToInt(t -> t.shape().volume()).sum();
  }
}
