package io.zkchain.benchmarks;

import io.zkchain.cli.model.SyntheticInputs;
import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.ModelCompiler;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.prover.protocol.ProgressListener;
import io.zkchain.prover.protocol.Prover;
import io.zkchain.prover.protocol.ProvingKey;
import io.zkchain.prover.protocol.Setup;
import io.zkchain.prover.srs.Srs;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Proving time against size, over networks that differ in nothing else. */
final class Scaling {
  private static final int WARM_UPS = 1;
  private static final int WARM_UP_MILLIS = 3_000;
  private static final int RUNS = 3;

  private Scaling() {}

  /**
   * One network.
   *
   * @param family what kind it is
   * @param size parameters and activations
   * @param millis median of the warm runs
   */
  record Point(String family, long size, int logRows, int lanes, int fixedColumns, long millis) {}

  /**
   * Measures both families at two or three sizes a decade.
   *
   * @param largest about how many parameters and activations the largest has
   */
  static List<Point> measure(double largest) {
    List<Point> points = new ArrayList<>();
    for (double size = 1e4; size < 1.1 * largest; size *= Math.sqrt(10)) {
      long target = Math.round(size);
      points.add(run("MLP", SyntheticModels.perceptron(target)));
      points.add(run("CNN", SyntheticModels.convolutional(target)));
    }
    return points;
  }

  private static Point run(String family, SyntheticModels.Model synthetic) {
    System.err.printf("%s of %,d parameters and activations ...%n", family, synthetic.size());
    CompiledModel model =
        ModelCompiler.compile(synthetic.onnx(), CompileOptions.defaults(), List.of());
    var circuit = model.circuit();
    Srs powers = Srs.test(circuit.logRows(), new SecureRandom());
    ProvingKey key = Setup.create(circuit, model.fixedValues(), powers, ProgressListener.NONE);
    Prover prover = new Prover(key, powers);
    Map<String, TensorData> input = SyntheticInputs.of(model.graph().inputs()).getFirst();
    List<Long> millis = new ArrayList<>();
    long begin = System.nanoTime();
    for (int k = 0; millis.size() < RUNS; k++) {
      long start = System.nanoTime();
      prover.prove(model.witness(input), new byte[32], ProgressListener.NONE);
      long end = System.nanoTime();
      if (k >= WARM_UPS && start - begin > WARM_UP_MILLIS * 1_000_000L) {
        millis.add((end - start) / 1_000_000);
      }
    }
    return new Point(
        family,
        synthetic.size(),
        circuit.logRows(),
        circuit.lanes(),
        circuit.fixedColumns(),
        ModelRun.median(millis));
  }

  /**
   * The exponent e of time = c size^e, by least squares over the logarithms.
   *
   * @throws IllegalArgumentException if there are fewer than two points
   */
  static double exponent(List<Point> points) {
    if (points.size() < 2) {
      throw new IllegalArgumentException("one point has no exponent");
    }
    double meanX = points.stream().mapToDouble(p -> Math.log(p.size())).average().orElseThrow();
    double meanY = points.stream().mapToDouble(p -> Math.log(p.millis())).average().orElseThrow();
    double above = 0;
    double below = 0;
    for (Point p : points) {
      double x = Math.log(p.size()) - meanX;
      above += x * (Math.log(p.millis()) - meanY);
      below += x * x;
    }
    return above / below;
  }
}
