package io.zkchain.prover.program;

import io.zkchain.circuit.Circuit;

/**
 * The order of the program's inputs and outputs and of the protocol's columns.
 *
 * <p>Inputs: alpha, beta, gamma, delta, xi, rho, lambda, tau_0.., r_0.., r*_0.., then the revealed
 * evaluations. Outputs: constant, one scale per public tensor, known, then one weight per column.
 * Columns: a_0, b_0, c_0, a_1, .., m_0, .., h_0, .., ht_0, .., M, fixed columns, table outputs.
 * Revealed: a_0, b_0, a_1, b_1, .., h_0, .., ht_0, ...
 *
 * @param logRows n
 * @param lanes L
 * @param tableLanes T
 * @param fixedColumns K
 * @param outputColumns O, the number of table lanes with a committed output column
 * @param publicTensors number of public tensors
 */
public record ProgramLayout(
    int logRows,
    int lanes,
    int tableLanes,
    int fixedColumns,
    int outputColumns,
    int publicTensors) {

  /** The challenges that are no points, in the order of the inputs. */
  public enum Challenge {
    ALPHA,
    BETA,
    GAMMA,
    DELTA,
    XI,
    RHO,
    LAMBDA
  }

  private static final int CHALLENGES = Challenge.values().length;

  /** The layout of a circuit. */
  public static ProgramLayout of(Circuit circuit) {
    int outputs = 0;
    for (int t = 0; t < circuit.tableLanes(); t++) {
      outputs += circuit.hasOutputColumn(t) ? 1 : 0;
    }
    return new ProgramLayout(
        circuit.logRows(),
        circuit.lanes(),
        circuit.tableLanes(),
        circuit.fixedColumns(),
        outputs,
        circuit.publicTensors().size());
  }

  /** Input of a challenge. */
  public int challenge(Challenge challenge) {
    return challenge.ordinal();
  }

  /** Input tau_k. */
  public int tau(int k) {
    return CHALLENGES + k;
  }

  /** Input r_k. */
  public int r(int k) {
    return CHALLENGES + logRows + k;
  }

  /** Input r*_k. */
  public int rStar(int k) {
    return CHALLENGES + 2 * logRows + k;
  }

  /** Input of revealed evaluation j, counted from 0 in the order of the proof. */
  public int revealed(int j) {
    return CHALLENGES + 3 * logRows + j;
  }

  /** Number of revealed evaluations. */
  public int revealedCount() {
    return 3 * lanes + tableLanes;
  }

  /** Number of inputs. */
  public int inputs() {
    return revealed(revealedCount());
  }

  /** Position among the revealed evaluations of a_l. */
  public int revealedA(int lane) {
    return 2 * lane;
  }

  /** Position among the revealed evaluations of b_l. */
  public int revealedB(int lane) {
    return 2 * lane + 1;
  }

  /** Position among the revealed evaluations of h_l. */
  public int revealedHelper(int lane) {
    return 2 * lanes + lane;
  }

  /** Position among the revealed evaluations of h_t. */
  public int revealedTableHelper(int tableLane) {
    return 3 * lanes + tableLane;
  }

  /** Column a_l. */
  public int columnA(int lane) {
    return 3 * lane;
  }

  /** Column b_l. */
  public int columnB(int lane) {
    return 3 * lane + 1;
  }

  /** Column c_l. */
  public int columnC(int lane) {
    return 3 * lane + 2;
  }

  /** Column m_t. */
  public int columnMultiplicity(int tableLane) {
    return 3 * lanes + tableLane;
  }

  /** Column h_l. */
  public int columnHelper(int lane) {
    return 3 * lanes + tableLanes + lane;
  }

  /** Column h_t. */
  public int columnTableHelper(int tableLane) {
    return 4 * lanes + tableLanes + tableLane;
  }

  /** Column M. */
  public int columnMask() {
    return 4 * lanes + 2 * tableLanes;
  }

  /** Fixed column k. */
  public int columnFixed(int k) {
    return columnMask() + 1 + k;
  }

  /** Table output column number o, counted over the lanes that have one. */
  public int columnOutput(int o) {
    return columnMask() + 1 + fixedColumns + o;
  }

  /** Number of columns that have a weight. */
  public int columns() {
    return columnMask() + 1 + fixedColumns + outputColumns;
  }

  /** Output: sum of gamma^(i+1) times the constant terms of relation i at tau. */
  public int constant() {
    return 0;
  }

  /** Output: gamma^(i+1) of the relation i that binds a public tensor. */
  public int publicScale(int publicTensor) {
    return 1 + publicTensor;
  }

  /** Output: the first sum-check's integrand at r without mask and unrevealed evaluations. */
  public int known() {
    return 1 + publicTensors;
  }

  /** Output: V_c(r*) of a column. */
  public int weight(int column) {
    return 2 + publicTensors + column;
  }

  /** Number of outputs. */
  public int outputs() {
    return weight(columns());
  }
}
