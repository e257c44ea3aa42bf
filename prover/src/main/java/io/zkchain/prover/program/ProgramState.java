package io.zkchain.prover.program;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Circuit;
import io.zkchain.prover.program.ProgramLayout.Challenge;
import java.util.Arrays;

/** The graph under construction, its inputs as nodes, and the sums that become outputs. */
final class ProgramState {
  private final Circuit circuit;
  private final ProgramLayout layout;
  private final ExpressionGraph graph = new ExpressionGraph();
  private final int[] tau;
  private final Selectors atR;
  private final Selectors atRStar;
  private final int[] publicScales;
  private final int[] unrevealed; // A^_c at r
  private final int[] weights; // V_c at r*, without the part that has the factor eq(r, r*)
  private int constant = graph.zero();
  private int known = graph.zero();

  ProgramState(Circuit circuit) {
    this.circuit = circuit;
    layout = ProgramLayout.of(circuit);
    int n = layout.logRows();
    tau = new int[n];
    int[] r = new int[n];
    int[] rStar = new int[n];
    for (int k = 0; k < n; k++) {
      tau[k] = graph.input(layout.tau(k));
      r[k] = graph.input(layout.r(k));
      rStar[k] = graph.input(layout.rStar(k));
    }
    atR = new Selectors(graph, r);
    atRStar = new Selectors(graph, rStar);
    publicScales = filled(layout.publicTensors());
    unrevealed = filled(layout.columns());
    weights = filled(layout.columns());
  }

  private int[] filled(int length) {
    int[] array = new int[length];
    Arrays.fill(array, graph.zero());
    return array;
  }

  Circuit circuit() {
    return circuit;
  }

  ProgramLayout layout() {
    return layout;
  }

  ExpressionGraph graph() {
    return graph;
  }

  int tau(int k) {
    return tau[k];
  }

  Selectors atR() {
    return atR;
  }

  Selectors atRStar() {
    return atRStar;
  }

  int challenge(Challenge challenge) {
    return graph.input(layout.challenge(challenge));
  }

  /** Revealed evaluation number j. */
  int revealed(int j) {
    return graph.input(layout.revealed(j));
  }

  /** The revealed evaluation of a lane's a or b. */
  int revealed(Cell cell, int lane) {
    return revealed(
        switch (cell) {
          case A -> layout.revealedA(lane);
          case B -> layout.revealedB(lane);
          case C, FIXED -> throw new IllegalStateException("column " + cell + " is never revealed");
        });
  }

  int column(Cell cell, int column) {
    return switch (cell) {
      case A -> layout.columnA(column);
      case B -> layout.columnB(column);
      case C -> layout.columnC(column);
      case FIXED -> layout.columnFixed(column);
    };
  }

  void addConstant(int node) {
    constant = graph.add(constant, node);
  }

  void addKnown(int node) {
    known = graph.add(known, node);
  }

  void publicScale(int publicTensor, int node) {
    publicScales[publicTensor] = node;
  }

  /** Adds to the coefficient A^_c that an unrevealed column's evaluation has in the integrand. */
  void addUnrevealed(int column, long coefficient, int node) {
    unrevealed[column] = graph.addScaled(unrevealed[column], coefficient, node);
  }

  /** Adds to V_c(r*). */
  void addWeight(int column, long coefficient, int node) {
    weights[column] = graph.addScaled(weights[column], coefficient, node);
  }

  /** The output nodes, once every part is added; eqRows is eq(r, r*). */
  int[] outputs(int eqRows) {
    int[] outputs = new int[layout.outputs()];
    outputs[layout.constant()] = constant;
    System.arraycopy(publicScales, 0, outputs, layout.publicScale(0), publicScales.length);
    outputs[layout.known()] = known;
    for (int c = 0; c < weights.length; c++) {
      outputs[layout.weight(c)] = graph.add(weights[c], graph.mul(unrevealed[c], eqRows));
    }
    return outputs;
  }
}
