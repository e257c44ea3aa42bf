package io.zkchain.benchmarks.kernels;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.msm.Msm;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How long does one of many affine additions in G1 take, where all of them make one sum? */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // fields are set by setUp
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PointAddition {
  private static final int N = 1 << 16;

  private Msm msm;
  private long[] ones;

  /** Makes points. */
  @Setup
  public void setUp() {
    msm = Inputs.msm(Inputs.bases(N), 1);
    ones = new long[N];
    Arrays.fill(ones, 1);
  }

  /** N - 1 additions. */
  @Benchmark
  @OperationsPerInvocation(N)
  public G1 sum() {
    return msm.sum(ones);
  }
}
