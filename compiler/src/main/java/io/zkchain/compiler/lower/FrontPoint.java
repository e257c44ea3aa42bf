package io.zkchain.compiler.lower;

import io.zkchain.circuit.Circuit;
import io.zkchain.prover.cost.ProverSpeed;
import io.zkchain.prover.cost.ProverWork;
import io.zkchain.solidity.VerifierCost;

/**
 * What a circuit costs at one n.
 *
 * @param bits of the function tables
 * @param shift of the roundings that have a choice
 * @param codeBytes runtime code of the verifier contract and its parts
 * @param deployable whether a transaction can create them
 * @param gas of a transaction that submits a proof
 * @param seconds proving time, warm, on the machine of {@link ProverSpeed#REFERENCE}
 */
public record FrontPoint(
    int logRows,
    int bits,
    int shift,
    int lanes,
    int tableLanes,
    int fixedColumns,
    int proofBytes,
    int codeBytes,
    boolean deployable,
    long gas,
    double seconds) {

  /** Estimates a placed circuit. */
  public static FrontPoint of(Circuit circuit, int bits, int shift) {
    VerifierCost cost = VerifierCost.of(circuit);
    return new FrontPoint(
        circuit.logRows(),
        bits,
        shift,
        circuit.lanes(),
        circuit.tableLanes(),
        circuit.fixedColumns(),
        cost.proofBytes(),
        cost.codeBytes(),
        cost.deployable(),
        cost.verificationGas(),
        ProverWork.of(circuit).seconds(ProverSpeed.REFERENCE));
  }
}
