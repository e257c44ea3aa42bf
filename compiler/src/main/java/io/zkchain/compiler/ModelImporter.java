package io.zkchain.compiler;

import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.OutputPart;
import io.zkchain.compiler.graph.fold.ConstantEvaluator;
import io.zkchain.compiler.graph.normalise.ImportOptions;
import io.zkchain.compiler.graph.normalise.NormalizedModel;
import io.zkchain.compiler.graph.normalise.Normalizer;
import io.zkchain.compiler.graph.normalise.OperatorSupport;
import io.zkchain.compiler.onnx.OnnxModel;
import io.zkchain.compiler.onnx.OnnxReader;
import io.zkchain.compiler.reference.OrtConstantEvaluator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * From an ONNX file to the graph that is compiled.
 *
 * <pre>{@code
 * Graph graph = ModelImporter.load(Path.of("model.onnx"), Map.of("batch", 1), support).graph();
 * }</pre>
 *
 * <p>All errors are {@link io.zkchain.compiler.error.ModelException}s.
 */
public final class ModelImporter {

  private ModelImporter() {}

  /**
   * Reads and normalises a model file.
   *
   * @param dimensions lengths of the model's dynamic dimensions by name
   * @param support which nodes can be compiled
   */
  public static NormalizedModel load(
      Path file, Map<String, Integer> dimensions, OperatorSupport support) {
    return load(file, dimensions, support, List.of());
  }

  /** As {@link #load(Path, Map, OperatorSupport)}, from bytes without external data. */
  public static NormalizedModel load(
      byte[] bytes, Map<String, Integer> dimensions, OperatorSupport support) {
    return load(bytes, dimensions, support, List.of());
  }

  /**
   * As {@link #load(Path, Map, OperatorSupport)}, for some of the model's outputs, or parts of
   * them.
   *
   * @param outputs empty for all outputs, whole
   */
  public static NormalizedModel load(
      Path file,
      Map<String, Integer> dimensions,
      OperatorSupport support,
      List<OutputPart> outputs) {
    return load(OnnxReader.read(file), dimensions, support, outputs);
  }

  /** As {@link #load(Path, Map, OperatorSupport, List)}, from bytes without external data. */
  public static NormalizedModel load(
      byte[] bytes,
      Map<String, Integer> dimensions,
      OperatorSupport support,
      List<OutputPart> outputs) {
    return load(OnnxReader.read(bytes), dimensions, support, outputs);
  }

  private static NormalizedModel load(
      OnnxModel model,
      Map<String, Integer> dimensions,
      OperatorSupport support,
      List<OutputPart> outputs) {
    return normalize(
        model,
        ImportOptions.of(dimensions, support, new OrtConstantEvaluator()).withOutputs(outputs));
  }

  /** Normalises a model that has been read. */
  public static NormalizedModel normalize(OnnxModel model, ImportOptions options) {
    return Normalizer.normalize(model.graph(), model.opsets(), options);
  }

  /**
   * Reads a graph back that {@link io.zkchain.compiler.onnx.OnnxWriter} wrote. Nothing is left to
   * fold in it, so ONNX Runtime is not needed.
   */
  public static Graph reload(byte[] normalized, OperatorSupport support) {
    return normalize(
            OnnxReader.read(normalized),
            ImportOptions.of(Map.of(), support, ConstantEvaluator.none()))
        .graph();
  }
}
