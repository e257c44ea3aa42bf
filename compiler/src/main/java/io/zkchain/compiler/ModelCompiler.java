package io.zkchain.compiler;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OrtException;
import io.zkchain.circuit.CircuitValidator;
import io.zkchain.compiler.data.InputFile;
import io.zkchain.compiler.error.ReferenceException;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.narrow.Narrowing;
import io.zkchain.compiler.graph.normalise.NormalizedModel;
import io.zkchain.compiler.operators.Expansions;
import io.zkchain.compiler.operators.GraphLowering;
import io.zkchain.compiler.operators.Operators;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.reference.OnnxRuntimeReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

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
    Map<String, RealRange> ranges = calibrate(graph, samples, notices);
    FrontSearch search = new FrontSearch(graph, options, ranges, bitsOf);
    FrontSearch.Candidate best = search.best();
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

  // ONNX Runtime lacks some operators for some element types; then bounds choose the scales.
  private static Map<String, RealRange> calibrate(
      Graph graph, List<Map<String, TensorData>> calibration, List<String> notices) {
    Map<String, RealRange> ranges = new LinkedHashMap<>();
    calibration.forEach(inputs -> inputs.forEach((name, data) -> merge(ranges, name, data)));
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.openWithIntermediates(graph)) {
      for (Map<String, TensorData> inputs : calibration) {
        reference.run(inputs).forEach((name, data) -> merge(ranges, name, data));
      }
    } catch (ReferenceException e) {
      if (!(e.getCause() instanceof OrtException) || !calibration.stream().allMatch(fits(graph))) {
        throw e;
      }
      notices.add(e.getMessage() + "; scales are chosen from the inputs and from bounds alone");
    }
    return ranges;
  }

  private static Predicate<Map<String, TensorData>> fits(Graph graph) {
    return inputs ->
        inputs.size() == graph.inputs().size()
            && graph.inputs().stream()
                .allMatch(input -> {
                  TensorData data = inputs.get(input.name());
                  return data != null && data.type().equals(input.type());
                });
  }

  // Where a function has no value (a mask's infinity, the root of a negative number), the model's
  // other elements choose the scale.
  private static void merge(Map<String, RealRange> ranges, String name, TensorData data) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < data.size(); i++) {
      double value = data.doubleAt(i);
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (low <= high) {
      ranges.merge(name, new RealRange(low, high), RealRange::union);
    }
  }
}
