package io.zkchain.compiler.lower;

/** One step of the exact integer evaluation: computes a whole tensor from earlier ones. */
@FunctionalInterface
public interface Kernel {

  /**
   * Fills {@code out} (row-major, fresh zeros).
   *
   * @throws io.zkchain.compiler.error.InputDataException if no proof exists for the input
   */
  void compute(Execution execution, long[] out);
}
