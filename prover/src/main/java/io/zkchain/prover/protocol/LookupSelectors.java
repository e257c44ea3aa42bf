package io.zkchain.prover.protocol;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.ColumnLayout;
import io.zkchain.circuit.Table;
import java.util.Arrays;
import java.util.List;

/**
 * The block-structured public columns of the lookup argument, by lane or table lane and row. A tag
 * is 0 where nothing is looked up.
 *
 * @param first tags of the lookups of (a, b)
 * @param second tags of the lookups of c
 * @param tags tags of table blocks
 * @param inputs low + position in the block, on whole table blocks
 * @param active 1 on table entries
 */
record LookupSelectors(
    long[][] first, long[][] second, long[][] tags, long[][] inputs, long[][] active) {

  static LookupSelectors of(ColumnLayout layout) {
    Circuit circuit = layout.circuit();
    int rows = circuit.rows();
    long[][] first = new long[circuit.lanes()][rows];
    long[][] second = new long[circuit.lanes()][rows];
    for (int lane = 0; lane < circuit.lanes(); lane++) {
      fill(circuit, layout.pairBlocks(lane), first[lane]);
      fill(circuit, layout.singleBlocks(lane), second[lane]);
    }
    long[][] tags = new long[circuit.tableLanes()][rows];
    long[][] inputs = new long[circuit.tableLanes()][rows];
    long[][] active = new long[circuit.tableLanes()][rows];
    for (Table table : circuit.tables()) {
      int from = table.offset();
      Arrays.fill(tags[table.lane()], from, from + (1 << table.bits()), table.tag());
      Arrays.fill(active[table.lane()], from, from + table.size(), 1);
      for (int i = 0; i < 1 << table.bits(); i++) {
        inputs[table.lane()][from + i] = table.low() + i;
      }
    }
    return new LookupSelectors(first, second, tags, inputs, active);
  }

  private static void fill(Circuit circuit, List<ColumnLayout.Placed> blocks, long[] tags) {
    for (ColumnLayout.Placed placed : blocks) {
      int from = placed.block().offset();
      long tag = circuit.tables().get(placed.tensor().table()).tag();
      Arrays.fill(tags, from, from + placed.block().size(), tag);
    }
  }

  /** 1 where the tag is not 0. */
  static long[] indicator(long[] tags) {
    long[] indicator = new long[tags.length];
    for (int i = 0; i < tags.length; i++) {
      indicator[i] = tags[i] == 0 ? 0 : 1;
    }
    return indicator;
  }
}
