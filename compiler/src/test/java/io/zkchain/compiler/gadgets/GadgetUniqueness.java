package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.CircuitException;
import io.zkchain.circuit.CircuitValidator;
import io.zkchain.circuit.FixedValues;
import io.zkchain.circuit.Ranges;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Tensor;
import io.zkchain.circuit.Witness;
import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.gadgets.GadgetCase.Given;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.LoweredProgram;
import io.zkchain.compiler.lower.Placement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Whether a lowered gadget leaves exactly one assignment of its own cells for every input, and at
 * most one if the inputs are any field elements.
 *
 * <p>The field is a small prime above twice the magnitude that any relation can reach, the bound
 * that a circuit's validity demands of the real field; so all its elements can be tried.
 */
final class GadgetUniqueness {
  private static final int MOST_LOG_ROWS = 14;
  private static final long PATIENCE = 60;
  private static final int FEW = 8;

  /** Over the rows of a circuit: steps for all inputs of a mutation. */
  private static final long MOST_STEPS = 250_000;

  /** An input, and the honest assignment of all cells and words if it has one. */
  private record Honest(long[] input, long[] cells, boolean legal, long[] assignment) {}

  private final GadgetCase gadget;
  private final LoweredProgram program;
  private final List<Given> givens;
  private final List<Integer> buffers;
  private final Circuit circuit;
  private final FixedValues fixed;
  private final Set<String> given = new HashSet<>();
  private final CellEquations equations;
  private final long p;
  private final List<Honest> inputs = new ArrayList<>();

  GadgetUniqueness(GadgetCase gadget) {
    this.gadget = gadget;
    GadgetCase.Lowered lowered = gadget.lower();
    this.program = lowered.program();
    this.buffers = lowered.inputs();
    this.givens = lowered.givens();
    givens.forEach(g -> given.add(g.name()));
    this.circuit = placed(program);
    this.fixed = fixedValues(program, circuit);
    this.equations = new CellEquations(circuit, fixed);
    this.p = prime();
    GadgetInputs tried = new GadgetInputs(givens, p);
    tried.legal().forEach(input -> inputs.add(honest(input)));
    tried.hostile().forEach(input -> inputs.add(hostile(input)));
  }

  private static Circuit placed(LoweredProgram program) {
    for (int n = 6; ; n++) {
      try {
        return CircuitValidator.validate(Placement.place(program, n, true));
      } catch (IllegalArgumentException | CircuitException e) {
        if (n == MOST_LOG_ROWS) {
          throw e;
        }
      }
    }
  }

  static FixedValues fixedValues(LoweredProgram program, Circuit circuit) {
    Map<Integer, long[]> tables = new HashMap<>();
    for (LookupTable table : program.tables()) {
      for (int t = 0; t < circuit.tables().size(); t++) {
        if (table.function() && circuit.tables().get(t).name().equals(table.name())) {
          tables.put(t, table.outputs());
        }
      }
    }
    return new FixedValues(program.fixed(), tables);
  }

  private long prime() {
    BigInteger bound = BigInteger.ONE;
    for (Relation relation : circuit.relations()) {
      bound = bound.max(Ranges.of(circuit, relation).magnitude());
    }
    return bound.shiftLeft(1).add(BigInteger.ONE).nextProbablePrime().longValueExact();
  }

  // ---------------------------------------------------------------- inputs

  private Honest honest(long[] input) {
    long[] cells = givenCells(input);
    try {
      Map<Integer, long[]> values = new HashMap<>();
      int at = 0;
      for (int k = 0; k < buffers.size(); k++) {
        Given g = givens.get(k);
        int next = at + Arithmetic.volume(g.dims());
        long[] own = Arrays.copyOfRange(input, at, next);
        values.put(buffers.get(k), Arrays.stream(own).map(v -> v - g.offset()).toArray());
        at = next;
      }
      Witness witness = program.witness(program.run(values));
      long[] all = assignment(witness);
      System.arraycopy(all, 0, cells, 0, cells.length); // outputs of given cells among them
      return new Honest(input, cells, true, all);
    } catch (InputDataException e) {
      return new Honest(input, cells, true, new long[0]);
    }
  }

  private Honest hostile(long[] input) {
    return new Honest(input, givenCells(input), false, new long[0]);
  }

  private long[] givenCells(long[] input) {
    long[] cells = new long[2 * equations.rows()];
    int at = 0;
    for (Given g : givens) {
      Tensor tensor =
          circuit.tensors().stream().filter(t -> t.name().equals(g.name())).findFirst().get();
      int row = equations.firstRow(tensor.id());
      for (int i = 0; i < Arithmetic.volume(g.dims()); i++) {
        cells[2 * row++] = input[at++] - g.offset();
      }
    }
    return cells;
  }

  private long[] assignment(Witness witness) {
    int words = circuit.publicWords();
    long[] out = new long[2 * equations.rows() + words];
    for (Tensor tensor : circuit.tensors()) {
      int row = equations.firstRow(tensor.id());
      for (int i = 0; tensor.slot() != Slot.FIXED && i < tensor.shape().volume(); i++) {
        boolean pair = tensor.slot() == Slot.PAIR;
        out[2 * (row + i)] = pair ? witness.a(tensor.id())[i] : witness.c(tensor.id())[i];
        out[2 * (row + i) + 1] = pair ? witness.b(tensor.id())[i] : 0;
      }
    }
    int at = 2 * equations.rows();
    for (int p = 0; p < circuit.publicTensors().size(); p++) {
      long[] values = witness.publicValues(p);
      System.arraycopy(values, 0, out, at, values.length);
      at += values.length;
    }
    return out;
  }

