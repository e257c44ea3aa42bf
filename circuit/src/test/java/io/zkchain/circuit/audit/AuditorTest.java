package io.zkchain.circuit.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Table;
import io.zkchain.circuit.Witness;
import io.zkchain.circuit.WitnessException;
import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.ToyCircuit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class AuditorTest {
  private static final Set<Integer> INPUT = Set.of(0);
  private static final int ALL = Integer.MAX_VALUE;

  private static AuditReport audit(Instance made, Circuit circuit, Set<Integer> free) {
    return new Auditor(circuit, made.fixedValues(), free).run(made.witness(), ALL, 1, p -> {});
  }

  @Test
  void findsNothingInAWholeCircuit() {
    for (long seed = 0; seed < 20; seed++) {
      Instance made = ToyCircuit.sample(seed, seed % 2 == 0);
      AuditReport report = audit(made, made.circuit(), seed % 2 == 0 ? Set.of() : INPUT);
      assertThat(report.findings()).as("seed %d", seed).isEmpty();
      assertThat(report.audited()).isEqualTo(report.rows()).isEqualTo(seed % 2 == 0 ? 17 : 14);
      assertThat(report.byLookup() + report.byRelation()).isEqualTo(report.changes());
      assertThat(report.together()).isPositive();
    }
  }

  @Test
  void findsEveryDroppedRelation() {
    Instance made = ToyCircuit.sample(2, true);
    for (int r = 0; r < made.circuit().relations().size(); r++) {
      if (made.circuit().relations().get(r).publicTensor() < 0) {
        List<Relation> left = new ArrayList<>(made.circuit().relations());
        String name = left.remove(r).name();
        Circuit weak = with(made.circuit(), made.circuit().tables(), left);
        assertThat(audit(made, weak, INPUT).findings()).as(name).isNotEmpty();
      }
    }
  }

  /** A remainder that may reach twice the divisor: the quotient may be one less. */
  @Test
  void findsAQuotientAndARemainderThatMakeUpForEachOther() {
    Instance made = ToyCircuit.sample(2, false);
    List<Table> tables = new ArrayList<>(made.circuit().tables());
    tables.replaceAll(t ->
        t.name().equals("remainder 2 bits")
            ? new Table(t.name(), t.tag(), false, 0, 8, 0, 0, 0, 48)
            : t);
    Circuit weak = with(made.circuit(), tables, made.circuit().relations());
    List<Finding> findings = audit(made, weak, INPUT).findings();
    assertThat(findings).isNotEmpty();
    assertThat(findings)
        .allSatisfy(f -> assertThat(f.changes()).extracting("tensor").contains("q1", "r1"));
    assertThat(findings.getFirst().message()).contains("node layer1 (Gemm)");
  }

  @Test
  void drawsASampleBySeed() {
    Instance made = ToyCircuit.sample(2, false);
    Auditor auditor = new Auditor(made.circuit(), made.fixedValues(), INPUT);
    AuditReport report = auditor.run(made.witness(), 5, 7, p -> {});
    assertThat(report.audited()).isEqualTo(5);
    assertThat(auditor.run(made.witness(), 5, 7, p -> {})).isEqualTo(report);
  }

  @Test
  void refusesAWitnessThatIsNone() {
    Instance made = ToyCircuit.sample(2, false);
    Map<Integer, long[]> a = new HashMap<>(made.witness().a());
    a.computeIfPresent(1, (id, values) -> new long[values.length]);
    Witness w = made.witness();
    Auditor auditor = new Auditor(made.circuit(), made.fixedValues(), INPUT);
    assertThatThrownBy(
            () -> auditor.run(new Witness(a, w.b(), w.c(), w.publicValues()), ALL, 1, p -> {}))
        .isInstanceOf(WitnessException.class)
        .hasMessageContaining("breaks the circuit");
  }

  @Test
  void endsWhenInterrupted() {
    Instance made = ToyCircuit.sample(2, false);
    Auditor auditor = new Auditor(made.circuit(), made.fixedValues(), INPUT);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> auditor.run(made.witness(), ALL, 1, p -> {}))
          .isInstanceOf(CancellationException.class);
    } finally {
      Thread.interrupted();
    }
  }

  private static Circuit with(Circuit c, List<Table> tables, List<Relation> relations) {
    return new Circuit(
        c.logRows(),
        c.lanes(),
        c.tableLanes(),
        c.fixedColumns(),
        c.privateParameters(),
        tables,
        c.tensors(),
        c.publicTensors(),
        relations);
  }
}
