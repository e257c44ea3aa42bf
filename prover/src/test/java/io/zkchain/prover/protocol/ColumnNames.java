package io.zkchain.prover.protocol;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Circuit;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a circuit by names: A0, B0, C0 and so on, m and out of table lanes, h and ht of
 * helpers, FIXED.
 */
record ColumnNames(Circuit circuit) {

  static String of(Cell cell, int column) {
    return cell + "" + column;
  }

  /** Those whose values at r a proof does not say. */
  List<String> unrevealed() {
    List<String> names = new ArrayList<>();
    for (int l = 0; l < circuit.lanes(); l++) {
      names.add("C" + l);
    }
    for (int t = 0; t < circuit.tableLanes(); t++) {
      names.add("m" + t);
      if (circuit.hasOutputColumn(t)) {
        names.add("out" + t);
      }
    }
    for (int k = 0; k < circuit.fixedColumns(); k++) {
      names.add("FIXED" + k);
    }
    return names;
  }

  /** Revealed column j, counted from 0. */
  String revealed(int j) {
    int lanes = circuit.lanes();
    if (j < 2 * lanes) {
      return (j % 2 == 0 ? "A" : "B") + j / 2;
    }
    return j < 3 * lanes ? "h" + (j - 2 * lanes) : "ht" + (j - 3 * lanes);
  }

  /** Position of a column's commitment. */
  int number(String name) {
    int index = Integer.parseInt(name.replaceAll("[A-Za-z]", ""));
    int lanes = circuit.lanes();
    int tableLanes = circuit.tableLanes();
    int fixed = 4 * lanes + 2 * tableLanes + 1;
    return switch (name.replaceAll("[0-9]", "")) {
      case "A" -> 3 * index;
      case "B" -> 3 * index + 1;
      case "C" -> 3 * index + 2;
      case "m" -> 3 * lanes + index;
      case "h" -> 3 * lanes + tableLanes + index;
      case "ht" -> 4 * lanes + tableLanes + index;
      case "FIXED" -> fixed + index;
      default -> {
        int before = 0;
        for (int t = 0; t < index; t++) {
          before += circuit.hasOutputColumn(t) ? 1 : 0;
        }
        yield fixed + circuit.fixedColumns() + before;
      }
    };
  }
}
