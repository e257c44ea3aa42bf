package io.zkchain.benchmarks;

import io.zkchain.solidity.VerifierCost;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What was measured of one model, and what had been estimated.
 *
 * @param logRows log2 of the circuit's rows
 * @param insecure whether the powers of tau were made for the measurement
 * @param compileMillis from the model's file to the circuit
 * @param setupMillis from the circuit to both keys
 * @param coldMillis median wall time of the whole command {@code prove}, in a process of its own
 * @param proveMillis median of the warm runs
 * @param runs milliseconds of each warm run
 * @param stages milliseconds of each stage in the last run
 * @param verifyMillis off chain, warm, the fastest of several
 * @param peakBytes most resident memory of the process that runs the command
 * @param proofBytes size of the proof
 * @param gas of a transaction that submits it
 * @param deployGas of the transaction that creates the contract
 * @param gasBreakdown gas of the submission by what it is spent on
 * @param agreement share of the samples whose arg-max is ONNX Runtime's, if the output has several
 *     values
 * @param maxDifference largest absolute difference of an output to ONNX Runtime's
 */
record ModelFigures(
    String model,
    int logRows,
    boolean insecure,
    long compileMillis,
    long setupMillis,
    long coldMillis,
    long proveMillis,
    List<Long> runs,
    Map<String, Long> stages,
    double verifyMillis,
    OptionalLong peakBytes,
    int proofBytes,
    long provingKeyBytes,
    long verifyingKeyBytes,
    long gas,
    long deployGas,
    Map<String, Long> gasBreakdown,
    OptionalDouble agreement,
    double maxDifference,
    Estimated estimated) {
  ModelFigures {
    runs = List.copyOf(runs);
  }

  /**
   * What {@code estimate} tells before there is a key.
   *
   * @param cost on the chain
   */
  record Estimated(
      long proveMillis,
      long peakBytes,
      long provingKeyBytes,
      long verifyingKeyBytes,
      VerifierCost cost) {}
}
