package io.zkchain.cli.proof;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.PublicTensor;
import io.zkchain.circuit.PublicTensor.Role;
import io.zkchain.prover.protocol.Proof;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
   * The prover's form; nothing if the file has another number of inputs or of outputs than the
   * circuit. The total alone must not decide: a file that shows an input as an output would state
   * what the proof does not.
   */
  public static Optional<Proof> toProof(ProofFile file, Circuit circuit) {
    if (file.publicInputs().size() != count(circuit, Role.INPUT)
        || file.publicOutputs().size() != count(circuit, Role.OUTPUT)) {
      return Optional.empty();
    }
    return Optional.of(
        new Proof(
            file.verifyingKeyBytes(),
            file.contextBytes(),
            ordered(file, circuit),
            file.proofBytes()));
  }

  /** Why {@link #toProof} gives nothing. */
  public static String mismatch(ProofFile file, Circuit circuit) {
    return "%d public inputs and %d public outputs, this key takes %d and %d"
        .formatted(
            file.publicInputs().size(),
            file.publicOutputs().size(),
            count(circuit, Role.INPUT),
            count(circuit, Role.OUTPUT));
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
