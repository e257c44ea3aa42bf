package io.zkchain.prover.program;

import io.zkchain.prover.field.Fr;
import io.zkchain.prover.program.ProgramLayout.Challenge;
import java.math.BigInteger;

/**
 * V_M(r*) = rho p1~(r*), where p1 holds r_i^j - 1/2 at position 4 i + j - 1 for i < n, 1 <= j <= 4,
 * and 0 elsewhere (protocol step 5).
 */
final class MaskPart {
  private final ProgramState state;
  private final ExpressionGraph graph;

  MaskPart(ProgramState state) {
    this.state = state;
    graph = state.graph();
  }

  void add() {
    int n = state.layout().logRows();
    int bits = 32 - Integer.numberOfLeadingZeros(n - 1);
    int[] rStar = state.atRStar().point();
    int[] values = new int[1 << bits];
    int half = graph.constant(Fr.MODULUS.add(BigInteger.ONE).shiftRight(1)); // 1/2
    for (int i = 0; i < values.length; i++) {
      values[i] = i < n ? graph.sub(powers(state.atR().point()[i], rStar), half) : graph.zero();
    }
    for (int k = bits - 1; k >= 0; k--) {
      for (int i = 0; i < 1 << k; i++) {
        int step = graph.sub(values[i + (1 << k)], values[i]);
        values[i] = graph.add(values[i], graph.mul(rStar[2 + k], step));
      }
    }
    int zeros = state.atRStar().select(new Selectors.Region(2 + bits, 0));
    int rho = state.challenge(Challenge.RHO);
    int weight = graph.mul(graph.mul(rho, zeros), values[0]);
    state.addWeight(state.layout().columnMask(), 1, weight);
  }

  /**
   * Sum over j of r^j times eq of (r*_0, r*_1) with the bits of j - 1, as a product: r ((1 - r*_0)
   * + r*_0 r) ((1 - r*_1) + r*_1 r^2).
   */
  private int powers(int r, int[] rStar) {
    int square = graph.mul(r, r);
    int low = graph.add(r, graph.mul(rStar[0], graph.sub(square, r)));
    int high = graph.add(graph.one(), graph.mul(rStar[1], graph.sub(square, graph.one())));
    return graph.mul(low, high);
  }
}
