package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.FixedValues;
import io.zkchain.circuit.Operand;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Table;
import io.zkchain.circuit.Tensor;
import io.zkchain.circuit.Term;
import io.zkchain.compiler.testing.WeakCircuits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A circuit that is weaker or other than the one that was lowered.
 *
 * @param entries what the rows of a tensor may hold, by tensor; of the others their table
 * @param free the tensor whose cells may hold any field element besides, or -1
 */
record Mutation(String name, Circuit circuit, Map<Integer, long[][]> entries, int free) {

  private static final int NEAR = 2;

  private Mutation(String name, Circuit circuit, Map<Integer, long[][]> entries) {
    this(name, circuit, entries, -1);
  }

  /** No change. */
  static Mutation none(Circuit circuit) {
    return new Mutation("none", circuit, Map.of());
  }

  /**
   * Every relation dropped, every coefficient one off, every table one entry wider, every lookup
   * (or its output) dropped; one at a time, of the tensors that are not given.
   */
  static List<Mutation> all(Circuit circuit, FixedValues fixed, Set<String> given) {
    List<Mutation> out = new ArrayList<>();
    for (int r = 0; r < circuit.relations().size(); r++) {
      Relation relation = circuit.relations().get(r);
      if (relation.publicTensor() < 0) {
        out.add(
            new Mutation("drop " + relation.name(), WeakCircuits.without(circuit, r), Map.of()));
      }
      for (int t = 0; t < relation.terms().size(); t++) {
        for (int by = -1; by <= 1; by += 2) {
          String name = "coefficient " + t + (by < 0 ? " - 1 of " : " + 1 of ") + relation.name();
          out.add(new Mutation(name, scaled(circuit, r, t, by), Map.of()));
        }
      }
    }
    for (Tensor tensor : circuit.tensors()) {
      if (tensor.slot() != Slot.FIXED && !given.contains(tensor.name())) {
        lookups(circuit, tensor, entries(circuit, fixed, tensor), out);
      }
    }
    return out;
  }

  private static Circuit scaled(Circuit circuit, int relation, int term, int by) {
    List<Relation> relations = new ArrayList<>(circuit.relations());
    Relation r = relations.get(relation);
    List<Term> terms = new ArrayList<>(r.terms());
    Term old = terms.get(term);
    terms.set(term, new Term(old.coefficient() + by, old.x(), old.w(), old.indexRelations()));
    relations.set(relation, new Relation(r.name(), r.origin(), r.shape(), terms, r.publicTensor()));
    return WeakCircuits.with(circuit, relations);
  }

  private static void lookups(
      Circuit circuit, Tensor tensor, long[][] entries, List<Mutation> out) {
    long[] first = entries[0];
    long[] last = entries[entries.length - 1];
    long[] below = {first[0] - 1, first[1]};
    long[] above = {last[0] + 1, last[1]};
    add(out, "widen below " + tensor.name(), circuit, tensor, plus(entries, List.of(below)));
    add(out, "widen above " + tensor.name(), circuit, tensor, plus(entries, List.of(above)));
    out.add(new Mutation("free " + tensor.name(), circuit, Map.of(), tensor.id()));
    if (readsOutput(circuit, tensor)) {
      List<long[]> other = new ArrayList<>();
      long[] outputs = Arrays.stream(entries).mapToLong(e -> e[1]).distinct().toArray();
      for (long[] entry : entries) {
        for (long output : outputs) {
          if (output != entry[1]) {
            other.add(new long[] {entry[0], output});
          }
        }
      }
      add(out, "free output " + tensor.name(), circuit, tensor, plus(entries, other));
    }
  }

  private static void add(
      List<Mutation> out, String name, Circuit circuit, Tensor tensor, long[][] entries) {
    out.add(new Mutation(name, circuit, Map.of(tensor.id(), entries)));
  }

  private static long[][] plus(long[][] entries, List<long[]> more) {
    List<long[]> all = new ArrayList<>(Arrays.asList(entries));
    all.addAll(more);
    return all.toArray(long[][]::new);
  }

  private static boolean readsOutput(Circuit circuit, Tensor tensor) {
    Set<Operand> read = new HashSet<>();
    for (Relation relation : circuit.relations()) {
      for (Term term : relation.terms()) {
        read.addAll(Arrays.asList(term.x(), term.w()));
      }
    }
    return read.contains(new Operand(tensor.id(), Cell.B));
  }

  /** The entries (input, output) of a tensor's table. */
  private static long[][] entries(Circuit circuit, FixedValues fixed, Tensor tensor) {
    Table table = circuit.tables().get(tensor.table());
    long[][] out = new long[table.size()][];
    for (int i = 0; i < out.length; i++) {
      long output = table.function() ? fixed.table(tensor.table())[i] : 0;
      out[i] = new long[] {table.low() + i, output};
    }
    return out;
  }

  /**
   * The entries of every row.
   *
   * @param given tensors whose rows are set by the kit and get none
   */
  long[][][] rows(CellEquations equations, FixedValues fixed, Set<String> given) {
    Map<Integer, long[][]> byTensor = new HashMap<>(entries);
    long[][][] out = new long[equations.rows()][][];
    for (Tensor tensor : circuit.tensors()) {
      if (tensor.slot() == Slot.FIXED) {
        continue;
      }
      long[][] own =
          given.contains(tensor.name())
              ? new long[0][]
              : byTensor.computeIfAbsent(tensor.id(), id -> entries(circuit, fixed, tensor));
      int first = equations.firstRow(tensor.id());
      for (int i = 0; i < tensor.shape().volume(); i++) {
        out[first + i] = own;
      }
    }
    return out;
  }

  /** Instead of any field element those near the table's ends. */
  Mutation nearby(Circuit lowered, FixedValues fixed) {
    long[][] entries = entries(lowered, fixed, lowered.tensors().get(free));
    List<long[]> near = new ArrayList<>();
    for (long by = 1; by <= NEAR; by++) {
      near.add(new long[] {entries[0][0] - by, entries[0][1]});
      long[] last = entries[entries.length - 1];
      near.add(new long[] {last[0] + by, last[1]});
    }
    return new Mutation(name, circuit, Map.of(free, plus(entries, near)));
  }

  /** The rows of the free tensor. */
  boolean[] freeRows(CellEquations equations) {
    boolean[] out = new boolean[equations.rows()];
    if (free >= 0) {
      int first = equations.firstRow(free);
      Arrays.fill(out, first, first + circuit.tensors().get(free).shape().volume(), true);
    }
    return out;
  }

  @Override
  public String toString() {
    return name;
  }
}
