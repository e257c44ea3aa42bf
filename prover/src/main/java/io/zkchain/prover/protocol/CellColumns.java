package io.zkchain.prover.protocol;

import io.zkchain.circuit.WitnessColumns;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.program.ProgramLayout;
import org.jspecify.annotations.Nullable;

/**
 * The columns of phase 1 in the order of their commitments, and the scalars that hide all witness
 * columns. Secret.
 *
 * @param columns integers by column number and row; row N - 1 is 0
 * @param reserved what row N - 1 holds instead, by column number, helpers included; null for
 *     columns that are not revealed
 * @param blinders coefficients at X^N, by column number, helpers included
 */
record CellColumns(ProgramLayout layout, long[][] columns, @Nullable Fr[] reserved, Fr[] blinders) {

  /** The columns of a witness with fresh scalars. */
  static CellColumns draw(ProgramLayout layout, WitnessColumns witness, ScalarSource scalars) {
    int cells = layout.columnHelper(0);
    int all = layout.columnMask();
    long[][] columns = new long[cells][];
    @Nullable Fr[] reserved = new Fr[all];
    for (int l = 0; l < layout.lanes(); l++) {
      columns[layout.columnA(l)] = witness.a()[l];
      columns[layout.columnB(l)] = witness.b()[l];
      columns[layout.columnC(l)] = witness.c()[l];
      for (int column : new int[] {layout.columnA(l), layout.columnB(l), layout.columnHelper(l)}) {
        reserved[column] = scalars.next(ScalarSource.Use.RESERVED, column);
      }
    }
    for (int t = 0; t < layout.tableLanes(); t++) {
      columns[layout.columnMultiplicity(t)] = witness.multiplicities()[t];
      int helper = layout.columnTableHelper(t);
      reserved[helper] = scalars.next(ScalarSource.Use.RESERVED, helper);
    }
    Fr[] blinders = new Fr[all];
    for (int column = 0; column < all; column++) {
      blinders[column] = scalars.next(ScalarSource.Use.BLINDER, column);
    }
    return new CellColumns(layout, columns, reserved, blinders);
  }

  int lanes() {
    return layout.lanes();
  }

  int tableLanes() {
    return layout.tableLanes();
  }

  int a(int lane) {
    return layout.columnA(lane);
  }

  int b(int lane) {
    return layout.columnB(lane);
  }

  int c(int lane) {
    return layout.columnC(lane);
  }

  long[] m(int tableLane) {
    return columns[layout.columnMultiplicity(tableLane)];
  }

  /** A column as field elements, with its reserved row. */
  FrVector table(int column) {
    FrVector table = FrVector.ofLongs(columns[column]);
    Fr last = reserved[column];
    if (last != null) {
      table.set(table.size() - 1, last);
    }
    return table;
  }

  /** Adds factor times what a column holds on its reserved row. */
  void addReserved(FrVector sum, int column, Fr factor) {
    Fr last = reserved[column];
    if (last != null) {
      LinearColumns.addAt(sum, sum.size() - 1, last.mul(factor));
    }
  }

  /** Sizes only: the values are secret. */
  @Override
  public String toString() {
    return "CellColumns[" + columns.length + " columns]";
  }
}
