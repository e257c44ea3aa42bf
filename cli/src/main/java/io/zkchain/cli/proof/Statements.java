package io.zkchain.cli.proof;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.PublicTensor;
import io.zkchain.circuit.PublicTensor.Role;
import io.zkchain.prover.protocol.Proof;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Between the prover's proof, whose public values stand in the order of the circuit's tensors, and
 * the file, which parts them into inputs and outputs.
 */
public final class Statements {
  private Statements() {}

  /** The file's form of a proof made for this circuit. */
  public static ProofFile toFile(Proof proof, Circuit circuit) {
    List<BigInteger> inputs = new ArrayList<>();
    List<BigInteger> outputs = new ArrayList<>();
    int start = 0;
    for (PublicTensor tensor : circuit.publicTensors()) {
      int end = start + tensor.shape().volume();
      (tensor.role() == Role.INPUT ? inputs : outputs)
          .addAll(proof.publicValues().subList(start, end));
      start = end;
    }
    return ProofFile.of(proof.keyDigest(), proof.context(), inputs, outputs, proof.bytes());
  }

  /**
   * The prover's form. Where the file has another number of values than the circuit, they are
   * appended as they come, for the verifier to refuse.
   */
  public static Proof toProof(ProofFile file, Circuit circuit) {
    return new Proof(
        file.verifyingKeyBytes(),
        file.contextBytes(),
        fits(file, circuit) ? ordered(file, circuit) : file.publicValues(),
        file.proofBytes());
  }

  private static boolean fits(ProofFile file, Circuit circuit) {
    return file.publicInputs().size() == count(circuit, Role.INPUT)
        && file.publicOutputs().size() == count(circuit, Role.OUTPUT);
  }

  private static int count(Circuit circuit, Role role) {
    return circuit.publicTensors().stream()
        .filter(tensor -> tensor.role() == role)
        .mapToInt(tensor -> tensor.shape().volume())
        .sum();
  }

  private static List<BigInteger> ordered(ProofFile file, Circuit circuit) {
    List<BigInteger> values = new ArrayList<>();
    int input = 0;
    int output = 0;
    for (PublicTensor tensor : circuit.publicTensors()) {
      int size = tensor.shape().volume();
      switch (tensor.role()) {
        case INPUT -> {
          values.addAll(file.publicInputs().subList(input, input + size));
          input += size;
        }
        case OUTPUT -> {
          values.addAll(file.publicOutputs().subList(output, output + size));
          output += size;
        }
      }
    }
    return values;
  }
}
