package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.PublicTensor;
import io.zkchain.circuit.Shape;
import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.fold.ConstantEvaluator;
import io.zkchain.compiler.graph.normalise.ImportOptions;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LoweredProgram;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.LoweringSettings;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.onnx.OnnxReader;
import io.zkchain.compiler.operators.GraphLowering;
import io.zkchain.compiler.operators.Operators;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.ScalePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * One gadget at small widths: how it is lowered, its inputs, and what it means.
 *
 * <p>A given tensor is virtual, a cell plus a constant. The kit sets its cells, to integers of the
 * interval or to any field elements, and does not enumerate them.
 */
final class GadgetCase {

  /**
   * Elements lo..hi in dims.
   *
   * @param offset what is added to its cells
   */
  record Given(String name, int[] dims, long lo, long hi, long offset) {}

  /** Adds the gadget's cells and relations; its result is published. */
  @FunctionalInterface
  interface Builder {
    QTensor build(Lowering lowering, List<QTensor> given);
  }

  /**
   * A lowered gadget.
   *
   * @param inputs buffer of every given tensor
   */
  record Lowered(LoweredProgram program, List<Given> givens, List<Integer> inputs) {}

  private final String name;
  private final int bits;
  private final int shift;
  private boolean saturate;
  private final List<Given> givens = new ArrayList<>();
  private final Map<String, String> idle = new LinkedHashMap<>();
  private final Map<String, String> elsewhere = new LinkedHashMap<>();
  private Optional<String> onlyDropsBecause = Optional.empty();
  private final Map<String, RealRange> ranges = new LinkedHashMap<>();
  private Builder builder = (l, given) -> given.getFirst();
  private byte[] model = {};
  private Optional<UnaryOperator<long[]>> meaning = Optional.empty();

  private GadgetCase(String name, int bits, int shift) {
    this.name = name;
    this.bits = bits;
    this.shift = shift;
  }

  /** Function tables -(2^(bits-1)-1) .. 2^(bits-1)-1, remainders below 2^shift. */
  static GadgetCase of(String name, int bits, int shift) {
    return new GadgetCase(name, bits, shift);
  }

  GadgetCase saturating() {
    saturate = true;
    return this;
  }

  /** A whole model; its inputs are given, in the table's whole domain. */
  GadgetCase model(byte[] onnx) {
    model = onnx;
    return this;
  }

  /** The calibrated range of a model's value. */
  GadgetCase calibrated(String value, double low, double high) {
    ranges.put(value, new RealRange(low, high));
    return this;
  }

  GadgetCase given(String tensor, long lo, long hi, int... dims) {
    givens.add(new Given(tensor, dims.length == 0 ? new int[] {1} : dims, lo, hi, lo));
    return this;
  }

  GadgetCase lowered(Builder by) {
    builder = by;
    return this;
  }

  /**
   * What the gadget computes.
   *
   * @param by from all given elements, in order, to all elements of the result; an empty array if
   *     the input has no proof
   */
  GadgetCase means(UnaryOperator<long[]> by) {
    meaning = Optional.of(by);
    return this;
  }

  /** As {@link #means} for one element. */
  GadgetCase meansOfEach(LongUnaryOperator by) {
    return means(x -> java.util.Arrays.stream(x).map(by).toArray());
  }

  /**
   * A mutation that may go unnoticed.
   *
   * @param mutation its name, without the number of a relation
   * @param reason why it is no loss
   */
  GadgetCase idle(String mutation, String reason) {
    idle.put(mutation, reason);
    return this;
  }

  /**
   * Mutations that this case's few values may leave unnoticed, and another case notices.
   *
   * @param other its name; it has mutations of the same names
   */
  GadgetCase noticedBy(String other, String... mutations) {
    for (String mutation : mutations) {
      idle(mutation, "noticed by '" + other + "'");
      elsewhere.put(mutation, other);
    }
    return this;
  }

