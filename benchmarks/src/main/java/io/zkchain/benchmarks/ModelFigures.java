package io.zkchain.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What was measured of one model.
 *
 * @param logRows log2 of the circuit's rows
 * @param proveMillis median of the warm runs
 * @param runs milliseconds of each warm run
 * @param stages milliseconds of each stage in the last run
 * @param peakBytes most resident memory of a process that runs the command {@code prove} once
 * @param proofBytes size of the proof
 * @param gas of a transaction that submits it
 * @param gasBreakdown the same by what it is spent on
 * @param agreement share of the samples whose arg-max is ONNX Runtime's, if the output has several
 *     values
 * @param maxDifference largest absolute difference of an output to ONNX Runtime's
 */
record ModelFigures(
    String model,
    int logRows,
    long proveMillis,
    List<Long> runs,
    Map<String, Long> stages,
    OptionalLong peakBytes,
    int proofBytes,
    long gas,
    Map<String, Long> gasBreakdown,
    OptionalDouble agreement,
    double maxDifference) {
  ModelFigures {
    runs = List.copyOf(runs);
  }
}
