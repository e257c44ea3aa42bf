package io.zkchain.compiler.operators;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.CircuitException;
import io.zkchain.circuit.PublicTensor;
import io.zkchain.circuit.Shape;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Requantise;
import io.zkchain.compiler.gadgets.WideCells;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.graph.Value;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.LoweredProgram;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.LoweringSettings;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.ScalePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Lowers a whole graph: inputs, nodes in order, outputs. */
public final class GraphLowering {
  private static final int MOST_PASSES = 6;

  /**
   * A graph input in the circuit.
   *
   * @param buffer that the evaluation's caller fills
   * @param domain legal integers
   * @param halfEven whether ties are rounded to even, as QuantizeLinear does, not up
   */
  public record Input(
      String name, TensorType type, Scale scale, Interval domain, int buffer, boolean halfEven) {

    /** The origin of the input's cells. */
    public String origin() {
      return name + " (input)";
    }
  }

  /**
   * A graph output in the circuit.
   *
   * @param value its elements, row-major; flat where they are public
   */
  public record Output(String name, TensorType type, QTensor value) {}

  /**
   * A lowered graph.
   *
   * @param values tensors by ONNX value name, for comparison with the reference
   */
  public record Result(
      LoweredProgram program,
      List<Input> inputs,
      List<Output> outputs,
      Map<String, QTensor> values,
      LoweringSettings settings) {}

  private final Graph graph;
  private final Lowering l;
  private final boolean publicInputs;
  private final boolean publicOutputs;
  private final Map<String, QTensor> values = new LinkedHashMap<>();
  private final Map<String, QTensor> reshaped = new LinkedHashMap<>();
  private final List<Input> inputs = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();

  private GraphLowering(
      Graph graph, LoweringSettings settings, boolean publicInputs, boolean publicOutputs) {
    this.graph = graph;
    this.l = new Lowering(settings);
    this.publicInputs = publicInputs;
    this.publicOutputs = publicOutputs;
  }

