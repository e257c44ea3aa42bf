package io.zkchain.circuit.audit;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Operand;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Table;
import io.zkchain.circuit.Tensor;
import io.zkchain.circuit.audit.Effects.Place;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The changes of one row.
 *
 * <ul>
 *   <li>Each cell alone by +1, -1, negation, plus a power of two, and a random field element. A
 *       lookup notices what is no entry of the table.
 *   <li>The row as a whole to other entries of its table: the neighbours, the negative, the ends,
 *       at a distance of a power of two, and random ones.
 *   <li>Such an entry together with up to three more rows of the node that make up for it in the
 *       relations that moved, as a quotient and its remainder, or a flag and its value, could.
 * </ul>
 */
final class RowAudit {
  /** Changes of the row that a repair is looked for. */
  private static final int REPAIRED = 2;

  /** Rows that are tried as the second, third and fourth of a change. */
  private static final int[] PARTNERS = {6, 2, 1};

  private static final int LOOKED_AT = 256;

  private final Circuit circuit;
  private final Effects effects;
  private final Tables tables;
  private final Set<Integer> free;
  private final Auditor.Row row;
  private final int rank;
  private final SplittableRandom random;
  private final List<Finding> findings = new ArrayList<>();
  private long changes;
  private long byLookup;
  private long byRelation;
  private long together;

  RowAudit(
      Circuit circuit,
      Effects effects,
      Tables tables,
      Set<Integer> free,
      Auditor.Row row,
      long seed) {
    this.circuit = circuit;
    this.effects = effects;
    this.tables = tables;
    this.free = free;
    this.row = row;
    this.rank = effects.order().ofTensor(row.tensor().id());
    this.random = new SplittableRandom(Objects.hash(seed, row.tensor().id(), row.index()));
    singleCells();
    wholeRow();
  }

  List<Finding> findings() {
    return findings;
  }

  long changes() {
    return changes;
  }

  long byLookup() {
    return byLookup;
  }

  long byRelation() {
    return byRelation;
  }

  long together() {
    return together;
  }

  private static long value(Effects effects, Tensor tensor, Cell cell, int index) {
    return effects.value(new Operand(tensor.id(), cell), index);
  }

  private static Cell input(Tensor tensor) {
    return tensor.slot() == Slot.PAIR ? Cell.A : Cell.C;
  }

  private void singleCells() {
    Tensor tensor = row.tensor();
    long in = value(effects, tensor, input(tensor), row.index());
    for (long other : others(in)) {
      if (!tables.hasInput(tensor, other) || tables.output(tensor, other) != output(tensor)) {
        changes++;
        byLookup++;
      }
      // An entry with the same output is a change of the whole row, below.
    }
    if (tensor.slot() == Slot.PAIR) {
      long out = output(tensor);
      for (long other : others(out)) {
        if (tables.accepts(tensor, in, other)) {
          consider(List.of(new Change(new Operand(tensor.id(), Cell.B), row.index(), other - out)));
        } else {
          changes++;
          byLookup++;
        }
      }
    }
  }

  private long output(Tensor tensor) {
    return tensor.slot() == Slot.PAIR ? value(effects, tensor, Cell.B, row.index()) : 0;
  }

  /**
   * Other values of a cell. A random field element is one beyond every table, and so is every value
   * that leaves 62 bits: tables hold integers below 2^62.
   */
  private Set<Long> others(long value) {
    Set<Long> others = new LinkedHashSet<>();
    others.add(value + 1);
    others.add(value - 1);
    others.add(-value);
    others.add(value + (1L << random.nextInt(1, 62)));
    others.add(random.nextLong(1L << 61, 1L << 62));
    others.remove(value);
    return others;
  }

  private void wholeRow() {
    Tensor tensor = row.tensor();
    int repaired = 0;
    for (long entry : entries(tensor)) {
      List<Change> move = move(tensor, row.index(), entry);
      Map<Place, BigInteger> moved = consider(move);
      if (repaired++ < REPAIRED) {
        repair(move, moved, 0);
      }
    }
  }

