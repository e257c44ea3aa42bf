package io.zkchain.compiler;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.FixedValues;
import io.zkchain.circuit.Witness;
import io.zkchain.circuit.artifact.AtomicFile;
import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.Execution;
import io.zkchain.compiler.lower.FrontPoint;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.operators.GraphLowering;
import io.zkchain.compiler.quantize.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model as a circuit, with the exact integer evaluation that is also its witness generator.
 *
 * <p>Immutable and safe for use by several threads. It holds the weights.
 *
 * <pre>{@code
 * CompiledModel model = ModelCompiler.compile(bytes, CompileOptions.defaults(), samples);
 * Inference result = model.run(Map.of("input", digit));
 * Witness witness = model.witness(Map.of("input", digit));
 * }</pre>
 */
public final class CompiledModel {
  private final Graph graph;
  private final CompileOptions options;
  private final GraphLowering.Result lowered;
  private final Circuit circuit;
  private final List<FrontPoint> front;
  private final FrontPoint chosen;
  private final List<String> notices;

  CompiledModel(
      Graph graph,
      CompileOptions options,
      GraphLowering.Result lowered,
      Circuit circuit,
      List<FrontPoint> front,
      FrontPoint chosen,
      List<String> notices) {
    this.graph = graph;
    this.options = options;
    this.lowered = lowered;
    this.circuit = circuit;
    this.front = List.copyOf(front);
    this.chosen = chosen;
    this.notices = List.copyOf(notices);
  }

  /** The circuit's structure, with which keys are made. */
  public Circuit circuit() {
    return circuit;
  }

  /** The integers of weights and function tables. */
  public FixedValues fixedValues() {
    Map<Integer, long[]> tables = new HashMap<>();
    for (LookupTable table : lowered.program().tables()) {
      for (int t = 0; t < circuit.tables().size(); t++) {
        if (table.function() && circuit.tables().get(t).name().equals(table.name())) {
          tables.put(t, table.outputs());
        }
      }
    }
    return new FixedValues(lowered.program().fixed(), tables);
  }

  /** How integers and real numbers correspond, and what is public. */
  public ModelSettings settings() {
    return ModelSettings.of(options, lowered, chosen);
  }

  /**
   * Evaluates in integers.
   *
   * @param inputs by name; every graph input, in its shape and type
   * @throws InputDataException if an input is missing, has another shape or type, is not finite, or
   *     leaves the proven range where the model rejects
   */
  public Inference run(Map<String, TensorData> inputs) {
    Run run = execute(inputs);
    Map<String, long[]> integers = new LinkedHashMap<>();
    Map<String, TensorData> reals = new LinkedHashMap<>();
    for (GraphLowering.Output output : lowered.outputs()) {
      long[] values = run.execution().of(output.value());
      integers.put(output.name(), values.clone());
      reals.put(output.name(), InputQuantizer.real(output, values));
    }
    return new Inference(integers, reals, run.saturated());
  }

  /** The values of all cells for one input; see {@link #run} for errors. */
  public Witness witness(Map<String, TensorData> inputs) {
    return lowered.program().witness(execute(inputs).execution());
  }

  /**
   * A whole evaluation.
   *
   * @param values real values of all tensors that the graph names
   */
  record Traced(Map<String, double[]> values, Map<String, Long> saturated) {}

  /** Evaluates, for comparison with a reference. */
  Traced trace(Map<String, TensorData> inputs) {
    Run run = execute(inputs);
    Map<String, double[]> out = new LinkedHashMap<>();
    lowered.values().forEach((name, tensor) -> out.put(name, reals(run.execution(), tensor)));
    lowered.outputs().forEach(o -> out.put(o.name(), reals(run.execution(), o.value())));
    return new Traced(out, run.saturated());
  }

  private static double[] reals(Execution execution, QTensor tensor) {
    double unit = tensor.scale().toDouble();
    long[] integers = execution.of(tensor);
    double[] reals = new double[integers.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = integers[i] * unit;
    }
    return reals;
  }

