package io.zkchain.benchmarks.kernels;

import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.PrimeField;
import io.zkchain.prover.field.ScalarKernel;
import io.zkchain.prover.field.VectorField;
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

/** How long does one of many independent products take, in scalar and in vector arithmetic? */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // fields are set by setUp
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FieldMultiplication {
  private static final int N = 512; // operands and results stay in the second-level cache

  /** The field. */
  @Param({"FR", "FQ"})
  public String field = "";

  private ScalarKernel scalar;
  private VectorField vectors;
  private long[] words;
  private long[] wordResults;
  private double[] blocks;
  private double[] blockResults;

  /** Makes operands. */
  @Setup
  public void setUp() {
    PrimeField f = field.equals("FR") ? PrimeField.FR : PrimeField.FQ;
    Inputs.awaitKernels();
    scalar = new ScalarKernel(f);
    FrVector operands = Inputs.scalars(N, 7);
    words = operands.limbs();
    wordResults = new long[words.length];
    vectors = new VectorField(f);
    int size = N / VectorField.LANES * VectorField.BLOCK;
    blocks = new double[size];
    blockResults = new double[size];
    for (int i = 0; i < N; i++) {
      int block = i / VectorField.LANES * VectorField.BLOCK;
      vectors.setLane(words, operands.offset(i), blocks, block, i % VectorField.LANES);
    }
    // A product has balanced limbs, as operands in the middle of a computation have.
    vector();
    System.arraycopy(blockResults, 0, blocks, 0, size);
  }

  /** Four limbs of 64 bits, one product after the other. */
  @Benchmark
  @OperationsPerInvocation(N)
  public long[] scalar() {
    scalar.mul(words, 0, words, 0, wordResults, 0, N);
    return wordResults;
  }

  /** Five limbs of 51 bits, 4 or 8 products at a time. */
  @Benchmark
  @OperationsPerInvocation(N)
  public double[] vector() {
    int step = VectorField.BLOCK;
    vectors.mul(blocks, 0, step, blocks, 0, step, blockResults, 0, step, N / VectorField.LANES);
    return blockResults;
  }
}
