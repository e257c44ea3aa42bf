package io.zkchain.prover.protocol;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Witness;
import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.transcript.Keccak256;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/** The toy circuit under attack: its keys, its forced provers, its verifiers. */
final class ToyAttack {
  static final byte[] CONTEXT = Keccak256.word(5);
  static final TestSrs SRS = TestSrs.of(6, 1);

  /** Tensor numbers of the toy circuit. */
  static final int Q1 = 1;

  static final int R1 = 2;
  static final int Q2 = 3;
  static final int R2 = 4;

  /** Quotients lie in [-LIMIT, LIMIT]. */
  static final long LIMIT = 7;

  private ToyAttack() {}

  /** Makes the prover go on whatever the witness. */
  static class Seam extends ProverSeam {
    @Override
    boolean force() {
      return true;
    }
  }

  static ProvingKey key(Instance instance) {
    return SRS.setup()
        .runUnchecked(instance.circuit(), instance.fixedValues(), ProgressListener.NONE);
  }

  static Proof prove(ProvingKey key, Witness witness, ProverSeam seam) {
    return SRS.prover(key).prove(witness, CONTEXT, ProgressListener.NONE, seam);
  }

  static boolean accepts(ProvingKey key, ReferenceVerifier.Options options, Proof proof) {
    return new ReferenceVerifier(key.verifyingKey(), SRS.theta(), options).accepts(proof);
  }

  /** What both sound verifiers say, which must agree. */
  static boolean sound(ProvingKey key, Proof proof) {
    boolean product = new Verifier(key.verifyingKey()).verify(proof).accepted();
    if (product != accepts(key, ReferenceVerifier.Options.SOUND, proof)) {
      throw new AssertionError("the verifiers disagree: the product says " + product);
    }
    return product;
  }

  /** A model and input whose first output leaves room for a lie of +1. */
  static Instance sample(long seed) {
    for (long s = seed; ; s += 1000) {
      Instance toy = ToyCircuit.sample(s);
      long[] out = Objects.requireNonNull(toy.witness().publicValues().get(0));
      if (Arrays.stream(out).allMatch(v -> Math.abs(v) < LIMIT)) {
        return toy;
      }
    }
  }

  /** The claim that output k is one larger: the remainder that it needs is out of range. */
  static Witness lie(Witness w, int k) {
    Witness lie = Alterations.cell(w, Cell.A, Q2, k, 1);
    lie = Alterations.cell(lie, Cell.B, Q2, k, 1);
    lie = Alterations.cell(lie, Cell.C, R2, k, -8);
    return Alterations.publicValue(lie, 0, k, 1);
  }

  static long[] values(Map<Integer, long[]> map, int key) {
    return Objects.requireNonNull(map.get(key));
  }
}