  /**
   * Compares with ONNX Runtime on samples, and says what the circuit is made of.
   *
   * @throws InputDataException if a sample does not fit, or is rejected
   */
  public CompileReport report(List<Map<String, TensorData>> samples) {
    return CompileReport.of(this, Fidelity.of(this, samples));
  }

  /**
   * Writes {@code circuit.zkc} and {@code settings.json} into a folder, which is made if need be.
   * Files are replaced in one step each; {@code circuit.zkc}, which holds the weights, is readable
   * by its owner only.
   *
   * @throws IOException if they cannot be written
   */
  public void save(Path folder) throws IOException {
    Files.createDirectories(folder);
    CompiledModelFile.write(folder.resolve("circuit.zkc"), this);
    AtomicFile.replace(folder.resolve("settings.json"), false, SettingsJson.bytes(settings()));
  }

  /** As {@link #save(Path)}, with {@code report.json} and {@code report.html}. */
  public void save(Path folder, CompileReport report) throws IOException {
    save(folder);
    AtomicFile.replace(folder.resolve("report.json"), false, ReportJson.bytes(report));
    AtomicFile.replace(folder.resolve("report.html"), false, ReportHtml.bytes(report));
  }

  /**
   * Reads what {@link #save} wrote. The model is lowered again, without ONNX Runtime.
   *
   * @throws io.zkchain.circuit.artifact.ArtifactException if the file is none, was altered, or this
   *     release makes another circuit from it
   * @throws IOException if it cannot be read
   */
  public static CompiledModel load(Path folder) throws IOException {
    return CompiledModelFile.read(folder.resolve("circuit.zkc"));
  }

  private record Run(Execution execution, Map<String, Long> saturated) {}

  private Run execute(Map<String, TensorData> inputs) {
    InputQuantizer quantizer = new InputQuantizer(options.overflow());
    Map<Integer, long[]> buffers = new HashMap<>();
    List<String> known = new ArrayList<>();
    for (GraphLowering.Input input : lowered.inputs()) {
      known.add(input.name());
      TensorData data = inputs.get(input.name());
      if (data == null) {
        throw new InputDataException(
            "input '%s' (%s) is missing".formatted(input.name(), input.type()));
      }
      buffers.put(input.buffer(), quantizer.quantise(input, data));
    }
    for (String name : inputs.keySet()) {
      if (!known.contains(name)) {
        throw new InputDataException(
            "the model has no input '%s'; it has %s".formatted(name, known));
      }
    }
    Execution execution = lowered.program().run(buffers);
    Map<String, Long> saturated = new LinkedHashMap<>(quantizer.saturated());
    saturated.putAll(execution.saturated());
    return new Run(execution, saturated);
  }

  /** Numbers of the tensors that hold private inputs: the only cells that a prover may choose. */
  public Set<Integer> privateInputs() {
    if (options.inputs() == Visibility.PUBLIC) {
      return Set.of();
    }
    Set<Integer> tensors = new HashSet<>();
    for (GraphLowering.Input input : lowered.inputs()) {
      lowered.program().tensors().stream()
          .filter(t -> t.origin().equals(input.origin()))
          .mapToInt(Committed::id)
          .forEach(tensors::add);
    }
    return tensors;
  }

  /** The normalised graph that was compiled. */
  public Graph graph() {
    return graph;
  }

  /** The choices that it was compiled with. */
  public CompileOptions options() {
    return options;
  }

  /** The candidates of n with their estimated costs. */
  public List<FrontPoint> front() {
    return front;
  }

  /** The candidate that was chosen. */
  public FrontPoint chosen() {
    return chosen;
  }

  /** What each rounding node does on overflow. */
  public Map<String, Verdict> verdicts() {
    return lowered.program().verdicts();
  }

  /** Decisions that the user should see. */
  public List<String> notices() {
    return notices;
  }

  GraphLowering.Result lowered() {
    return lowered;
  }
}
