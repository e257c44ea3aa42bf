package io.zkchain.prover.protocol;

import io.zkchain.circuit.Checker;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.FixedValues;
import io.zkchain.circuit.PublicTensor;
import io.zkchain.circuit.Violation;
import io.zkchain.circuit.Witness;
import io.zkchain.circuit.WitnessColumns;
import io.zkchain.circuit.WitnessException;
import io.zkchain.prover.commit.Committer;
import io.zkchain.prover.commit.KzgCommitter;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.msm.Msm;
import io.zkchain.prover.parallel.Parallel;
import io.zkchain.prover.srs.Srs;
import io.zkchain.prover.transcript.Transcript;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes proofs under one proving key. Thread-safe and reusable: nothing of one proof is kept for
 * the next, and every attempt draws all of its randomness afresh, because two transcripts that
 * share a mask would give the witness away.
 *
 * <pre>{@code
 * Prover prover = new Prover(ProvingKey.open(file), srs);
 * Proof proof = prover.prove(model.witness(inputs), context, ProgressListener.NONE);
 * }</pre>
 */
public final class Prover {
  /** An attempt fails with probability below 2^-200; more than a few failures are a defect. */
  private static final int ATTEMPTS = 4;

  private final ProverContext context;

  /**
   * A prover on all processors.
   *
   * @param srs the powers of tau that the key was made with, one more than the circuit has rows, or
   *     more
   * @throws ProvingException if they are others, or too few
   */
  public Prover(ProvingKey key, Srs srs) {
    this(key, committer(key, srs), Parallel.common());
  }

  private static Committer committer(ProvingKey key, Srs srs) {
    VerifyingKey verifyingKey = key.verifyingKey();
    int rows = verifyingKey.circuit().rows();
    if (!srs.g2Tau().equals(verifyingKey.theta()) || srs.insecure() != verifyingKey.insecure()) {
      throw new ProvingException(
          "the proving key was made with other powers of tau ("
              + verifyingKey.srsOrigin()
              + ") than these ("
              + srs.origin()
              + ")");
    }
    if (srs.size() <= rows) {
      throw new ProvingException(
          "the key needs "
              + (rows + 1)
              + " powers of tau, but there are "
              + srs.size()
              + " ("
              + srs.origin()
              + ")");
    }
    return new KzgCommitter(new Msm(srs.bases(), Parallel.common()), rows);
  }

  Prover(ProvingKey key, Committer committer, Parallel parallel) {
    this.context = ProverContext.of(key, committer, parallel);
  }

  /**
   * Proves that a witness satisfies the key's circuit.
   *
   * @param witness of the key's circuit; every public tensor in its shape, row-major
   * @param context 32 bytes of the application's choice, to which the proof is bound
   * @param listener told of stages on the calling thread; {@link ProgressListener#NONE} for none
   * @return the proof with its public values, inputs and outputs in the order of {@link
   *     Circuit#publicTensors}
   * @throws ProvingException if the witness breaks the circuit; the message names the ONNX node and
   *     no value
   * @throws IllegalArgumentException if the context has not 32 bytes
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public Proof prove(Witness witness, byte[] context, ProgressListener listener) {
    return prove(witness, context, listener, ProverSeam.HONEST);
  }

  Proof prove(Witness witness, byte[] binding, ProgressListener listener, ProverSeam seam) {
    Circuit circuit = context.circuit();
    List<long[]> publicValues = publicValues(circuit, witness);
    List<BigInteger> values =
        publicValues.stream().flatMapToLong(Arrays::stream).mapToObj(BigInteger::valueOf).toList();
    byte[] digest = context.key().verifyingKey().digest();
    List<BigInteger> words = values.stream().map(v -> v.mod(Fr.MODULUS)).toList();
    long[][] fixed = context.fixed().get();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      ProofRun run =
          new ProofRun(
              context,
              seam,
              new Progress(listener),
              seam.challenges(new Transcript(digest, binding, words)),
              fixed,
              publicValues.stream().map(FrVector::ofLongs).toList());
      byte[] bytes = attempt(run, witness, fixed, seam.force());
      if (bytes != null) {
        return new Proof(digest, binding, values, bytes);
      }
    }
    throw new ProvingException("no proof after " + ATTEMPTS + " attempts; please report this");
  }

  private byte @Nullable [] attempt(ProofRun run, Witness witness, long[][] fixed, boolean force) {
    try {
      return run.run(expand(witness, fixed, force));
    } catch (BrokenRelationException e) {
      String place =
          new Checker(context.circuit(), context.fixedValues(fixed))
              .first(witness)
              .map(Violation::place)
              .orElse("a relation does not hold for the key's parameters");
      throw new ProvingException("the witness breaks the circuit: " + place, e);
    }
  }

  private WitnessColumns expand(Witness witness, long[][] fixed, boolean force) {
    // The columns of a witness depend on tables only.
    FixedValues values = new FixedValues(Map.of(), context.tables(fixed));
    try {
      return force
          ? context.layout().expandUnchecked(witness, values)
          : context.layout().expand(witness, values);
    } catch (WitnessException e) {
      throw new ProvingException("the witness breaks the circuit: " + e.getMessage(), e);
    }
  }

  private static List<long[]> publicValues(Circuit circuit, Witness witness) {
    List<long[]> values = new ArrayList<>();
    for (int position = 0; position < circuit.publicTensors().size(); position++) {
      PublicTensor tensor = circuit.publicTensors().get(position);
      long[] given = witness.publicValues().get(position);
      if (given == null || given.length != tensor.shape().volume()) {
        throw new ProvingException(
            "public tensor "
                + tensor.name()
                + " needs "
                + tensor.shape().volume()
                + " values, the witness has "
                + (given == null ? "none" : given.length));
      }
      values.add(given);
    }
    return values;
  }
}
