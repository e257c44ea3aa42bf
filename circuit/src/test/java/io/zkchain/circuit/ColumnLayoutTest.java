package io.zkchain.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.ToyCircuit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColumnLayoutTest {
  private final Instance toy = ToyCircuit.sample(1);
  private final ColumnLayout layout = new ColumnLayout(toy.circuit());

  @Test
  void rowOfAnIndexInACutTensor() {
    // 5 x 3 cut on the first axis: rows 0..3 at 16, row 4 at 8.
    Block high = new Block(0, 8, List.of(new AxisPart(4, 0), new AxisPart(0, 2)));
    Block low = new Block(0, 16, List.of(new AxisPart(0, 2), new AxisPart(0, 2)));
    Tensor tensor = new Tensor(0, "t", "t", Slot.FIXED, Shape.of(5, 3), -1, 4, List.of(low, high));
    assertThat(ColumnLayout.blockOf(tensor, 3, 2)).isEqualTo(low);
    assertThat(ColumnLayout.row(low, 3, 2)).isEqualTo(16 + 14);
    assertThat(ColumnLayout.blockOf(tensor, 4, 1)).isEqualTo(high);
    assertThat(ColumnLayout.row(high, 4, 1)).isEqualTo(9);
    assertThat(ColumnLayout.validCells(tensor.shape(), low)).isEqualTo(12);
    assertThat(ColumnLayout.validCells(tensor.shape(), high)).isEqualTo(3);
    List<String> runs = new ArrayList<>();
    ColumnLayout.forEachRun(tensor.shape(), low, (c, r, n) -> runs.add(c + "," + r + "," + n));
    ColumnLayout.forEachRun(tensor.shape(), high, (c, r, n) -> runs.add(c + "," + r + "," + n));
    assertThat(runs).containsExactly("0,16,3", "3,20,3", "6,24,3", "9,28,3", "12,8,3");
  }

  @Test
  void scatterThenGatherGivesTheValuesBack() {
    Block block = new Block(0, 32, List.of(new AxisPart(0, 3), new AxisPart(0, 2)));
    Tensor tensor = new Tensor(0, "t", "t", Slot.FIXED, Shape.of(5, 3), -1, 4, List.of(block));
    long[] values = java.util.stream.LongStream.range(1, 16).toArray();
    long[] column = new long[64];
    ColumnLayout.scatter(tensor, block, values, column);
    assertThat(Arrays.stream(column).filter(v -> v != 0)).hasSize(15);
    long[] back = new long[15];
    ColumnLayout.gather(tensor, block, column, back);
    assertThat(back).isEqualTo(values);
  }

  @Test
  void rankZeroTensorHasOneCell() {
    Block block = new Block(0, 5, List.of());
    List<String> runs = new ArrayList<>();
    ColumnLayout.forEachRun(Shape.of(), block, (c, r, n) -> runs.add(c + "," + r + "," + n));
    assertThat(runs).containsExactly("0,5,1");
    assertThat(ColumnLayout.row(block)).isEqualTo(5);
  }

  @Test
  void everyActiveRowIsAnEntryAndCounted() {
    WitnessColumns columns = layout.expand(toy.witness(), toy.fixedValues());
    long[] counts = new long[64];
    countLookups(columns, counts);
    assertThat(columns.multiplicities()[0]).isEqualTo(counts);
    // 4 + 8 + 2 rows of pairs, 8 + 2 of singles.
    assertThat(Arrays.stream(counts).sum()).isEqualTo(24);
  }

  /** The plain reference: row by row over all blocks, entry by entry over the table. */
  private void countLookups(WitnessColumns columns, long[] counts) {
    for (Tensor tensor : toy.circuit().tensors()) {
      for (Block block : tensor.blocks()) {
        for (int row = block.offset(); row < block.offset() + block.size(); row++) {
          if (tensor.slot() == Slot.PAIR) {
            long a = columns.a()[block.column()][row];
            counts[entry(tensor.table(), a, columns.b()[block.column()][row])]++;
          } else if (tensor.slot() == Slot.SINGLE) {
            counts[entry(tensor.table(), columns.c()[block.column()][row], 0)]++;
          }
        }
      }
    }
  }

  private int entry(int position, long input, long output) {
    Table table = toy.circuit().tables().get(position);
    for (int i = 0; i < table.size(); i++) {
      long out = table.function() ? toy.fixedValues().table(position)[i] : 0;
      if (table.low() + i == input && out == output) {
        return table.offset() + i;
      }
    }
    throw new AssertionError(input + " -> " + output + " is no entry of " + table.name());
  }

  @Test
  void fixedAndOutputColumns() {
    long[] column = layout.fixedColumns(toy.fixedValues())[0];
    long[] w1 = toy.fixedValues().tensor(5);
    for (int j = 0; j < 5; j++) {
      assertThat(Arrays.copyOfRange(column, 4 * j, 4 * j + 3))
          .isEqualTo(Arrays.copyOfRange(w1, 3 * j, 3 * j + 3));
      assertThat(column[4 * j + 3]).isZero();
    }
    assertThat(layout.outputLanes()).containsExactly(0);
    long[] outputs = layout.outputColumns(toy.fixedValues())[0];
    assertThat(Arrays.copyOfRange(outputs, 0, 16))
        .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 0);
    assertThat(outputs[16]).isEqualTo(-7);
    assertThat(Arrays.copyOfRange(outputs, 32, 64)).containsOnly(0);
  }

  @Test
  void namesTheCellThatIsNoEntry() {
    Witness bad = with(toy.witness(), 1, 2, 9, 9);
    assertThatThrownBy(() -> layout.expand(bad, toy.fixedValues()))
        .isInstanceOf(WitnessException.class)
        .hasMessage("node layer1 (Gemm): tensor q1[2] is outside the inputs -7..7 in table relu");
    Witness wrongOutput = with(toy.witness(), 1, 2, -3, 3);
    assertThatThrownBy(() -> layout.expand(wrongOutput, toy.fixedValues()))
        .isInstanceOf(WitnessException.class)
        .hasMessageEndingWith("q1[2] has another output than its input's in table relu");
  }

  @Test
  void uncheckedExpansionKeepsTheValueAndDoesNotCountIt() {
    Witness bad = with(toy.witness(), 1, 2, 9, 9);
    WitnessColumns columns = layout.expandUnchecked(bad, toy.fixedValues());
    assertThat(columns.a()[0][10]).isEqualTo(9);
    assertThat(Arrays.stream(columns.multiplicities()[0]).sum()).isEqualTo(23);
  }

  @Test
  void missingValuesAreNamed() {
    Witness empty = new Witness(Map.of(), Map.of(), Map.of(), Map.of());
    assertThatThrownBy(() -> layout.expand(empty, toy.fixedValues()))
        .isInstanceOf(WitnessException.class)
        .hasMessageContaining("needs 3 cell A values, got none");
    assertThatThrownBy(() -> layout.outputColumns(new FixedValues(Map.of(), Map.of())))
        .isInstanceOf(CircuitException.class)
        .hasMessageContaining("table relu needs 15 outputs");
  }

  private static Witness with(Witness witness, int tensor, int cell, long a, long b) {
    Map<Integer, long[]> inputs = new HashMap<>(witness.a());
    Map<Integer, long[]> outputs = new HashMap<>(witness.b());
    inputs.computeIfPresent(tensor, (id, values) -> replaced(values, cell, a));
    outputs.computeIfPresent(tensor, (id, values) -> replaced(values, cell, b));
    return new Witness(inputs, outputs, witness.c(), witness.publicValues());
  }

  private static long[] replaced(long[] values, int cell, long value) {
    long[] copy = values.clone();
    copy[cell] = value;
    return copy;
  }
}
