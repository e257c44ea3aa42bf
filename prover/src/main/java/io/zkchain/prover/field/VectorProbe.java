package io.zkchain.prover.field;

import jdk.incubator.vector.DoubleVector;

/** What the processor's vectors hold; loaded only where the vector module is. */
final class VectorProbe {
  private VectorProbe() {}

  /** Lanes of 64 bits in the vectors that the JVM prefers here. */
  static int lanes() {
    return DoubleVector.SPECIES_PREFERRED.length();
  }
}
