package io.zkchain.prover.field;

import jdk.incubator.vector.DoubleVector;

/** What the processor's vectors hold; loaded only where the vector module is. */
final class VectorProbe {
  private VectorProbe() {}

  /**
   * Lanes to use: those wanted ("4", "8"), or for "auto" what the JVM prefers; 0 for fewer than 4.
   */
  static int lanes(String wanted) {
    int preferred = DoubleVector.SPECIES_PREFERRED.length();
    return switch (wanted) {
      case "4" -> 4;
      case "8" -> 8;
      case "auto" -> preferred >= 8 ? 8 : preferred >= 4 ? 4 : 0;
      default ->
          throw new IllegalArgumentException(
              "zkchain.vector is '" + wanted + "'; auto, off, 4 and 8 are known");
    };
  }
}
