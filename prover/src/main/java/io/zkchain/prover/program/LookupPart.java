package io.zkchain.prover.program;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Table;
import io.zkchain.circuit.Tensor;
import io.zkchain.prover.program.ProgramLayout.Challenge;
import io.zkchain.prover.program.Selectors.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lookup identities at r (protocol step 3): xi e~ Id + xi^2 s~ (sum h_l - sum h_t), split into
 * what the revealed evaluations give and the coefficients of c_l, m_t and the table outputs.
 */
final class LookupPart {
  /** Selector and tag of one of a lane's two fractions. */
  private record Fraction(int selector, int tag) {}

  private final ProgramState state;
  private final Circuit circuit;
  private final ProgramLayout layout;
  private final ExpressionGraph graph;
  private final int alpha;
  private final int beta;
  private final int xi;
  private final int[] r;
  private int identities;
  private int helpers;

  LookupPart(ProgramState state) {
    this.state = state;
    circuit = state.circuit();
    layout = state.layout();
    graph = state.graph();
    alpha = state.challenge(Challenge.ALPHA);
    beta = state.challenge(Challenge.BETA);
    xi = state.challenge(Challenge.XI);
    r = state.atR().point();
    identities = graph.zero();
    helpers = graph.zero();
  }

  void add() {
    int eqTau = graph.one();
    int lastTau = graph.one();
    int lastRow = graph.one();
    for (int k = 0; k < r.length; k++) {
      eqTau = graph.mul(eqTau, graph.eq(state.tau(k), r[k]));
      lastTau = graph.mul(lastTau, state.tau(k));
      lastRow = graph.mul(lastRow, r[k]);
    }
    // e~ and s~: the reserved row, all of whose bits are 1, taken out.
    int e = graph.sub(eqTau, graph.mul(lastTau, lastRow));
    int s = graph.sub(graph.one(), lastRow);
    int xiE = graph.mul(xi, e);
    int delta = state.challenge(Challenge.DELTA);
    int power = graph.one();
    for (int lane = 0; lane < layout.lanes(); lane++) {
      addLane(lane, power, xiE);
      power = graph.mul(power, delta);
    }
    int output = 0;
    for (int lane = 0; lane < layout.tableLanes(); lane++) {
      boolean committed = circuit.hasOutputColumn(lane);
      addTableLane(lane, power, xiE, committed ? layout.columnOutput(output) : -1);
      output += committed ? 1 : 0;
      power = graph.mul(power, delta);
    }
    state.addKnown(graph.mul(xiE, identities));
    state.addKnown(graph.mul(graph.mul(graph.mul(xi, xi), s), helpers));
  }

  /** delta^l (h phi1 phi2 - N1 phi2 - N2 phi1) = delta^l ((h phi1 - N1) phi2 - N2 phi1). */
  private void addLane(int lane, int power, int xiE) {
    Fraction first = fraction(Slot.PAIR, lane);
    Fraction second = fraction(Slot.SINGLE, lane);
    int h = state.revealed(layout.revealedHelper(lane));
    int a = state.revealed(layout.revealedA(lane));
    int b = state.revealed(layout.revealedB(lane));
    int pair = graph.add(a, graph.mul(beta, b));
    int phi1 = graph.add(graph.add(alpha, first.tag()), graph.mul(beta, pair));
    int phi2WithoutC = graph.add(alpha, second.tag());
    int front = graph.sub(graph.mul(h, phi1), first.selector());
    int identity = graph.sub(graph.mul(front, phi2WithoutC), graph.mul(second.selector(), phi1));
    identities = graph.add(identities, graph.mul(power, identity));
    helpers = graph.add(helpers, h);
    int scale = graph.mul(graph.mul(xiE, power), beta);
    state.addUnrevealed(layout.columnC(lane), 1, graph.mul(scale, front));
  }

  private Fraction fraction(Slot slot, int lane) {
    Map<Integer, List<Region>> byTag = new TreeMap<>();
    for (Tensor tensor : circuit.tensors()) {
      if (tensor.slot() == slot) {
        int tag = circuit.tables().get(tensor.table()).tag();
        tensor.blocks().stream()
            .filter(block -> block.column() == lane)
            .forEach(block ->
                byTag
                    .computeIfAbsent(tag, _ -> new ArrayList<>())
                    .add(Region.of(block.offset(), block.bits())));
      }
    }
    int selector = graph.zero();
    int tags = graph.zero();
    for (Map.Entry<Integer, List<Region>> entry : byTag.entrySet()) {
      int region = state.atR().selectAll(entry.getValue());
      selector = graph.add(selector, region);
      tags = graph.addScaled(tags, entry.getKey(), region);
    }
    return new Fraction(selector, tags);
  }

  /** delta^(L+t) (h phi - act m), phi = alpha + tag + beta in + beta^2 out. */
  private void addTableLane(int lane, int power, int xiE, int outputColumn) {
    int tags = graph.zero();
    int inputs = graph.zero();
    int active = graph.zero();
    for (Table table : circuit.tables()) {
      if (table.lane() != lane) {
        continue;
      }
      int block = state.atR().select(Region.of(table.offset(), table.bits()));
      tags = graph.addScaled(tags, table.tag(), block);
      inputs = graph.add(inputs, graph.mul(block, rowNumber(table)));
      active = graph.add(active, graph.mul(block, prefix(table)));
    }
    int h = state.revealed(layout.revealedTableHelper(lane));
    int phi = graph.add(graph.add(alpha, tags), graph.mul(beta, inputs));
    identities = graph.add(identities, graph.mul(power, graph.mul(h, phi)));
    helpers = graph.sub(helpers, h);
    int scale = graph.mul(xiE, power);
    state.addUnrevealed(layout.columnMultiplicity(lane), -1, graph.mul(scale, active));
    if (outputColumn >= 0) {
      state.addUnrevealed(outputColumn, 1, graph.mul(graph.mul(scale, graph.mul(beta, beta)), h));
    }
  }

  /** low + sum of 2^i r_i over the block's bits: the table's input on its block. */
  private int rowNumber(Table table) {
    int sum = graph.zero();
    for (int i = 0; i < table.bits(); i++) {
      sum = graph.addScaled(sum, 1L << i, r[i]);
    }
    return graph.add(sum, graph.constant(table.low()));
  }

  private int prefix(Table table) {
    int[] low = Arrays.copyOf(r, table.bits());
    return new IndexExtension(graph).prefix(low, table.size());
  }
}
