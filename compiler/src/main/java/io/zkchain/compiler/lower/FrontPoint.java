package io.zkchain.compiler.lower;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Tensor;

/**
 * What a circuit costs at one n, by the model that was fitted to a measured verifier: an estimate
 * for choosing n, not a promise.
 *
 * @param seconds proving time, warm, two cores
 */
public record FrontPoint(
    int logRows,
    int bits,
    int shift,
    int lanes,
    int tableLanes,
    int fixedColumns,
    int proofBytes,
    long gas,
    double seconds) {

  /** Estimates a placed circuit. */
  public static FrontPoint of(Circuit circuit, int bits, int shift) {
    int n = circuit.logRows();
    int lanes = circuit.lanes();
    int tables = circuit.tableLanes();
    int outputs = 0;
    for (int lane = 0; lane < tables; lane++) {
      outputs += circuit.hasOutputColumn(lane) ? 1 : 0;
    }
    int terms = circuit.relations().stream().mapToInt(r -> r.terms().size()).sum();
    int blocks = circuit.tensors().stream().mapToInt(t -> t.blocks().size()).sum();
    long program = 22L * (16L * terms + 14L * blocks + 8L * n);
    long gas =
        220_000
            + 8_100L * (4L * lanes + 2L * tables)
            + 6_500L * (circuit.fixedColumns() + outputs)
            + 5_200L * n
            + 330L * circuit.publicWords()
            + program;
    long rows =
        circuit.tensors().stream()
            .filter(t -> t.slot() == Slot.PAIR)
            .mapToLong((Tensor t) -> t.shape().volume())
            .sum();
    double seconds = 0.06 + 6.4e-6 * circuit.rows() + 3.2e-6 * rows;
    int bytes = 32 * (11 * lanes + 5 * tables + 6 * n + 17);
    return new FrontPoint(
        n, bits, shift, lanes, tables, circuit.fixedColumns(), bytes, gas, seconds);
  }
}
