package io.zkchain.prover.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.ColumnLayout;
import io.zkchain.circuit.WitnessColumns;
import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.RandomCircuits;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.parallel.Parallel;
import io.zkchain.prover.program.ProgramLayout;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Denominators and helpers against the fractions, one row after the other. */
class LookupTablesTest {
  private final Fr alpha = Fr.random(new Random(1));
  private final Fr beta = Fr.random(new Random(2));

  /** An instance's columns with scalars that count up. */
  private static final class Setting {
    final LookupSelectors selectors;
    final CellColumns cells;
    final long[] @Nullable [] outputs;
    final int rows;

    Setting(long seed, int logRows) {
      Instance instance = RandomCircuits.generate(seed, logRows);
      Circuit circuit = instance.circuit();
      ColumnLayout layout = new ColumnLayout(circuit);
      rows = circuit.rows();
      selectors = LookupSelectors.of(layout);
      WitnessColumns witness = layout.expand(instance.witness(), instance.fixedValues());
      int[] count = {1000};
      cells =
          CellColumns.draw(
              ProgramLayout.of(circuit), witness, (use, index) -> Fr.fromLong(count[0]++));
      outputs = new long[circuit.tableLanes()][];
      long[][] committed = layout.outputColumns(instance.fixedValues());
      for (int o = 0; o < committed.length; o++) {
        outputs[layout.outputLanes()[o]] = committed[o];
      }
    }

    @Nullable LookupTables build(Fr alpha, Fr beta) {
      return LookupTables.build(
          cells, selectors, outputs, selectors.first()[0].length, alpha, beta, Parallel.common());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 8, 12})
  void helpersAreSumsOfFractions(int logRows) {
    Setting s = new Setting(logRows, logRows);
    LookupTables tables = Objects.requireNonNull(s.build(alpha, beta));
    Fr total = Fr.ZERO;
    for (int l = 0; l < s.cells.lanes(); l++) {
      FrVector a = s.cells.table(s.cells.a(l));
      FrVector b = s.cells.table(s.cells.b(l));
      FrVector c = s.cells.table(s.cells.c(l));
      for (int i = 0; i < s.rows; i++) {
        long tag1 = s.selectors.first()[l][i];
        long tag2 = s.selectors.second()[l][i];
        Fr phi1 = phi(tag1, a.get(i), b.get(i));
        Fr phi2 = phi(tag2, c.get(i), Fr.ZERO);
        assertThat(tables.phi1()[l].get(i)).isEqualTo(phi1);
        assertThat(tables.phi2()[l].get(i)).isEqualTo(phi2);
        Fr helper = tag1 == 0 ? Fr.ZERO : phi1.inverse();
        helper = tag2 == 0 ? helper : helper.add(phi2.inverse());
        assertThat(tables.helpers()[l].get(i)).isEqualTo(i == s.rows - 1 ? Fr.ZERO : helper);
        total = total.add(tables.helpers()[l].get(i));
      }
    }
    for (int t = 0; t < s.cells.tableLanes(); t++) {
      long[] output = s.outputs[t];
      FrVector helper = tables.helpers()[s.cells.lanes() + t];
      for (int i = 0; i < s.rows; i++) {
        Fr out = Fr.fromLong(output == null ? 0 : output[i]);
        Fr phi = phi(s.selectors.tags()[t][i], Fr.fromLong(s.selectors.inputs()[t][i]), out);
        assertThat(tables.phi()[t].get(i)).isEqualTo(phi);
        long count = s.selectors.active()[t][i] * s.cells.m(t)[i];
        assertThat(helper.get(i)).isEqualTo(phi.inverse().mul(count));
        total = total.sub(helper.get(i));
      }
    }
    assertThat(total).isEqualTo(Fr.ZERO);
  }

  private Fr phi(long tag, Fr in, Fr out) {
    return alpha.add(Fr.fromLong(tag)).add(beta.mul(in)).add(beta.square().mul(out));
  }

  @Test
  void aZeroDenominatorAsksForARestart() {
    Setting s = new Setting(1, 7);
    long tag = Arrays.stream(s.selectors.tags()[0]).filter(v -> v != 0).findFirst().orElseThrow();
    int row = 0;
    while (s.selectors.tags()[0][row] != tag) {
      row++;
    }
    long[] output = s.outputs[0];
    Fr out = Fr.fromLong(output == null ? 0 : output[row]);
    Fr in = Fr.fromLong(s.selectors.inputs()[0][row]);
    Fr pole = Fr.fromLong(tag).add(beta.mul(in)).add(beta.square().mul(out)).negate();
    assertThat(s.build(pole, beta)).isNull();
    assertThat(s.build(pole.add(alpha), beta)).isNotNull();
  }
}
