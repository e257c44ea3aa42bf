package io.zkchain.circuit.audit;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.FixedValues;
import io.zkchain.circuit.Operand;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Side;
import io.zkchain.circuit.Term;
import io.zkchain.circuit.Witness;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How the sums of relations move when cells change: exactly, products of two changed cells
 * included. Thread-safe.
 *
 * <p>By the validity rules a sum is at most (r - 1)/2 in magnitude for cells within their tables,
 * so a change between two such assignments is 0 modulo r only if it is 0.
 */
final class Effects {
  /** One relation at one index of its box. */
  record Place(int relation, int y) {}

  /** A term in which an operand occurs on one side. */
  record Read(int relation, Term term, Side side, TermTuples tuples) {}

  private record TermKey(int relation, int term) {}

  private final Circuit circuit;
  private final FixedValues fixedValues;
  private final Witness witness;
  private final NodeOrder order;
  private final Map<Operand, List<Read>> reads = new HashMap<>();
  private final Map<TermKey, TermTuples> byBox = new ConcurrentHashMap<>();

  Effects(Circuit circuit, FixedValues fixedValues, Witness witness) {
    this.circuit = circuit;
    this.fixedValues = fixedValues;
    this.witness = witness;
    this.order = NodeOrder.of(circuit);
    for (int r = 0; r < circuit.relations().size(); r++) {
      for (Term term : circuit.relations().get(r).terms()) {
        read(r, term, Side.X, term.x());
        read(r, term, Side.W, term.w());
      }
    }
  }

  private void read(int relation, Term term, Side side, @Nullable Operand operand) {
    if (operand != null && operand.cell() != Cell.FIXED) {
      Shape box = circuit.relations().get(relation).shape();
      TermTuples tuples = TermTuples.by(side, term, box, shape(term.x()), shape(term.w()));
      reads
          .computeIfAbsent(operand, o -> new ArrayList<>())
          .add(new Read(relation, term, side, tuples));
    }
  }

  private @Nullable Shape shape(@Nullable Operand operand) {
    return operand == null ? null : circuit.tensors().get(operand.tensor()).shape();
  }

  /** What a cell holds. */
  long value(Operand operand, int index) {
    return values(operand)[index];
  }

  private long[] values(Operand operand) {
    return switch (operand.cell()) {
      case A -> witness.a(operand.tensor());
      case B -> witness.b(operand.tensor());
      case C -> witness.c(operand.tensor());
      case FIXED -> fixedValues.tensor(operand.tensor());
    };
  }

  NodeOrder order() {
    return order;
  }

  /**
   * The sums that move, and by how much.
   *
   * @param rank only relations up to this rank are looked at
   */
  Map<Place, BigInteger> of(List<Change> changes, int rank) {
    Map<Place, BigInteger> sums = new HashMap<>();
    for (Change change : changes) {
      for (Read read : reads.getOrDefault(change.cell(), List.of())) {
        if (order.ofRelation(read.relation) <= rank) {
          add(change, read, changes, sums);
        }
      }
    }
    sums.values().removeIf(v -> v.signum() == 0);
    return sums;
  }

  /**
   * The change times the other factor. Where both factors change, the first's change meets the
   * second's new value and the second's change the first's old one.
   */
  private void add(Change change, Read read, List<Change> changes, Map<Place, BigInteger> sums) {
    Term term = read.term;
    BigInteger scaled = product(term.coefficient(), change.by());
    boolean first = read.side == Side.X;
    Operand other = first ? term.w() : term.x();
    long[] values = other == null ? null : values(other);
    read.tuples.forEach(
        change.index(),
        (y, x, w) -> {
          long factor = 1;
          if (values != null && other != null) {
            int index = first ? w : x;
            factor = values[index];
            if (first) {
              factor += changeOf(other, index, changes); // both below 2^62
            }
          }
          if (factor != 0) {
            BigInteger product = scaled.multiply(BigInteger.valueOf(factor));
            sums.merge(new Place(read.relation, y), product, BigInteger::add);
          }
          return true;
        });
  }

  private static BigInteger product(long a, long b) {
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
  }

  private static long changeOf(Operand operand, int index, List<Change> changes) {
    long sum = 0;
    for (Change change : changes) {
      if (change.index() == index && change.cell().equals(operand)) {
        sum += change.by();
      }
    }
    return sum;
  }

  /** Receives witness cells. */
  @FunctionalInterface
  interface CellVisitor {
    /**
     * @param factor what the sum moves by for each unit of the cell, others unchanged
     * @return whether to go on
     */
    boolean visit(Operand cell, int index, BigInteger factor);
  }

  /** Visits witness cells that a relation reads at one index of its box, term by term. */
  void cellsAt(Place place, CellVisitor visitor) {
    Relation relation = circuit.relations().get(place.relation);
    for (int t = 0; t < relation.terms().size(); t++) {
      Term term = relation.terms().get(t);
      Operand first = term.x();
      if (first != null) {
        TermTuples tuples =
            byBox.computeIfAbsent(
                new TermKey(place.relation, t),
                key ->
                    TermTuples.by(
                        Side.Y, term, relation.shape(), shape(term.x()), shape(term.w())));
        cellsAt(place, term, first, tuples, visitor);
      }
    }
  }

  private void cellsAt(
      Place place, Term term, Operand first, TermTuples tuples, CellVisitor visitor) {
    Operand second = term.w();
    tuples.forEach(
        place.y,
        (y, x, w) -> {
          boolean more = true;
          if (first.cell() != Cell.FIXED) {
            long factor = second == null ? 1 : value(second, w);
            more = visitor.visit(first, x, product(term.coefficient(), factor));
          }
          if (more && second != null && second.cell() != Cell.FIXED) {
            more = visitor.visit(second, w, product(term.coefficient(), value(first, x)));
          }
          return more;
        });
  }
}
