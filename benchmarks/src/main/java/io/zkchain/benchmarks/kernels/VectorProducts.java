package io.zkchain.benchmarks.kernels;

import io.zkchain.prover.field.FieldKernel;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.field.PrimeField;
import io.zkchain.prover.field.ScalarKernel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How long does the product of two arrays take, an element, with conversions in and out? */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // fields are set by setUp
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class VectorProducts {
  private static final int N = 4096;

  /** The kernel: the one that is chosen here, or the scalar one. */
  @Param({"chosen", "scalar"})
  public String kernel = "";

  private FieldKernel arithmetic;
  private FrVector a;
  private FrVector b;
  private long[] results;

  /** Makes operands. */
  @Setup
  public void setUp() {
    Inputs.awaitKernels();
    arithmetic = kernel.equals("chosen") ? Kernels.fr() : new ScalarKernel(PrimeField.FR);
    a = Inputs.scalars(N, 7);
    b = Inputs.scalars(N, 8);
    results = new long[a.limbs().length];
  }

  /** Element by element. */
  @Benchmark
  @OperationsPerInvocation(N)
  public long[] products() {
    arithmetic.mul(a.limbs(), 0, b.limbs(), 0, results, 0, N);
    return results;
  }
}
