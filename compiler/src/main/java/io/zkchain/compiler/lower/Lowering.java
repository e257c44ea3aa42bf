package io.zkchain.compiler.lower;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexRelation.Equal;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.PublicTensor;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Side;
import io.zkchain.circuit.Slot;
import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.ScalePlan;
import io.zkchain.compiler.quantize.TargetChooser;
import io.zkchain.compiler.quantize.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects the committed tensors, tables, relations and evaluation steps of one circuit while
 * operators are lowered, in a fixed order, so that equal settings give equal circuits.
 *
 * <p>A gadget adds cells together with the step that computes them; an operator computes its result
 * by its own kernel, not from the relations, so that a satisfied circuit is a real check of both.
 */
public final class Lowering {
  private static final long MOST_TABLE_ROWS = 1L << 24;

  private final LoweringSettings settings;
  private final TableSet tables;
  private final ScaleDecisions scales;
  private final List<Committed> tensors = new ArrayList<>();
  private final Map<Integer, long[]> fixed = new TreeMap<>();
  private final List<LogicalRelation> relations = new ArrayList<>();
  private final List<PublicTensor> publicTensors = new ArrayList<>();
  private final List<Integer> publicBuffers = new ArrayList<>();
  private final List<LoweredProgram.Step> steps = new ArrayList<>();
  private final Map<Integer, long[]> constants = new TreeMap<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, Verdict> verdicts = new LinkedHashMap<>();
  private final Map<String, QTensor> copies = new HashMap<>();
  private int buffers;
  private String origin = "graph";

  public Lowering(LoweringSettings settings) {
    this.settings = settings;
    this.scales = new ScaleDecisions(settings);
    this.tables = new TableSet(scales.chooser().limit(), settings.plan().stepBits());
  }

  /** All following cells and relations come from this node ("name (Operator)"). */
  public void begin(String node) {
    begin(node, List.of());
  }

  /**
   * As {@link #begin(String)}.
   *
   * @param values its outputs, which may have bits of their own
   */
  public void begin(String node, List<String> values) {
    origin = node;
    scales.begin(values);
  }

  public String origin() {
    return origin;
  }

  public LoweringSettings settings() {
    return settings;
  }

  public TargetChooser chooser() {
    return scales.chooser();
  }

  /** What the lowering of all nodes asked for; equal to the settings' plan once it is stable. */
  public ScalePlan requestedPlan() {
    return new ScalePlan(scales.requestedExponents(), tables.requestedStepBits());
  }

  // ---------------------------------------------------------------- evaluation

  /** A new buffer that a kernel fills. */
  public int compute(int size, Kernel kernel) {
    int buffer = buffers++;
    steps.add(new LoweredProgram.Step(origin, buffer, size, kernel));
    return buffer;
  }

  /** A new buffer whose content is known. */
  public int constant(long[] values) {
    int buffer = buffers++;
    constants.put(buffer, values);
    return buffer;
  }

  /** The integers behind a buffer of {@link #constant}. */
  public long[] constantOf(int buffer) {
    long[] values = constants.get(buffer);
    if (values == null) {
      throw new IllegalArgumentException("buffer " + buffer + " is no constant");
    }
    return values;
  }

  /** A buffer that the caller of the evaluation fills. */
  public int input() {
    return buffers++;
  }

  // ---------------------------------------------------------------- cells

  /** Commits rows (a, table(a)) for the integers of a buffer. */
  public Committed pair(String name, int[] dims, LookupTable table, int buffer) {
    Shape shape = shape(dims);
    String node = origin;
    int outputs =
        compute(
            shape.volume(),
            (execution, out) -> {
              long[] inputs = execution.buffer(buffer);
              for (int i = 0; i < out.length; i++) {
                checkInside(node, table, inputs[i], i);
                out[i] = table.apply(inputs[i]);
              }
            });
    return add(name, Slot.PAIR, shape, table, buffer, outputs, 0);
  }

  /** Commits cells of a range table for the integers of a buffer. */
  public Committed single(String name, int[] dims, LookupTable table, int buffer) {
    Shape shape = shape(dims);
    String node = origin;
    int checked =
        compute(
            shape.volume(),
            (execution, out) -> {
              long[] inputs = execution.buffer(buffer);
              for (int i = 0; i < out.length; i++) {
                checkInside(node, table, inputs[i], i);
                out[i] = inputs[i];
              }
            });
    return add(name, Slot.SINGLE, shape, table, checked, -1, 0);
  }

  private static void checkInside(String node, LookupTable table, long value, int index) {
    if (!table.domain().contains(value)) {
      throw new InputDataException(
          ("node %s: element %d is outside the proven range %d..%d; compile with"
                  + " --overflow saturate, more bits, or a calibration that covers such inputs")
              .formatted(node, index, table.domain().lo(), table.domain().hi()));
    }
  }

  /** A tensor of weights with given integers. */
  public QTensor fixed(String name, int[] dims, long[] values, Scale scale) {
    Interval range = Interval.of(values);
    int bits = Math.max(1, 64 - Long.numberOfLeadingZeros(range.magnitude()));
    int buffer = constant(values);
    Committed tensor = add(name, Slot.FIXED, shape(dims), null, buffer, -1, bits);
    fixed.put(tensor.id(), values);
    return read(tensor, Cell.FIXED, name, dims, scale, range);
  }

  private Committed add(
      String name,
      Slot slot,
      Shape shape,
      @Nullable LookupTable table,
      int first,
      int second,
      int bits) {
    String unique = name;
    for (int k = 2; !names.add(unique); k++) {
      unique = name + "#" + k;
    }
    Committed tensor =
        new Committed(tensors.size(), unique, origin, slot, shape, table, first, second, bits);
    tensors.add(tensor);
    return tensor;
  }

