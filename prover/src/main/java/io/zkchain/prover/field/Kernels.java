package io.zkchain.prover.field;

/** Chooses the implementation of the field kernels, once per JVM. */
public final class Kernels {
  private Kernels() {}

  /** The scalar field's kernel. */
  public static FieldKernel fr() {
    return Chosen.FR;
  }

  /** The base field's kernel. */
  public static FieldKernel fq() {
    return Chosen.FQ;
  }

  private static final class Chosen {
    static final FieldKernel FR = new ScalarKernel(PrimeField.FR);
    static final FieldKernel FQ = new ScalarKernel(PrimeField.FQ);
  }
}
