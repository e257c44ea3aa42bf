package io.zkchain.circuit;

import static io.zkchain.circuit.CircuitValidator.require;
import static io.zkchain.circuit.CircuitValidator.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rules of tables: tags positive and distinct, blocks aligned and disjoint, no entry on the
 * reserved row (it is never counted, so a lookup of it could not be proven), outputs as declared.
 */
final class TableRules {
  /** Inputs and outputs stay below this, so that sums and ranges of cells fit a long. */
  static final long MAX_VALUE = 1L << 62;

  private TableRules() {}

  static void check(Circuit circuit) {
    Set<Integer> tags = new HashSet<>();
    List<List<Span>> lanes = new ArrayList<>();
    for (int lane = 0; lane < circuit.tableLanes(); lane++) {
      lanes.add(new ArrayList<>());
    }
    for (Table table : circuit.tables()) {
      String place = "table " + table.name();
      require(table.tag() > 0, place, "tag " + table.tag() + " is not positive");
      require(tags.add(table.tag()), place, "tag " + table.tag() + " is used twice");
      within(table.lane(), 0, circuit.tableLanes() - 1, place, "table lane");
      values(table, place);
      position(circuit, table, place);
      lanes.get(table.lane()).add(new Span(table.offset(), 1L << table.bits(), place));
    }
    for (int lane = 0; lane < lanes.size(); lane++) {
      Span.requireDisjoint(lanes.get(lane), "table lane " + lane);
    }
  }

  private static void values(Table table, String place) {
    require(table.size() >= 1, place, "has no entry");
    require(
        table.low() > -MAX_VALUE && table.low() < MAX_VALUE - table.size(),
        place,
        "inputs from " + table.low() + " on pass 2^62");
    if (table.function()) {
      require(
          table.outputLow() <= table.outputHigh(),
          place,
          "output range " + table.outputLow() + ".." + table.outputHigh() + " is empty");
      require(
          table.outputLow() > -MAX_VALUE && table.outputHigh() < MAX_VALUE,
          place,
          "outputs pass 2^62");
    } else {
      require(
          table.outputLow() == 0 && table.outputHigh() == 0,
          place,
          "is a range table, whose outputs are 0, but declares others");
    }
  }

  private static void position(Circuit circuit, Table table, String place) {
    require(
        table.bits() <= circuit.logRows(), place, "its " + table.size() + " entries do not fit");
    int block = 1 << table.bits();
    require(
        table.offset() >= 0 && table.offset() <= circuit.rows() - block,
        place,
        "rows from " + table.offset() + " on leave the lane");
    require(
        table.offset() % block == 0,
        place,
        "offset " + table.offset() + " is no multiple of " + block);
    require(
        table.offset() + table.size() < circuit.rows(),
        place,
        "its last entry lies on the reserved row " + (circuit.rows() - 1));
  }
}
