package io.zkchain.prover.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.fixture.ToyCircuit;
import org.junit.jupiter.api.Test;

class ProverWorkTest {
  private final Circuit toy = ToyCircuit.circuit(false);

  private long volume(Slot slot) {
    return toy.tensors().stream()
        .filter(t -> t.slot() == slot)
        .mapToLong(t -> t.shape().volume())
        .sum();
  }

  @Test
  void countsCellsAndColumns() {
    ProverWork work = ProverWork.of(toy);
    long entries = toy.tables().stream().mapToLong(t -> t.size()).sum();
    assertThat(work.rows()).isEqualTo(toy.rows());
    assertThat(work.fixedCells()).isEqualTo(volume(Slot.FIXED));
    assertThat(work.witnessCells())
        .isBetween(
            2 * volume(Slot.PAIR) + volume(Slot.SINGLE),
            2 * volume(Slot.PAIR) + volume(Slot.SINGLE) + entries);
    assertThat(work.helperCells())
        .isLessThanOrEqualTo((long) toy.rows() * (toy.lanes() + toy.tableLanes()));
    assertThat(work.columns())
        .isGreaterThanOrEqualTo(3 * toy.lanes() + toy.tableLanes() + toy.fixedColumns());
  }

  @Test
  void moreRowsAndSlowerMachinesTakeLonger() {
    ProverWork work = ProverWork.of(toy);
    ProverWork taller =
        new ProverWork(
            2 * work.rows(),
            work.lanes(),
            work.tableLanes(),
            work.columns(),
            work.witnessCells(),
            work.fixedCells(),
            work.helperCells());
    ProverSpeed reference = ProverSpeed.REFERENCE;
    ProverSpeed slower =
        new ProverSpeed(
            2 * reference.multiplicationNanos(),
            2 * reference.shortSumNanos(),
            2 * reference.longSumNanos(),
            2 * reference.shortIntegerNanos(),
            2 * reference.longIntegerNanos());
    assertThat(work.seconds(reference)).isPositive();
    assertThat(taller.seconds(reference)).isGreaterThan(work.seconds(reference));
    assertThat(work.seconds(slower)).isGreaterThan(work.seconds(reference));
  }

  @Test
  void pricesOfTermsRunThroughTheMeasuredOnes() {
    ProverSpeed speed = new ProverSpeed(1, 1000, 700, 100, 70);
    assertThat(speed.sumNanos(1 << 12)).isEqualTo(1000.0 * (1 << 12));
    assertThat(speed.sumNanos(1 << 15)).isEqualTo(700.0 * (1 << 15));
    assertThat(speed.integerSumNanos(1 << 15)).isEqualTo(70.0 * (1 << 15));
    assertThat(speed.sumNanos(0)).isZero();
    assertThat(speed.sumNanos(1 << 24)).isGreaterThan(speed.sumNanos(1 << 23));
  }

  @Test
  void measuresThisMachine() {
    ProverSpeed speed = ProverSpeed.measure();
    for (double nanos :
        new double[] {
          speed.multiplicationNanos(),
          speed.shortSumNanos(),
          speed.longSumNanos(),
          speed.shortIntegerNanos(),
          speed.longIntegerNanos()
        }) {
      assertThat(nanos).isPositive().isFinite();
    }
  }
}
