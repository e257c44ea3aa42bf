package io.zkchain.benchmarks.kernels;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.msm.Msm;
import java.util.function.Supplier;

/** Scalars of one kind, as this library takes them, and as the field elements that a peer takes. */
sealed interface Terms {
  FrVector elements();

  /** The sum over the first n scalars. */
  Supplier<G1> sum(Msm msm, int n);

  /** "full", or s or u for signed and unsigned integers, with their bits: "s16". */
  static Terms of(String kind, int n) {
    return kind.equals("full")
        ? new Full(Inputs.scalars(n, 2))
        : new Integers(
            Inputs.integers(n, Integer.parseInt(kind.substring(1)), kind.startsWith("s")));
  }

  /** Field elements. */
  record Full(FrVector elements) implements Terms {
    @Override
    public Supplier<G1> sum(Msm msm, int n) {
      return () -> msm.sum(elements.slice(0, n));
    }
  }

  /** Integers, whose negatives are elements of full width to a peer. */
  record Integers(long[] values) implements Terms {
    @Override
    public FrVector elements() {
      return FrVector.ofLongs(values);
    }

    @Override
    public Supplier<G1> sum(Msm msm, int n) {
      return () -> msm.sum(values, 0, n, 0);
    }
  }
}