  // ---------------------------------------------------------------- verdicts

  /** An input for which the evaluator does not say what the gadget means. */
  Optional<String> misread() {
    for (Honest h : inputs) {
      if (!h.legal()) {
        continue;
      }
      Optional<long[]> want = gadget.meaning(h.input().clone());
      long[] got =
          h.assignment().length == 0
              ? h.assignment()
              : Arrays.copyOfRange(h.assignment(), 2 * equations.rows(), h.assignment().length);
      if (want.isPresent() && !Arrays.equals(want.get(), got)) {
        return Optional.of(
            "%s: meant %s, evaluated %s"
                .formatted(text(h), Arrays.toString(want.get()), Arrays.toString(got)));
      }
    }
    return Optional.empty();
  }

  /** An input with another number of assignments than one (or none, if it has no proof). */
  Optional<String> counterexample() {
    AssignmentSearch search = search(Mutation.none(circuit));
    return inputs.stream()
        .map(h -> difference(h, search.run(h.cells(), 2, Long.MAX_VALUE, true), true))
        .flatMap(Optional::stream)
        .findFirst();
  }

  List<Mutation> mutations() {
    return Mutation.all(circuit, fixed, given);
  }

  /**
   * An input for which a changed circuit accepts something else than the honest assignment. With
   * another coefficient it is another gadget, so there the honest assignment may also be lost.
   *
   * <p>The inputs are searched with more and more patience, so that one is missed if it is hard to
   * find.
   */
  Optional<String> counterexample(Mutation mutation) {
    boolean complete = mutation.name().startsWith("coefficient");
    List<AssignmentSearch> searches = new ArrayList<>(List.of(search(mutation)));
    if (mutation.free() >= 0) {
      searches.add(search(mutation.nearby(circuit, fixed)));
    }
    for (AssignmentSearch search : searches) {
      List<Honest> left = new ArrayList<>(inputs);
      Collections.shuffle(left, new Random(3));
      List<Honest> few = new ArrayList<>(left.subList(0, Math.min(FEW, left.size())));
      Rounds rounds = new Rounds(search, complete);
      Optional<String> found =
          rounds
              .run(few, 4 * PATIENCE, true)
              .or(() -> rounds.run(few, 4 * PATIENCE, false))
              .or(() -> rounds.deepening(left));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Runs over the inputs until the steps are spent. */
  private final class Rounds {
    private final AssignmentSearch search;
    private final boolean complete;
    private long steps = MOST_STEPS / equations.rows();

    Rounds(AssignmentSearch search, boolean complete) {
      this.search = search;
      this.complete = complete;
    }

    Optional<String> deepening(List<Honest> left) {
      boolean causal = true;
      for (long patience = PATIENCE; steps > 0 && !left.isEmpty(); patience *= 3) {
        Optional<String> found = run(left, patience, causal);
        if (found.isPresent()) {
          return found;
        }
        causal = !causal;
      }
      return Optional.empty();
    }

    // Inputs that were searched to the end leave the list.
    Optional<String> run(List<Honest> left, long patience, boolean causal) {
      for (Iterator<Honest> at = left.iterator(); at.hasNext() && steps > 0; ) {
        Honest h = at.next();
        List<long[]> found = search.run(h.cells(), 2, Math.min(steps, patience), causal);
        steps -= search.stepsTaken();
        Optional<String> difference = difference(h, found, complete && !search.gaveUp());
        if (difference.isPresent()) {
          return difference;
        }
        if (!search.gaveUp()) {
          at.remove();
        }
      }
      return Optional.empty();
    }
  }

  private AssignmentSearch search(Mutation mutation) {
    CellEquations changed = new CellEquations(mutation.circuit(), fixed);
    return new AssignmentSearch(
        changed, mutation.rows(changed, fixed, given), mutation.freeRows(changed), p);
  }

  private Optional<String> difference(Honest h, List<long[]> found, boolean complete) {
    if (found.size() > 1) {
      return Optional.of(text(h) + ": " + difference(found.get(0), found.get(1)));
    }
    boolean proof = h.assignment().length > 0;
    if (h.legal() && !proof && !found.isEmpty()) {
      return Optional.of(text(h) + " has no honest assignment, but one is accepted");
    }
    if (proof && found.isEmpty() && complete) {
      return Optional.of(text(h) + " has no assignment");
    }
    if (proof && !found.isEmpty() && !Arrays.equals(found.getFirst(), h.assignment())) {
      return Optional.of(text(h) + ": " + difference(h.assignment(), found.getFirst()));
    }
    return Optional.empty();
  }

  private static String text(Honest h) {
    return (h.legal() ? "input " : "field elements ") + Arrays.toString(h.input());
  }

  // The cells in which two assignments differ.
  private String difference(long[] one, long[] other) {
    StringBuilder out = new StringBuilder();
    for (Tensor tensor : circuit.tensors()) {
      int row = equations.firstRow(tensor.id());
      for (int i = 0; tensor.slot() != Slot.FIXED && i < tensor.shape().volume(); i++) {
        for (int cell = 2 * (row + i); cell < 2 * (row + i) + 2; cell++) {
          if (one[cell] != other[cell]) {
            out.append(tensor.name())
                .append(cell % 2 == 0 ? "[" : " output[")
                .append(i)
                .append("] = ")
                .append(one[cell])
                .append(" or ")
                .append(other[cell])
                .append(", ");
          }
        }
      }
    }
    for (int cell = 2 * equations.rows(); cell < one.length; cell++) {
      if (one[cell] != other[cell]) {
        out.append("result ").append(one[cell]).append(" or ").append(other[cell]);
      }
    }
    return out.toString();
  }
}
