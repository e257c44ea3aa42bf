package io.zkchain.compiler.lower;

import io.zkchain.circuit.AxisPart;
import io.zkchain.circuit.Block;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Table;
import io.zkchain.circuit.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives every tensor and table of a program its rows at one n.
 *
 * <p>Blocks are placed by falling size. Pair and single cells of a lane are independent; a single
 * tensor goes beside the pair tensor of the same shape and node where those rows are free, so that
 * the verifier computes their common factors once.
 */
public final class Placement {
  private static final int CUT_FROM = 4096;

  private record Item(Committed tensor, List<AxisPart> box, int bits, boolean lastIsPadding) {}

  private final LoweredProgram program;
  private final int logRows;
  private final boolean cutLanes;
  private final Map<Integer, List<Block>> blocks = new HashMap<>();

  private Placement(LoweredProgram program, int logRows, boolean cutLanes) {
    this.program = program;
    this.logRows = logRows;
    this.cutLanes = cutLanes;
  }

  /**
   * Places a program.
   *
   * @param cutLanes whether witness tensors' axes may be cut, for fewer lanes but more terms
   * @throws IllegalArgumentException if a table or an axis does not fit 2^logRows rows
   */
  public static Circuit place(
      LoweredProgram program, int logRows, boolean cutLanes, boolean privateParameters) {
    return new Placement(program, logRows, cutLanes).run(privateParameters);
  }

  private Circuit run(boolean privateParameters) {
    Buddy pairs = new Buddy(logRows, true);
    Buddy singles = new Buddy(logRows, true);
    Buddy weights = new Buddy(logRows, false);
    List<Item> items = new ArrayList<>();
    program.tensors().forEach(t -> items.addAll(items(t)));
    items.sort(
        Comparator.comparingInt((Item i) -> -i.bits())
            .thenComparing(i -> i.tensor().slot())
            .thenComparingInt(i -> i.tensor().id()));
    for (Item item : items) {
      Buddy.Spot spot =
          switch (item.tensor().slot()) {
            case PAIR -> pairs.take(item.bits(), item.lastIsPadding());
            case SINGLE -> single(singles, item);
            case FIXED -> weights.take(item.bits(), false);
          };
      blocks
          .computeIfAbsent(item.tensor().id(), id -> new ArrayList<>())
          .add(new Block(spot.column(), spot.offset(), item.box()));
    }
    Map<LookupTable, Integer> numbers = new HashMap<>();
    Buddy tableLanes = new Buddy(logRows, true);
    List<Table> tables = tables(tableLanes, numbers);
    List<Tensor> tensors = program.tensors().stream().map(t -> tensor(t, numbers)).toList();
    return new Circuit(
        logRows,
        Math.max(1, Math.max(pairs.columns(), singles.columns())),
        tableLanes.columns(),
        weights.columns(),
        privateParameters,
        tables,
        tensors,
        program.publicTensors(),
        Emitter.relations(program));
  }

  private List<Item> items(Committed t) {
    boolean fixed = t.slot() == Slot.FIXED;
    boolean cut = fixed ? 1 << t.shape().totalBits() > CUT_FROM : cutLanes;
    int limit = fixed ? logRows : logRows - 1;
    List<Item> items = new ArrayList<>();
    for (List<AxisPart> box : Pieces.of(t.shape(), cut, limit, logRows)) {
      boolean padded = Pieces.lastIsPadding(t.shape(), box);
      items.add(new Item(t, box, Pieces.bits(box), padded));
    }
    return items;
  }

  private Buddy.Spot single(Buddy singles, Item item) {
    for (Committed t : program.tensors()) {
      if (t.slot() == Slot.PAIR
          && t.origin().equals(item.tensor().origin())
          && t.shape().equals(item.tensor().shape())) {
        for (Block block : blocks.getOrDefault(t.id(), List.of())) {
          Buddy.Spot spot = new Buddy.Spot(block.column(), block.offset());
          if (block.parts().equals(item.box())
              && singles.takeAt(spot, item.bits(), item.lastIsPadding())) {
            return spot;
          }
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
        low = java.util.Arrays.stream(t.outputs()).min().orElseThrow();
        high = java.util.Arrays.stream(t.outputs()).max().orElseThrow();
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

  private Tensor tensor(Committed t, Map<LookupTable, Integer> numbers) {
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