  /** Inputs of other entries; the first two are a neighbour and a random one, if there are two. */
  private Set<Long> entries(Tensor tensor) {
    Table table = tables.of(tensor);
    long in = value(effects, tensor, input(tensor), row.index());
    Set<Long> entries = new LinkedHashSet<>();
    entries.add(in < table.high() ? in + 1 : in - 1);
    entries.add(table.low() + random.nextInt(table.size()));
    entries.add(in - 1);
    entries.add(-in);
    entries.add(table.low());
    entries.add(table.high());
    entries.add(in + (1L << random.nextInt(table.bits() + 1)));
    entries.removeIf(e -> e == in || !tables.hasInput(tensor, e));
    return entries;
  }

  /** What changes when a row becomes the entry with another input. */
  private List<Change> move(Tensor tensor, int index, long entry) {
    List<Change> move = new ArrayList<>();
    Operand in = new Operand(tensor.id(), input(tensor));
    move.add(new Change(in, index, entry - effects.value(in, index)));
    if (tensor.slot() == Slot.PAIR) {
      Operand out = new Operand(tensor.id(), Cell.B);
      long by = tables.output(tensor, entry) - effects.value(out, index);
      if (by != 0) {
        move.add(new Change(out, index, by));
      }
    }
    return move;
  }

  /** A change that all lookups accept. */
  private Map<Place, BigInteger> consider(List<Change> move) {
    Map<Place, BigInteger> moved = effects.of(move, rank);
    changes++;
    if (moved.isEmpty()) {
      findings.add(finding(move));
    } else {
      byRelation++;
    }
    return moved;
  }

  /** Looks for further rows of the node that undo, one after the other, what relations notice. */
  private void repair(List<Change> move, Map<Place, BigInteger> moved, int depth) {
    if (depth == PARTNERS.length || moved.isEmpty()) {
      return;
    }
    Place place =
        moved.keySet().stream()
            .min(Comparator.comparingInt(Place::relation).thenComparingInt(Place::y))
            .orElseThrow();
    List<Partner> partners = partners(move, place, moved.getOrDefault(place, BigInteger.ZERO));
    int count = Math.min(PARTNERS[depth], partners.size());
    for (int k = 0; k < count; k++) {
      int at = random.nextInt(k, partners.size());
      Partner partner = partners.set(at, partners.get(k));
      together(move, partner, depth);
    }
  }

  private record Partner(Operand cell, int index, long by) {}

  private List<Partner> partners(List<Change> move, Place place, BigInteger sum) {
    List<Partner> partners = new ArrayList<>();
    effects.cellsAt(
        place,
        (cell, index, factor) -> {
          boolean ours = effects.order().ofTensor(cell.tensor()) == rank;
          if (ours && factor.signum() != 0 && !isChanged(move, cell, index)) {
            BigInteger[] by = sum.negate().divideAndRemainder(factor);
            if (by[1].signum() == 0 && by[0].bitLength() < 62) {
              partners.add(new Partner(cell, index, by[0].longValue()));
            }
          }
          return partners.size() < LOOKED_AT;
        });
    return partners;
  }

  /** Whether the row of a cell is among those that change. */
  private boolean isChanged(List<Change> move, Operand cell, int index) {
    return free.contains(cell.tensor())
        || move.stream().anyMatch(c -> c.index() == index && c.cell().tensor() == cell.tensor());
  }

  private void together(List<Change> move, Partner partner, int depth) {
    Tensor tensor = circuit.tensors().get(partner.cell.tensor());
    long wanted = effects.value(partner.cell, partner.index) + partner.by;
    long[] entries =
        partner.cell.cell() == Cell.B
            ? tables.inputs(tensor, wanted)
            : tables.hasInput(tensor, wanted) ? new long[] {wanted} : new long[0];
    if (entries.length == 0) {
      changes++;
      together++;
      byLookup++;
    }
    for (long entry : entries) {
      List<Change> more = new ArrayList<>(move);
      more.addAll(move(tensor, partner.index, entry));
      together++;
      repair(more, consider(more), depth + 1);
    }
  }

  private Finding finding(List<Change> move) {
    return new Finding(
        move.stream()
            .map(change -> {
              Tensor tensor = circuit.tensors().get(change.cell().tensor());
              long from = effects.value(change.cell(), change.index());
              return new Finding.ChangedCell(
                  tensor.origin(),
                  tensor.name(),
                  change.cell().cell().name(),
                  tensor.shape().indexText(change.index()),
                  from,
                  from + change.by());
            })
            .toList());
  }
}
