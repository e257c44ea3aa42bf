package io.zkchain.compiler.lower;

import io.zkchain.circuit.AxisPart;
import io.zkchain.circuit.Block;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Side;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Table;
import io.zkchain.circuit.Tensor;
import io.zkchain.circuit.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives every tensor and table of a program its rows at one n.
 *
 * <p>Blocks are placed by falling size. Pair and single cells of a lane are independent; a single
 * tensor goes beside the pair tensor of the same shape and node where those rows are free, so that
 * the verifier computes their common factors once.
 *
 * <p>Axes are padded to powers of two, or cut (84 = 64 + 16 + 4): a cut saves cells, and with them
 * perhaps a column, but every block costs the verifier some operations. Tensors are cut in order of
 * what they waste, as many as lower the estimated gas.
 */
public final class Placement {
  private static final long GAS_PER_LANE = 4 * 8_100L;
  private static final long GAS_PER_FIXED_COLUMN = 6_500L;
  private static final long GAS_PER_BLOCK = 400L;

  private record Item(Committed tensor, List<AxisPart> box, int bits, boolean lastIsPadding) {}

  /** Pair cells and single cells of one node and shape, which go into the same rows. */
  private record Partner(String origin, Shape shape) {
    static Partner of(Committed t) {
      return new Partner(t.origin(), t.shape());
    }
  }

  /** Blocks of some tensors, and the columns that they take. */
  private record Layout(Map<Integer, List<Block>> blocks, int columns, long gas) {}

  private final LoweredProgram program;
  private final int logRows;
  private final Map<Integer, List<Item>> known = new HashMap<>(); // by tensor, whole or cut

  private Placement(LoweredProgram program, int logRows) {
    this.program = program;
    this.logRows = logRows;
  }

  /**
   * Places a program. Deterministic.
   *
   * @throws IllegalArgumentException if a table, a tensor or a relation's box does not fit
   *     2^logRows rows
   */
  public static Circuit place(LoweredProgram program, int logRows, boolean privateParameters) {
    return new Placement(program, logRows).run(privateParameters);
  }

  private Circuit run(boolean privateParameters) {
    List<Relation> relations = Emitter.relations(program);
    relations.forEach(this::requireBits);
    Layout lanes = best(program.tensors().stream().filter(t -> t.slot() != Slot.FIXED).toList());
    Layout weights = best(program.tensors().stream().filter(t -> t.slot() == Slot.FIXED).toList());
    Map<Integer, List<Block>> blocks = new HashMap<>(lanes.blocks());
    blocks.putAll(weights.blocks());
    Map<LookupTable, Integer> numbers = new HashMap<>();
    Buddy tableLanes = new Buddy(logRows, true);
    List<Table> tables = tables(tableLanes, numbers);
    List<Tensor> tensors = program.tensors().stream().map(t -> tensor(t, numbers, blocks)).toList();
    return new Circuit(
        logRows,
        Math.max(1, lanes.columns()),
        tableLanes.columns(),
        weights.columns(),
        privateParameters,
        tables,
        tensors,
        program.publicTensors(),
        relations);
  }

  // There is one challenge for each bit of a row number, and a relation's index uses the same; with
  // cut axes a tensor can take fewer rows than its index has values.
  private void requireBits(Relation relation) {
    int bits = relation.shape().totalBits();
    for (Term term : relation.terms()) {
      for (IndexRelation indices : term.indexRelations()) {
        for (IndexVariable v : indices.variables()) {
          bits = v.side() == Side.FREE ? Math.max(bits, Shape.bitsFor(v.bound())) : bits;
        }
      }
    }
    if (bits > logRows) {
      throw new IllegalArgumentException(
          "relation %s has %d index bits, more than 2^%d rows have"
              .formatted(relation.name(), bits, logRows));
    }
  }

  // Cuts the most wasteful tensors, as many as pay.
  private Layout best(List<Committed> tensors) {
    List<Committed> order =
        tensors.stream()
            .filter(t -> waste(t) > 0)
            .sorted(
                Comparator.comparingLong((Committed t) -> -waste(t)).thenComparing(Committed::id))
            .toList();
    Map<Partner, List<Committed>> partners = partners(tensors);
    Set<Integer> cut = new HashSet<>();
    Layout best = layout(tensors, partners, cut);
    Rows rows = new Rows();
    tensors.forEach(t -> rows.add(items(t, false), 1));
    for (Committed next : order) {
      cut.add(next.id());
      rows.add(items(next, false), -1);
      rows.add(items(next, true), 1);
      if (rows.leastGas() < best.gas()) {
        Layout layout = layout(tensors, partners, cut);
        best = layout.gas() < best.gas() ? layout : best;
      }
    }
    return best;
  }

  /** What blocks take together; no layout of them takes fewer columns. */
  private final class Rows {
    private final long[] rows = new long[Slot.values().length];
    private long blocks;

    void add(List<Item> items, int times) {
      blocks += (long) times * items.size();
      items.forEach(i -> rows[i.tensor().slot().ordinal()] += (long) times << i.bits());
    }

