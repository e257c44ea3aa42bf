package io.zkchain.prover.protocol;

import io.zkchain.prover.field.Fr;
import io.zkchain.prover.transcript.ChallengeSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Where tests take hold of a prover: to fix its randomness and challenges, or to make it cheat so
 * that verifiers can be seen to refuse. Package-private, and {@link Prover}'s public methods use
 * the honest one.
 */
class ProverSeam {
  static final ProverSeam HONEST = new ProverSeam();

  /** The scalars of one attempt. */
  ScalarSource scalars() {
    return ScalarSource.secure();
  }

  /** The challenges of one attempt. */
  ChallengeSource challenges(ChallengeSource honest) {
    return honest;
  }

  /** Whether to go on with a witness that breaks the circuit. */
  boolean force() {
    return false;
  }

  /** The columns of phase 1 before they are committed to. */
  void cells(CellColumns cells) {}

  /** The selectors to use. */
  LookupSelectors selectors(LookupSelectors honest) {
    return honest;
  }

  /** The helper columns before they are committed to; row N - 1 is not yet set. */
  void helpers(CellColumns cells, LookupTables tables, Fr alpha, Fr beta) {}

  /** The values at r before the revealed ones are sent. */
  void reveal(FirstPoint point) {}

  /** delta^0, delta^1, .., one a lane, then one a table lane. */
  List<Fr> deltaPowers(Fr delta, int lanes, int tableLanes) {
    return powers(delta, 0, lanes + tableLanes);
  }

  /** lambda^1, lambda^2, .., one a revealed column. */
  List<Fr> lambdaPowers(Fr lambda, int count) {
    return powers(lambda, 1, count);
  }

  static List<Fr> powers(Fr base, int from, int count) {
    List<Fr> powers = new ArrayList<>();
    Fr power = base.pow(from);
    for (int k = 0; k < count; k++) {
      powers.add(power);
      power = power.mul(base);
    }
    return powers;
  }
}