  /** The cells of a committed tensor as a tensor of integers. */
  public QTensor read(
      Committed tensor, Cell cell, String name, int[] dims, Scale scale, Interval range) {
    List<IndexRelation> equalities = new ArrayList<>();
    int physical = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] > 1) {
        equalities.add(
            new Equal(
                List.of(
                    new IndexVariable(Side.Y, axis, dims[axis]),
                    new IndexVariable(Side.X, physical++, dims[axis]))));
      }
    }
    int buffer = cell == Cell.B ? tensor.second() : tensor.first();
    Addend addend = new Addend(1, new CellRef(tensor, cell), null, equalities);
    return new QTensor(name, dims, scale, range, List.of(addend), buffer);
  }

  private static Shape shape(int[] dims) {
    return Shape.of(Arrays.stream(dims).filter(d -> d > 1).toArray());
  }

  /**
   * The copy in cells of a tensor, made once for each kind. The supplier makes it.
   *
   * @param kind what the copy is, such as rounded; copies of other kinds have other integers
   */
  public QTensor copyOf(String kind, QTensor tensor, Supplier<QTensor> maker) {
    String key = kind + tensor.buffer() + Arrays.toString(tensor.dims());
    QTensor known = copies.get(key);
    if (known == null) {
      known = maker.get();
      copies.put(key, known);
    }
    return known;
  }

  // ---------------------------------------------------------------- tables and scales

  /** Inputs -(2^(B-1)-1) .. 2^(B-1)-1. */
  public Interval domain() {
    return tables.domain();
  }

  /** A function table, one for each key. */
  public LookupTable function(String key, Interval inputs, LongUnaryOperator f) {
    requireRows(inputs);
    return tables.function(key, inputs, f);
  }

  /**
   * A key for a table whose outputs follow the current node's own bits: nodes of other bits must
   * not share it.
   */
  public String keyOfBits(String key) {
    long limit = chooser().limit();
    return limit == domain().hi() ? key : key + " to " + limit;
  }

  /** Whether a function table exists already. */
  public boolean hasFunction(String key) {
    return tables.has(key);
  }

  /** A function table that exists already and is f on the inputs. */
  public Optional<LookupTable> functionLike(Interval inputs, LongUnaryOperator f) {
    return tables.like(inputs, f);
  }

  /** The range table 0 .. size - 1. */
  public LookupTable range(long size) {
    requireRows(new Interval(0, size - 1));
    return tables.range(size);
  }

  /** The range table with exactly these values. */
  public LookupTable range(Interval values) {
    requireRows(values);
    return tables.range(values);
  }

  /** The range table of remainders, 0 .. 2^s - 1. */
  public LookupTable remainders() {
    return tables.range(1L << settings.shift());
  }

  /** Any table with exactly the full domain, for values that are only read (cell A). */
  public LookupTable identity() {
    return tables.identity();
  }

  /**
   * v to [v >= 0]. Wide enough for all clamps of the circuit once the plan is stable; before that,
   * another pass follows.
   */
  public LookupTable step(int bits) {
    requireRows(new Interval(-(1L << (bits - 1)), (1L << (bits - 1)) - 1));
    return tables.step(bits);
  }

  // Before its entries are made: a table of more rows than any circuit would only fill the memory.
  private void requireRows(Interval inputs) {
    if (inputs.hi() - inputs.lo() >= MOST_TABLE_ROWS) {
      throw new UnsupportedModelException(
          ("node %s: needs a lookup table of the inputs %d..%d, more than 2^24 rows; use fewer"
                  + " --bits, or compile with --overflow reject")
              .formatted(origin, inputs.lo(), inputs.hi()));
    }
  }

  /** The choice of scales; see {@link ScaleDecisions}. */
  public ScaleDecisions scales() {
    return scales;
  }

  /** Records what the current node does on overflow; the worst of its roundings counts. */
  public void verdict(Verdict verdict) {
    verdicts.merge(origin, verdict, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  /** Records that the current node has no proof for values of a range outside another. */
  public void rejectsOutside(Interval proven, Interval range) {
    verdict(proven.contains(range) ? Verdict.IMPOSSIBLE : Verdict.REJECT);
  }

  // ---------------------------------------------------------------- relations

  /** Requires the sum of the tensors to vanish everywhere. All have the same dims. */
  public void vanish(String name, List<QTensor> sum) {
    List<Addend> terms = new ArrayList<>();
    sum.forEach(t -> terms.addAll(t.addends()));
    relations.add(new LogicalRelation(name, origin, sum.getFirst().dims(), terms, -1));
  }

  /** Requires the addends to vanish everywhere. */
  public void vanish(String name, int[] dims, List<Addend> addends) {
    relations.add(new LogicalRelation(name, origin, dims, addends, -1));
  }

  /** Publishes a tensor of dense shape. */
  public void publish(String name, PublicTensor.Role role, QTensor value, Shape shape) {
    publicTensors.add(new PublicTensor(name, role, shape));
    publicBuffers.add(value.buffer());
    relations.add(
        new LogicalRelation(
            "public " + name, origin, value.dims(), value.addends(), publicTensors.size() - 1));
  }

  /** A constant with full dims. */
  public Addend constantAddend(long value, int[] dims) {
    List<IndexRelation> free = new ArrayList<>();
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] > 1) {
        free.add(new Equal(List.of(new IndexVariable(Side.Y, axis, dims[axis]))));
      }
    }
    return new Addend(value, null, null, free);
  }

  /** Everything collected. */
  public LoweredProgram finish() {
    return new LoweredProgram(
        tensors,
        tables.used(tensors),
        relations,
        publicTensors,
        publicBuffers,
        fixed,
        steps,
        constants,
        buffers,
        verdicts);
  }
}