    long leastGas() {
      return Placement.gas(
          Math.max(columns(Slot.PAIR), columns(Slot.SINGLE)), columns(Slot.FIXED), blocks);
    }

    private long columns(Slot slot) {
      return (rows[slot.ordinal()] + (1L << logRows) - 1) >> logRows;
    }
  }

  private static Map<Partner, List<Committed>> partners(List<Committed> tensors) {
    Map<Partner, List<Committed>> partners = new HashMap<>();
    for (Committed t : tensors) {
      if (t.slot() == Slot.PAIR) {
        partners.computeIfAbsent(Partner.of(t), key -> new ArrayList<>()).add(t);
      }
    }
    return partners;
  }

  // Cells that cutting saves.
  private long waste(Committed t) {
    return (1L << t.shape().totalBits())
        - items(t, true).stream().mapToLong(i -> 1L << i.bits()).sum();
  }

  private Layout layout(
      List<Committed> tensors, Map<Partner, List<Committed>> partners, Set<Integer> cut) {
    Buddy pairs = new Buddy(logRows, true);
    Buddy singles = new Buddy(logRows, true);
    Buddy weights = new Buddy(logRows, false);
    Map<Integer, List<Block>> blocks = new HashMap<>();
    List<Item> items = new ArrayList<>();
    tensors.forEach(t -> items.addAll(items(t, cut.contains(t.id()))));
    items.sort(
        Comparator.comparingInt((Item i) -> -i.bits())
            .thenComparing(i -> i.tensor().slot())
            .thenComparingInt(i -> i.tensor().id()));
    for (Item item : items) {
      Buddy.Spot spot =
          switch (item.tensor().slot()) {
            case PAIR -> pairs.take(item.bits(), item.lastIsPadding());
            case SINGLE -> single(singles, item, partners, blocks);
            case FIXED -> weights.take(item.bits(), false);
          };
      blocks
          .computeIfAbsent(item.tensor().id(), id -> new ArrayList<>())
          .add(new Block(spot.column(), spot.offset(), item.box()));
    }
    int lanes = Math.max(pairs.columns(), singles.columns());
    int columns = Math.max(lanes, weights.columns());
    return new Layout(blocks, columns, gas(lanes, weights.columns(), items.size()));
  }

  private static long gas(long lanes, long fixedColumns, long blocks) {
    return GAS_PER_LANE * lanes + GAS_PER_FIXED_COLUMN * fixedColumns + GAS_PER_BLOCK * blocks;
  }

  private List<Item> items(Committed t, boolean cut) {
    return known.computeIfAbsent(2 * t.id() + (cut ? 1 : 0), key -> boxes(t, cut));
  }

  private List<Item> boxes(Committed t, boolean cut) {
    int limit = t.slot() == Slot.FIXED ? logRows : logRows - 1;
    List<Item> items = new ArrayList<>();
    for (List<AxisPart> box : Pieces.of(t.shape(), cut, limit, logRows)) {
      boolean padded = Pieces.lastIsPadding(t.shape(), box);
      items.add(new Item(t, box, Pieces.bits(box), padded));
    }
    return items;
  }

  private static Buddy.Spot single(
      Buddy singles,
      Item item,
      Map<Partner, List<Committed>> partners,
      Map<Integer, List<Block>> blocks) {
    for (Committed t : partners.getOrDefault(Partner.of(item.tensor()), List.of())) {
      for (Block block : blocks.getOrDefault(t.id(), List.of())) {
        Buddy.Spot spot = new Buddy.Spot(block.column(), block.offset());
        if (block.parts().equals(item.box())
            && singles.takeAt(spot, item.bits(), item.lastIsPadding())) {
          return spot;
        }
      }
    }
    return singles.take(item.bits(), item.lastIsPadding());
  }

  private List<Table> tables(Buddy lanes, Map<LookupTable, Integer> numbers) {
    List<LookupTable> order = new ArrayList<>(program.tables());
    order.sort(
        Comparator.comparingInt((LookupTable t) -> -Shape.bitsFor(t.size()))
            .thenComparing(t -> !t.function()));
    List<Table> out = new ArrayList<>();
    for (LookupTable t : order) {
      int bits = Shape.bitsFor(t.size());
      Buddy.Spot spot = lanes.take(bits, t.size() < 1 << bits);
      numbers.put(t, out.size());
      long low = 0;
      long high = 0;
      if (t.function()) {
        low = Arrays.stream(t.outputs()).min().orElseThrow();
        high = Arrays.stream(t.outputs()).max().orElseThrow();
      }
      out.add(
          new Table(
              t.name(),
              out.size() + 1,
              t.function(),
              t.domain().lo(),
              t.size(),
              low,
              high,
              spot.column(),
              spot.offset()));
    }
    return out;
  }

  private static Tensor tensor(
      Committed t, Map<LookupTable, Integer> numbers, Map<Integer, List<Block>> blocks) {
    int table = t.table() == null ? -1 : numbers.getOrDefault(t.table().resolved(), -1);
    return new Tensor(
        t.id(),
        t.name(),
        t.origin(),
        t.slot(),
        t.shape(),
        table,
        t.magnitudeBits(),
        blocks.getOrDefault(t.id(), List.of()));
  }
}
