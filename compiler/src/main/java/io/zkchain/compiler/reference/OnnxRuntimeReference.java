package io.zkchain.compiler.reference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.zkchain.compiler.error.ReferenceException;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.onnx.OnnxWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model in ONNX Runtime. Holds native memory: close it. Results of one call are copied into Java
 * and the native ones freed before it returns, so that running many samples needs the memory of
 * one.
 *
 * <pre>{@code
 * try (var reference = OnnxRuntimeReference.open(bytes)) {
 *   TensorData logits = reference.run(Map.of("input", digit)).get("output");
 * }
 * }</pre>
 */
public final class OnnxRuntimeReference implements AutoCloseable {

  private final OrtEnvironment environment;
  private final OrtSession session;

  private OnnxRuntimeReference(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
  }

  /**
   * Loads a model.
   *
   * @param model the bytes of an ONNX file without external data
   * @throws ReferenceException if ONNX Runtime refuses it
   */
  public static OnnxRuntimeReference open(byte[] model) {
    CommandLineLength.check();
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "zkchain");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setDeterministicCompute(true);
      options.setCPUArenaAllocator(false);
      return new OnnxRuntimeReference(environment, environment.createSession(model, options));
    } catch (OrtException e) {
      throw failure("ONNX Runtime refuses the model", e);
    }
  }

  /** Loads a normalised graph. */
  public static OnnxRuntimeReference open(Graph graph) {
    return open(OnnxWriter.write(graph));
  }

  /**
   * Loads a normalised graph so that {@link #run} returns every value that a node computes, for
   * calibration.
   */
  public static OnnxRuntimeReference openWithIntermediates(Graph graph) {
    Set<String> values = new LinkedHashSet<>();
    graph.outputs().forEach(output -> values.add(output.name()));
    for (Node node : graph.nodes()) {
      for (String output : node.outputs()) {
        if (!output.isEmpty()) {
          values.add(output);
        }
      }
    }
    return open(graph.withOutputs(List.copyOf(values)));
  }

  /** The names of the inputs, in the model's order. */
  public List<String> inputNames() {
    return List.copyOf(session.getInputNames());
  }

  /** The names of the outputs, in the model's order. */
  public List<String> outputNames() {
    return List.copyOf(session.getOutputNames());
  }

  /** All outputs for one set of inputs, by name. */
  public Map<String, TensorData> run(Map<String, TensorData> inputs) {
    return run(inputs, session.getOutputNames());
  }

  /**
   * Some outputs for one set of inputs, by name.
   *
   * @throws ReferenceException if names, shapes or types do not fit the model, or an output is no
   *     tensor
   */
  public Map<String, TensorData> run(Map<String, TensorData> inputs, Collection<String> outputs) {
    Map<String, OnnxTensor> natives = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, TensorData> input : inputs.entrySet()) {
        natives.put(input.getKey(), OrtTensors.toNative(environment, input.getValue()));
      }
      try (OrtSession.Result result = session.run(natives, new LinkedHashSet<>(outputs))) {
        Map<String, TensorData> out = new LinkedHashMap<>();
        for (String name : outputs) {
          out.put(name, tensor(name, result.get(name).orElseThrow()));
        }
        return out;
      }
    } catch (OrtException e) {
      throw failure("ONNX Runtime cannot run the model", e);
    } finally {
      natives.values().forEach(OnnxTensor::close);
    }
  }

  private static TensorData tensor(String name, OnnxValue value) throws OrtException {
    if (value instanceof OnnxTensor tensor) {
      return OrtTensors.toJava(tensor);
    }
    throw new OrtException("output '" + name + "' is no tensor");
  }

  /** ONNX Runtime's messages may span lines; the first one says what is wrong. */
  private static ReferenceException failure(String what, OrtException e) {
    String message = String.valueOf(e.getMessage());
    return new ReferenceException(what + ": " + message.lines().findFirst().orElse(message), e);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw failure("ONNX Runtime cannot close the session", e);
    }
  }
}
