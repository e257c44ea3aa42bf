package io.zkchain.compiler;

import static java.util.Objects.requireNonNull;

import io.zkchain.circuit.CircuitValidator;
import io.zkchain.compiler.data.InputFile;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.narrow.Narrowing;
import io.zkchain.compiler.graph.normalise.NormalizedModel;
import io.zkchain.compiler.operators.Expansions;
import io.zkchain.compiler.operators.GraphLowering;
import io.zkchain.compiler.operators.Operators;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compiles ONNX models to circuits.
 *
 * <pre>{@code
 * CompiledModel model =
 *     ModelCompiler.compile(Path.of("model.onnx"), CompileOptions.defaults(), List.of());
 * }</pre>
 */
public final class ModelCompiler {

  private ModelCompiler() {}

  /**
   * Compiles a model file (with its external data).
   *
   * @param calibration typical inputs, by input name, each in the input's shape and type; they
   *     choose scales, never soundness. If there are none, random ones serve and a notice says so
   * @throws io.zkchain.compiler.error.CompilerException if the model cannot be compiled
   */
  public static CompiledModel compile(
      Path onnx, CompileOptions options, List<Map<String, TensorData>> calibration) {
    return compile(
        ModelImporter.load(
            onnx, options.dimensions(), Operators::reasonAgainst, options.selection()),
        options,
        calibration);
  }

  /**
   * As {@link #compile(Path, CompileOptions, List)}, with the calibration inputs from a file, see
   * {@link InputFile}.
   *
   * @throws io.zkchain.compiler.error.InputDataException if the file does not hold such inputs
   */
  public static CompiledModel compile(Path onnx, CompileOptions options, Path calibration) {
    NormalizedModel model =
        ModelImporter.load(
            onnx, options.dimensions(), Operators::reasonAgainst, options.selection());
    return compile(model, options, InputFile.read(calibration, model.graph().inputs()));
  }

  /** As {@link #compile(Path, CompileOptions, List)}, from bytes without external data. */
  public static CompiledModel compile(
      byte[] onnx, CompileOptions options, List<Map<String, TensorData>> calibration) {
    return compile(
        ModelImporter.load(
            onnx, options.dimensions(), Operators::reasonAgainst, options.selection()),
        options,
        calibration);
  }

  private static CompiledModel compile(
      NormalizedModel model, CompileOptions options, List<Map<String, TensorData>> calibration) {
    Map<String, Integer> bitsOf = NodeBits.byValue(model.graph(), options.bitsOf());
    Graph expanded = Expansions.apply(model.graph());
    Graph graph = Narrowing.apply(expanded).orElse(expanded);
    List<String> notices = new ArrayList<>(model.notices());
    List<Map<String, TensorData>> samples = calibration;
    if (samples.isEmpty()) {
      samples = RandomCalibration.of(graph);
      notices.add(RandomCalibration.NOTICE);
    }
    Calibration seen = Calibration.of(graph, samples, notices);
    FrontSearch search = new FrontSearch(graph, options, seen.ranges(), bitsOf);
    FrontSearch.Candidate first = search.best();
    FrontSearch.Candidate best =
        calibration.isEmpty()
            ? first
            : search.closeEnough(
                first, candidate -> seen.isClose(model(graph, options, candidate)));
    if (!best.point().equals(first.point())) {
      notices.add(
          "function tables of %d bits in 2^%d rows, for 99 %% of the arg-maxima; --bits %d takes 2^%d"
              .formatted(
                  best.point().bits(),
                  best.point().logRows(),
                  first.point().bits(),
                  first.point().logRows()));
    }
    CircuitValidator.validate(best.circuit());
    NodeBits.withoutEach(model.graph(), options.bitsOf())
        .forEach((name, others) -> {
          GraphLowering.Result other = search.loweredWith(others, best);
          if (NodeBits.isSame(best.lowered(), other, best.circuit().logRows())) {
            int own = requireNonNull(options.bitsOf().get(name));
            notices.add(NodeBits.withoutEffect(name, own));
          }
        });
    return new CompiledModel(
        graph, options, best.lowered(), best.circuit(), search.front(), best.point(), notices);
  }

  // A candidate by itself, to be evaluated.
  private static CompiledModel model(
      Graph graph, CompileOptions options, FrontSearch.Candidate candidate) {
    return new CompiledModel(
        graph,
        options,
        candidate.lowered(),
        candidate.circuit(),
        List.of(),
        candidate.point(),
        List.of());
  }
}
