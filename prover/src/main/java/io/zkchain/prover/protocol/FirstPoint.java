package io.zkchain.prover.protocol;

import io.zkchain.prover.field.Fr;
import io.zkchain.prover.sumcheck.ColumnKey;
import java.util.List;
import java.util.Map;

/**
 * What the prover knows after the first sum-check.
 *
 * @param r the point
 * @param e e~(r)
 * @param revealed evaluations in the order of the proof
 * @param phi1 delta^l phi1(r) by lane
 * @param n1 delta^l N1(r) by lane
 * @param active delta^(L+t) act(r) by table lane
 * @param tableScale delta^(L+t) by table lane
 * @param weights A~_c(r) of the columns that relations read
 */
record FirstPoint(
    EarlyChallenges challenges,
    List<Fr> r,
    Fr e,
    Fr[] revealed,
    Fr[] phi1,
    Fr[] n1,
    Fr[] active,
    List<Fr> tableScale,
    Map<ColumnKey, Fr> weights) {

  /** The challenges of the first two phases. */
  record EarlyChallenges(Fr alpha, Fr beta, Fr gamma, Fr delta, Fr xi, Fr rho, List<Fr> tau) {}
}