  /**
   * Lowers until the decisions that concern several nodes are stable. The result's settings hold
   * the plan, so that lowering with them gives the same result at once.
   *
   * @throws UnsupportedModelException if a node cannot be lowered
   */
  public static Result lower(
      Graph graph, LoweringSettings settings, boolean publicInputs, boolean publicOutputs) {
    Graph fused = Fusions.apply(Patterns.apply(graph));
    LoweringSettings current = settings;
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      GraphLowering lowering = new GraphLowering(fused, current, publicInputs, publicOutputs);
      lowering.run();
      ScalePlan wanted = lowering.l.requestedPlan();
      if (wanted.equals(current.plan())) {
        return new Result(
            lowering.l.finish(),
            List.copyOf(lowering.inputs),
            List.copyOf(lowering.outputs),
            lowering.values,
            current);
      }
      current = current.withPlan(wanted);
    }
    throw new UnsupportedModelException("the scales of the model's functions find no fixed point");
  }

  private void run() {
    for (Value input : graph.inputs()) {
      l.begin(input.name() + " (input)", List.of(input.name()));
      named("input '" + input.name() + "'", () -> input(input));
    }
    for (Node node : graph.nodes()) {
      l.begin(node.name() + " (" + node.operator() + ")", node.outputs());
      OperatorFamily family =
          Operators.family(node.operator())
              .orElseThrow(
                  () -> new UnsupportedModelException(node.describe() + ": has no circuit"));
      named(
          node.describe(),
          () -> family.lower(new OperatorContext(graph, node, l, values, reshaped)));
    }
    for (Value output : graph.outputs()) {
      l.begin(output.name() + " (output)");
      named("output '" + output.name() + "'", () -> output(output));
    }
  }

  // What a gadget or a constant refuses gets the name of the place, where it has none.
  private static void named(String place, Runnable step) {
    try {
      step.run();
    } catch (CircuitException e) {
      throw new UnsupportedModelException(place + ": " + e.getMessage(), e);
    } catch (ArithmeticException e) {
      throw new UnsupportedModelException(place + ": " + Limit.WIDE.reason(), e);
    } catch (UnsupportedModelException e) {
      String message = String.valueOf(e.getMessage());
      throw Stream.of("node ", "input ", "output ").anyMatch(message::startsWith)
          ? e
          : new UnsupportedModelException(place + ": " + message, e);
    }
  }

  private void input(Value value) {
    String name = value.name();
    int[] dims = value.type().shape().toArray();
    boolean wide = WideInputs.isWide(graph, value);
    Optional<QuantizedInput> quantized = QuantizedInput.of(graph, name);
    Optional<WideInteger> digits = WideInteger.of(l, value);
    Scale scale = quantized.map(QuantizedInput::scale).orElseGet(() -> inputScale(value, wide));
    Interval domain =
        quantized
            .map(QuantizedInput::domain)
            .or(() -> digits.map(WideInteger::domain))
            .orElseGet(() -> wide ? WideCells.range() : legal(value.type().dtype(), l.domain()));
    int buffer = l.input();
    QTensor cells =
        wide
            ? WideCells.of(l, name, dims, buffer).at(scale)
            : digits.isPresent()
                ? digits.get().cells(l, name, dims, buffer)
                : inputCells(name, dims, scale, domain, buffer);
    values.put(name, cells);
    inputs.add(new Input(name, value.type(), scale, domain, buffer, quantized.isPresent()));
    if (publicInputs
        && !publish(name, PublicTensor.Role.INPUT, cells).scale().equals(cells.scale())) {
      throw new UnsupportedModelException(
          "input '" + name + "' would not be exact; it cannot be public");
    }
  }

  // The rows may hold exactly the type's values: a range that only the quantiser kept would not be
  // proven.
  private QTensor inputCells(String name, int[] dims, Scale scale, Interval domain, int buffer) {
    LookupTable table = domain.equals(l.domain()) ? l.identity() : l.range(domain);
    Committed rows = l.pair(name, dims, table, buffer);
    return l.read(rows, Cell.A, name, dims, scale, domain);
  }

  private Scale inputScale(Value value, boolean wide) {
    if (!value.type().dtype().isFloat()) {
      return Scale.ONE;
    }
    RealRange seen =
        l.scales()
            .seen(value.name())
            .orElseThrow(() ->
                new UnsupportedModelException(
                    "input '" + value.name() + "' has no calibrated range"));
    int exponent =
        wide
            ? WideInputs.exponent(seen.magnitude())
            : l.chooser().finest(seen.magnitude(), Scale.ONE, 1.25);
    return Scale.powerOfTwo(-exponent);
  }

  private static Interval legal(DataType type, Interval table) {
    if (type == DataType.BOOL) {
      return new Interval(0, 1);
    }
    if (type.isUnsigned()) {
      return new Interval(0, type.bytes() == 1 ? Math.min(255, table.hi()) : table.hi());
    }
    return type == DataType.INT8
        ? new Interval(Math.max(-128, table.lo()), Math.min(127, table.hi()))
        : table;
  }

  private void output(Value output) {
    QTensor value = OperatorContext.read(graph, l, values, reshaped, output.name());
    if (value == null) {
      throw new UnsupportedModelException(
          "output '" + output.name() + "' does not depend on the input");
    }
    // A product is rounded first, so that its low bits, which would tell about weights, stay
    // hidden.
    boolean real = output.type().dtype().isFloat();
    if (!real && !value.scale().equals(Scale.ONE)) {
      throw new UnsupportedModelException(
          "output '%s' (%s) would not be exact: its scale is %s"
              .formatted(output.name(), output.type(), value.scale()));
    }
    if (real && !value.isLinear()) {
      value = Requantise.of(l, value).input().named(output.name());
    }
    // What is published may be a copy, with a scale of its own.
    QTensor shown = publicOutputs ? publish(output.name(), PublicTensor.Role.OUTPUT, value) : value;
    outputs.add(new Output(output.name(), output.type(), shown));
  }

  private QTensor publish(String name, PublicTensor.Role role, QTensor value) {
    QTensor flat = Arithmetic.reshape(l, name, value, new int[] {value.size()});
    Shape shape = value.size() == 1 ? Shape.of() : Shape.of(value.size());
    l.publish(name, role, flat, shape);
    return flat;
  }
}
