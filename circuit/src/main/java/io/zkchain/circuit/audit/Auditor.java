package io.zkchain.circuit.audit;

import io.zkchain.circuit.Checker;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.CircuitException;
import io.zkchain.circuit.FixedValues;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Tensor;
import io.zkchain.circuit.Violation;
import io.zkchain.circuit.Witness;
import io.zkchain.circuit.WitnessException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;

/**
 * Changes the committed cells of a real witness, row by row, and reports every change that no
 * constraint notices. {@link RowAudit} says which changes.
 *
 * <p>Cells of private inputs are left as they are: they are the prover's to choose. A relation
 * counts only if the cells that it reads come from the changed node or earlier ones ({@link
 * NodeOrder} says why): later cells, and public outputs, can be made to fit.
 *
 * <pre>{@code
 * AuditReport report = new Auditor(circuit, fixedValues, freeTensors).run(witness, 20_000, 1, p -> {});
 * }</pre>
 */
public final class Auditor {
  /** After so many findings the search ends. */
  public static final int MOST_FINDINGS = 20;

  private final Circuit circuit;
  private final FixedValues fixedValues;
  private final Set<Integer> free;

  /**
   * @param free numbers of the tensors that hold private inputs
   * @throws CircuitException if the circuit is not valid or the values do not fit it
   */
  public Auditor(Circuit circuit, FixedValues fixedValues, Set<Integer> free) {
    this.circuit = circuit;
    this.fixedValues = fixedValues;
    this.free = Set.copyOf(free);
  }

  /** A committed row of a PAIR tensor, or a cell of a SINGLE one. */
  record Row(Tensor tensor, int index) {}

  /**
   * Audits a witness.
   *
   * @param most rows to change; if there are more, a sample is drawn
   * @param seed of the sample and of random changes
   * @param progress gets the part that is done, 0 to 1
   * @throws WitnessException if the witness does not satisfy the circuit
   * @throws CancellationException if the thread is interrupted
   */
  public AuditReport run(Witness witness, int most, long seed, DoubleConsumer progress) {
    Optional<Violation> violation = new Checker(circuit, fixedValues).first(witness);
    if (violation.isPresent()) {
      throw new WitnessException("the witness breaks the circuit: " + violation.get().place());
    }
    List<Row> rows = rows();
    List<Row> sample = sample(rows, most, seed);
    var effects = new Effects(circuit, fixedValues, witness);
    var tables = new Tables(circuit, fixedValues);
    List<RowAudit> results = audit(sample, effects, tables, seed, progress);
    List<Finding> findings =
        results.stream().flatMap(r -> r.findings().stream()).limit(MOST_FINDINGS).toList();
    return new AuditReport(
        rows.size(),
        results.size(),
        results.stream().mapToLong(RowAudit::changes).sum(),
        results.stream().mapToLong(RowAudit::byLookup).sum(),
        results.stream().mapToLong(RowAudit::byRelation).sum(),
        results.stream().mapToLong(RowAudit::together).sum(),
        findings);
  }

  private List<RowAudit> audit(
      List<Row> sample, Effects effects, Tables tables, long seed, DoubleConsumer progress) {
    AtomicLong done = new AtomicLong();
    AtomicLong found = new AtomicLong();
    AtomicBoolean cancelled = new AtomicBoolean();
    Thread caller = Thread.currentThread();
    List<RowAudit> results =
        sample.parallelStream()
            .takeWhile(row -> found.get() < MOST_FINDINGS && !cancelled.get())
            .map(row -> {
              var audit = new RowAudit(circuit, effects, tables, free, row, seed);
              found.addAndGet(audit.findings().size());
              progress.accept((double) done.incrementAndGet() / sample.size());
              if (caller.isInterrupted()) {
                cancelled.set(true);
              }
              return audit;
            })
            .toList();
    if (cancelled.get()) {
      throw new CancellationException("the audit was interrupted");
    }
    return results;
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Tensor tensor : circuit.tensors()) {
      if (tensor.slot() != Slot.FIXED && !free.contains(tensor.id())) {
        for (int i = 0; i < tensor.shape().volume(); i++) {
          rows.add(new Row(tensor, i));
        }
      }
    }
    return rows;
  }

  private static List<Row> sample(List<Row> rows, int most, long seed) {
    if (rows.size() <= most) {
      return rows;
    }
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled.subList(0, most);
  }
}
