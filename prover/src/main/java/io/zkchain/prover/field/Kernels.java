package io.zkchain.prover.field;

/**
 * Chooses the implementation of the field kernels, once per JVM.
 *
 * <p>The system property {@code zkchain.vector} overrides the choice: {@code off}, or the number of
 * lanes, {@code 4} or {@code 8}.
 */
public final class Kernels {
  private static final String MODULE = VectorChoice.MODULE;

  private Kernels() {}

  /** The scalar field's kernel. */
  public static FieldKernel fr() {
    return Chosen.FR;
  }

  /** The base field's kernel. */
  public static FieldKernel fq() {
    return Chosen.FQ;
  }

  /** Lanes of 64 bits that {@link VectorField} works on, or 0 where it must not be used. */
  public static int vectorLanes() {
    return Lanes.COUNT;
  }

  /**
   * Whether {@link VectorField} is there and its kernels are compiled: sums of points use them.
   * They are called in the background from the first use of this class on, for about a second; then
   * this turns true for good.
   */
  public static boolean vectorReady() {
    return Lanes.COUNT > 0 && WarmUp.VECTOR.pointsDone();
  }

  /** Whether the kernels of {@link VectorElements} are compiled, too: then all of them are. */
  public static boolean elementsReady() {
    return Lanes.COUNT > 0 && WarmUp.VECTOR.elementsDone();
  }

  /**
   * Starts to compile the vector kernels in the background, where there are any, and returns at
   * once. Optional: the first use does the same, so this pays where files are read before.
   */
  public static void prepare() {
    Thread.ofPlatform().daemon().name("zkchain-kernels").start(Kernels::vectorReady);
  }

  /** One line that says which arithmetic is used, why, and how to get a faster one. */
  public static String explanation() {
    return Lanes.EXPLANATION;
  }

  private static final class Lanes {
    static final int COUNT;
    static final String EXPLANATION;

    static {
      String wanted = System.getProperty("zkchain.vector", "auto");
      boolean present = ModuleLayer.boot().findModule(MODULE).isPresent();
      VectorChoice choice =
          VectorChoice.of(wanted, present ? VectorProbe.lanes() : VectorChoice.NO_MODULE);
      COUNT = choice.lanes();
      EXPLANATION = choice.explanation();
    }
  }

  private static final class WarmUp {
    static final VectorWarmUp VECTOR = new VectorWarmUp();

    static {
      VECTOR.start();
    }
  }

  private static final class Chosen {
    static final FieldKernel FR = kernel(PrimeField.FR);
    static final FieldKernel FQ = kernel(PrimeField.FQ);

    private static FieldKernel kernel(PrimeField field) {
      if (Lanes.COUNT == 0) {
        return new ScalarKernel(field);
      }
      vectorReady(); // starts the warm-up
      return VectorKernel.create(field, Kernels::elementsReady);
    }
  }
}