  /** The case that notices a mutation, by the mutation. */
  Map<String, String> elsewhere() {
    return elsewhere;
  }

  /**
   * Only drops relations and lookups; leaves other tables and coefficients to other cases.
   *
   * @param reason why those say it
   */
  GadgetCase dropsOnly(String reason) {
    onlyDropsBecause = Optional.of(reason);
    return this;
  }

  /** Whether a mutation is to be tried. */
  boolean tries(Mutation mutation) {
    return onlyDropsBecause.isEmpty()
        || mutation.name().startsWith("drop ")
        || mutation.name().startsWith("free ");
  }

  /** Leaves the mutations to other cases. */
  GadgetCase unchanged(String reason) {
    return idle("", reason);
  }

  /** Whether mutations say something. */
  boolean mutates() {
    return !idle.containsKey("");
  }

  /** The mutations that may go unnoticed. */
  Set<String> idle() {
    return idle.keySet();
  }

  /** Whether a mutation's name is one that may go unnoticed. */
  static boolean names(String idle, Mutation mutation) {
    return mutation.name().equals(idle) || mutation.name().startsWith(idle + "/");
  }

  /** What the gadget computes, if the case says so. */
  Optional<long[]> meaning(long[] input) {
    return meaning.map(by -> by.apply(input));
  }

  /** Lowers until the tables' widths are stable. */
  Lowered lower() {
    return model.length > 0 ? lowerModel() : lowerGadget();
  }

  private LoweringSettings settings(ScalePlan plan) {
    return new LoweringSettings(bits, shift, saturate, ranges, plan);
  }

  private Lowered lowerModel() {
    ImportOptions options =
        ImportOptions.of(Map.of(), Operators::reasonAgainst, ConstantEvaluator.none());
    Graph graph = ModelImporter.normalize(OnnxReader.read(model), options).graph();
    GraphLowering.Result result =
        GraphLowering.lower(graph, settings(ScalePlan.empty()), false, true);
    List<Given> inputs = new ArrayList<>();
    List<Integer> buffers = new ArrayList<>();
    for (GraphLowering.Input input : result.inputs()) {
      int[] dims = input.type().shape().toArray();
      Interval legal = input.domain();
      inputs.add(new Given(input.name(), dims, legal.lo(), legal.hi(), 0));
      buffers.add(input.buffer());
    }
    return new Lowered(result.program(), inputs, buffers);
  }

  private Lowered lowerGadget() {
    ScalePlan plan = ScalePlan.empty();
    while (true) {
      Lowering l = new Lowering(settings(plan));
      l.begin("gadget (" + name + ")");
      List<QTensor> tensors = new ArrayList<>();
      List<Integer> inputs = new ArrayList<>();
      for (Given given : givens) {
        inputs.add(l.input());
        tensors.add(given(l, given, inputs.getLast()));
      }
      publish(l, builder.build(l, tensors));
      if (l.requestedPlan().equals(plan)) {
        return new Lowered(l.finish(), givens, inputs);
      }
      plan = l.requestedPlan();
    }
  }

  private static QTensor given(Lowering l, Given given, int buffer) {
    long size = given.hi() - given.lo() + 1;
    Committed cells = l.pair(given.name(), given.dims(), l.range(size), buffer);
    Interval range = new Interval(0, size - 1);
    QTensor read = l.read(cells, Cell.A, given.name(), given.dims(), Scale.ONE, range);
    return Arithmetic.plus(l, given.name(), read, given.offset());
  }

  private static void publish(Lowering l, QTensor result) {
    QTensor flat = Arithmetic.reshape(l, "result", result, new int[] {result.size()});
    Shape shape = result.size() == 1 ? Shape.of() : Shape.of(result.size());
    l.publish("result", PublicTensor.Role.OUTPUT, flat, shape);
  }

  @Override
  public String toString() {
    return name;
  }
}
