package io.zkchain.benchmarks.kernels;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.msm.Msm;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How does a sum's time fall with the width of signed scalars? */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // fields are set by setUp
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SmallScalarMultiplication {
  private static final int N = 1 << 18;

  /** Bits of a scalar with its sign. */
  @Param({"1", "8", "16", "32"})
  public int bits;

  private Msm msm;
  private long[] scalars = {};

  /** Makes points and scalars. */
  @Setup
  public void setUp() {
    msm = Inputs.msm(Inputs.bases(N), 1);
    scalars = Inputs.integers(N, bits, true);
  }

  /** The sum, on one thread. */
  @Benchmark
  public G1 sum() {
    return msm.sum(scalars);
  }
}
