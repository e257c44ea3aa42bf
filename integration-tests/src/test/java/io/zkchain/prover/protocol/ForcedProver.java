package io.zkchain.prover.protocol;

import io.zkchain.circuit.Witness;

/** A prover that goes on with a witness that breaks the circuit; see {@link ProverSeam}. */
public final class ForcedProver {
  private static final ProverSeam FORCE =
      new ProverSeam() {
        @Override
        boolean force() {
          return true;
        }
      };

  private ForcedProver() {}

  /** A proof that honest verifiers must refuse, unless the witness is right. */
  public static Proof prove(Prover prover, Witness witness, byte[] context) {
    return prover.prove(witness, context, ProgressListener.NONE, FORCE);
  }
}
