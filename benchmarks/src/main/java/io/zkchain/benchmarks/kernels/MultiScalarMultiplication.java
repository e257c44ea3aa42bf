package io.zkchain.benchmarks.kernels;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.FrVector;
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

/** How long does a sum of 2^logSize multiples of fixed points take, with scalars of full width? */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // fields are set by setUp
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class MultiScalarMultiplication {
  /** The logarithm of the number of terms. */
  @Param({"14", "16", "18", "20"})
  public int logSize;

  /** Threads that work on the sum. */
  @Param({"1", "2"})
  public int threads;

  private Msm msm;
  private FrVector scalars;

  /** Makes points and scalars. */
  @Setup
  public void setUp() {
    msm = Inputs.msm(Inputs.bases(1 << logSize), threads);
    scalars = Inputs.scalars(1 << logSize, 2);
  }

  /** The sum. */
  @Benchmark
  public G1 sum() {
    return msm.sum(scalars);
  }
}
