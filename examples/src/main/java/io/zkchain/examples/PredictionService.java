package io.zkchain.examples;

import io.zkchain.circuit.Witness;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.prover.protocol.ProgressListener;
import io.zkchain.prover.protocol.Proof;
import io.zkchain.prover.protocol.Prover;
import io.zkchain.prover.protocol.ProvingKey;
import io.zkchain.prover.srs.Srs;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Runs a model with one public input and one public output, and proves what it said. The weights
 * stay here. Thread-safe.
 */
public final class PredictionService {
  private static final int INPUT = 0;
  private static final int OUTPUT = 1;

  private final CompiledModel model;
  private final Prover prover;

  /**
   * @param model compiled with public input and public output
   * @param key its proving key
   * @param srs the powers of tau that the key was made with
   */
  public PredictionService(CompiledModel model, ProvingKey key, Srs srs) {
    if (model.circuit().publicTensors().size() != 2) {
      throw new IllegalArgumentException("the model must have a public input and a public output");
    }
    this.model = model;
    this.prover = new Prover(key, srs);
  }

  /**
   * A proven answer.
   *
   * @param input quantised, as the contract takes it
   * @param output quantised, likewise
   * @param proof what shows it
   */
  public record Prediction(List<BigInteger> input, List<BigInteger> output, Proof proof) {
    public Prediction {
      input = List.copyOf(input);
      output = List.copyOf(output);
    }
  }

  /** The integers that stand for an input: what a client asks the contract about. */
  public List<BigInteger> quantise(Map<String, TensorData> input) {
    return integers(model.witness(input), INPUT);
  }

  /**
   * Runs the model and proves it.
   *
   * @param context 32 bytes that the proof is bound to, see {@link EscrowClient#nextContext}
   */
  public Prediction prove(Map<String, TensorData> input, byte[] context) {
    Witness witness = model.witness(input);
    Proof proof = prover.prove(witness, context, ProgressListener.NONE);
    return new Prediction(integers(witness, INPUT), integers(witness, OUTPUT), proof);
  }

  private static List<BigInteger> integers(Witness witness, int tensor) {
    return Arrays.stream(witness.publicValues(tensor)).mapToObj(BigInteger::valueOf).toList();
  }
}
