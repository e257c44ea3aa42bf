package io.zkchain.prover.curve;

import io.zkchain.prover.field.Fq;

/** A running sum in G1 that needs no inversion until its value is read; not thread-safe. */
public final class G1Sum {
  private Jacobian<Fq> sum = G1.INFINITY.jacobian();

  /** Adds a point. */
  public void add(G1 point) {
    sum = sum.add(point.jacobian());
  }

  /** Doubles the sum. */
  public void twice() {
    sum = sum.twice();
  }

  /** The sum so far. */
  public G1 value() {
    return G1.INFINITY.affine(sum);
  }
}
