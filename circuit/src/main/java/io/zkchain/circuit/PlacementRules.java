package io.zkchain.circuit;

import static io.zkchain.circuit.CircuitValidator.require;
import static io.zkchain.circuit.CircuitValidator.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rules of tensors and their blocks: tables of the right kind, aligned blocks inside their columns
 * and disjoint there, every cell in exactly one block, no witness cell on the reserved row (where
 * it would escape every lookup).
 */
final class PlacementRules {
  /** The check of pairs is quadratic in a tensor's blocks. */
  static final int MAX_BLOCKS = 1 << 12;

  private final Circuit circuit;

  /** Rows taken, by slot (in order of declaration) and column. */
  private final List<List<List<Span>>> spans = new ArrayList<>();

  private PlacementRules(Circuit circuit) {
    this.circuit = circuit;
    for (Slot slot : Slot.values()) {
      List<List<Span>> columns = new ArrayList<>();
      for (int k = 0; k < columns(slot); k++) {
        columns.add(new ArrayList<>());
      }
      spans.add(columns);
    }
  }

  static void check(Circuit circuit) {
    PlacementRules rules = new PlacementRules(circuit);
    Set<String> names = new HashSet<>();
    for (int id = 0; id < circuit.tensors().size(); id++) {
      Tensor tensor = circuit.tensors().get(id);
      String place = "tensor " + tensor.name() + " of node " + tensor.origin();
      require(tensor.id() == id, place, "id " + tensor.id() + " is not its position " + id);
      require(names.add(tensor.name()), place, "name is used twice");
      within(tensor.shape().rank(), 0, CircuitValidator.MAX_RANK, place, "rank");
      rules.values(tensor, place);
      rules.blocks(tensor, place);
    }
    for (Slot slot : Slot.values()) {
      List<List<Span>> columns = rules.spans.get(slot.ordinal());
      for (int k = 0; k < columns.size(); k++) {
        Span.requireDisjoint(columns.get(k), slot + " column " + k);
      }
    }
  }

  private int columns(Slot slot) {
    return slot == Slot.FIXED ? circuit.fixedColumns() : circuit.lanes();
  }

  private void values(Tensor tensor, String place) {
    if (tensor.slot() == Slot.FIXED) {
      require(tensor.table() == -1, place, "a fixed tensor has no table");
      within(tensor.magnitudeBits(), 1, 62, place, "magnitudeBits");
      return;
    }
    within(tensor.table(), 0, circuit.tables().size() - 1, place, "table");
    require(tensor.magnitudeBits() == 0, place, "a witness tensor's range is its table's");
    Table table = circuit.tables().get(tensor.table());
    require(
        tensor.slot() == Slot.PAIR || !table.function(),
        place,
        "cells C need a range table, " + table.name() + " is a function table");
  }

  private void blocks(Tensor tensor, String place) {
    require(tensor.blocks().size() <= MAX_BLOCKS, place, "has more than " + MAX_BLOCKS + " blocks");
    long covered = 0;
    for (int b = 0; b < tensor.blocks().size(); b++) {
      Block block = tensor.blocks().get(b);
      String where = place + ", block " + b;
      parts(tensor.shape(), block, where);
      position(tensor, block, where);
      covered += ColumnLayout.validCells(tensor.shape(), block);
      for (int earlier = 0; earlier < b; earlier++) {
        require(
            !shareCells(tensor.blocks().get(earlier), block),
            where,
            "holds cells that block " + earlier + " holds");
      }
    }
    require(
        covered == tensor.shape().volume(),
        place,
        "blocks hold " + covered + " of its " + tensor.shape().volume() + " cells");
  }

  private void parts(Shape shape, Block block, String where) {
    require(
        block.parts().size() == shape.rank(),
        where,
        "has " + block.parts().size() + " axis parts for " + shape.rank() + " axes");
    int bits = 0;
    for (int k = 0; k < shape.rank(); k++) {
      AxisPart part = block.parts().get(k);
      within(part.bits(), 0, shape.bits(k), where + ", axis " + k, "bits");
      within(part.base(), 0, shape.size(k) - 1, where + ", axis " + k, "base");
      require(
          part.base() % (1 << part.bits()) == 0,
          where + ", axis " + k,
          "base " + part.base() + " is no multiple of " + (1 << part.bits()));
      bits += part.bits();
    }
    require(bits <= circuit.logRows(), where, "2^" + bits + " rows do not fit a column");
  }

  private void position(Tensor tensor, Block block, String where) {
    within(block.column(), 0, columns(tensor.slot()) - 1, where, "column");
    within(block.offset(), 0, circuit.rows() - block.size(), where, "offset");
    require(
        block.offset() % block.size() == 0,
        where,
        "offset " + block.offset() + " is no multiple of its size " + block.size());
    spans
        .get(tensor.slot().ordinal())
        .get(block.column())
        .add(new Span(block.offset(), block.size(), where));
    if (tensor.slot() != Slot.FIXED) {
      require(
          lastValidRow(tensor.shape(), block) < circuit.rows() - 1,
          where,
          "has a cell on the reserved row " + (circuit.rows() - 1));
    }
  }

  private static int lastValidRow(Shape shape, Block block) {
    int[] last = new int[shape.rank()];
    for (int k = 0; k < last.length; k++) {
      AxisPart part = block.parts().get(k);
      last[k] = Math.min(part.base() + (1 << part.bits()), shape.size(k)) - 1;
    }
    return ColumnLayout.row(block, last);
  }

  /** Aligned parts are disjoint or nested, so two blocks share a cell iff all their parts meet. */
  private static boolean shareCells(Block one, Block other) {
    for (int k = 0; k < one.parts().size(); k++) {
      AxisPart p = one.parts().get(k);
      AxisPart q = other.parts().get(k);
      int bits = Math.max(p.bits(), q.bits());
      if (p.base() >> bits != q.base() >> bits) {
        return false;
      }
    }
    return true;
  }
}
