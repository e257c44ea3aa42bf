package io.zkchain.compiler.lower;

import io.zkchain.circuit.PublicTensor;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Witness;
import io.zkchain.compiler.quantize.Verdict;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A circuit without placement, and the evaluation that fills its cells. */
public final class LoweredProgram {

  /** Computes one buffer. */
  record Step(String origin, int buffer, int size, Kernel kernel) {}

  private final List<Committed> tensors;
  private final List<LookupTable> tables;
  private final List<LogicalRelation> relations;
  private final List<PublicTensor> publicTensors;
  private final List<Integer> publicBuffers;
  private final Map<Integer, long[]> fixed;
  private final List<Step> steps;
  private final Map<Integer, long[]> constants;
  private final int buffers;
  private final Map<String, Verdict> verdicts;

  LoweredProgram(
      List<Committed> tensors,
      List<LookupTable> tables,
      List<LogicalRelation> relations,
      List<PublicTensor> publicTensors,
      List<Integer> publicBuffers,
      Map<Integer, long[]> fixed,
      List<Step> steps,
      Map<Integer, long[]> constants,
      int buffers,
      Map<String, Verdict> verdicts) {
    this.tensors = List.copyOf(tensors);
    this.tables = List.copyOf(tables);
    this.relations = List.copyOf(relations);
    this.publicTensors = List.copyOf(publicTensors);
    this.publicBuffers = List.copyOf(publicBuffers);
    this.fixed = Map.copyOf(fixed);
    this.steps = List.copyOf(steps);
    this.constants = Map.copyOf(constants);
    this.buffers = buffers;
    this.verdicts = Collections.unmodifiableMap(new LinkedHashMap<>(verdicts));
  }

  /**
   * Evaluates on the given inputs.
   *
   * @param inputs integers by input buffer
   * @throws io.zkchain.compiler.error.InputDataException if a value leaves the proven range
   */
  public Execution run(Map<Integer, long[]> inputs) {
    Execution execution = new Execution(buffers);
    constants.forEach(execution::set);
    inputs.forEach(execution::set);
    for (Step step : steps) {
      long[] out = new long[step.size()];
      step.kernel().compute(execution, out);
      execution.set(step.buffer(), out);
    }
    return execution;
  }

  /** The values of all cells after an evaluation. */
  public Witness witness(Execution execution) {
    Map<Integer, long[]> a = new HashMap<>();
    Map<Integer, long[]> b = new HashMap<>();
    Map<Integer, long[]> c = new HashMap<>();
    for (Committed tensor : tensors) {
      switch (tensor.slot()) {
        case PAIR -> {
          a.put(tensor.id(), execution.buffer(tensor.first()));
          b.put(tensor.id(), execution.buffer(tensor.second()));
        }
        case SINGLE -> c.put(tensor.id(), execution.buffer(tensor.first()));
        case FIXED -> {}
      }
    }
    Map<Integer, long[]> words = new HashMap<>();
    for (int p = 0; p < publicBuffers.size(); p++) {
      words.put(p, execution.buffer(publicBuffers.get(p)));
    }
    return new Witness(a, b, c, words);
  }

  public List<Committed> tensors() {
    return tensors;
  }

  public List<LookupTable> tables() {
    return tables;
  }

  List<LogicalRelation> relations() {
    return relations;
  }

  public List<PublicTensor> publicTensors() {
    return publicTensors;
  }

  /** Integers of the fixed tensors by id. */
  public Map<Integer, long[]> fixed() {
    return fixed;
  }

  /** What each rounding node does on overflow. */
  public Map<String, Verdict> verdicts() {
    return verdicts;
  }

  /** Cells of a slot, padding not counted. */
  public long cells(Slot slot) {
    return tensors.stream().filter(t -> t.slot() == slot).mapToLong(t -> t.shape().volume()).sum();
  }
}
