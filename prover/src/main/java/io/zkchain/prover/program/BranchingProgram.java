package io.zkchain.prover.program;

import io.zkchain.circuit.CircuitException;
import io.zkchain.circuit.CircuitValidator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The multilinear extension of "sum of coefficient_i * v_i = constant and every v_i below its
 * bound" as a minimal ordered branching program over the variables' bits.
 *
 * <p>Bits are read lowest first, all variables' bit 0, then all bits 1, and so on. A state is the
 * carry (the sum so far minus the constant, halved after every bit position where it must be even)
 * and, for each variable whose bound is no power of two, whether its bits so far are below the
 * bound's. States from which the same continuations accept are one; so a bound that the equation
 * and the other bounds imply costs nothing, and none is dropped that is not implied.
 *
 * <p>The value at a point is the sum over accepting paths of the product of the bits' weights (p
 * for 1, 1 - p for 0; 1 for both bits of a free variable), collected layer by layer.
 */
final class BranchingProgram {
  /** Beyond this many states in one layer the relation is refused rather than printed. */
  private static final int STATE_LIMIT = 1 << 16;

  private static final int DEAD = -1;

  /** One bit of one variable: next[s] = {state after 0, state after 1}. */
  private record Layer(int variable, int bit, int[][] next) {}

  private record State(long carry, long below) {}

  private final List<BitPoint> variables;
  private final long[] coefficients;
  private final ExpressionGraph graph;
  private final List<Layer> layers = new ArrayList<>();

  private BranchingProgram(
      ExpressionGraph graph, List<BitPoint> variables, List<Long> coefficients) {
    this.graph = graph;
    this.variables = variables;
    this.coefficients = coefficients.stream().mapToLong(Long::longValue).toArray();
  }

  /** The node that holds the extension's value at the variables' points. */
  static int evaluate(
      ExpressionGraph graph, List<BitPoint> variables, List<Long> coefficients, long constant) {
    if (variables.size() > CircuitValidator.MAX_RELATION_VARIABLES) {
      // The flags of a state are the bits of a long.
      throw new CircuitException("an affine index relation of " + variables.size() + " variables");
    }
    BranchingProgram program = new BranchingProgram(graph, variables, coefficients);
    int[] accepted = program.build(constant);
    int start = program.minimize(accepted);
    return start == DEAD ? graph.zero() : program.collect(start);
  }

  private int[] build(long constant) {
    int length = variables.stream().mapToInt(BitPoint::length).max().orElse(0);
    long unchecked = 0;
    for (int v = 0; v < variables.size(); v++) {
      unchecked |= variables.get(v).bounded() ? 1L << v : 0;
    }
    // Insertion order: the program's bytes must not depend on hash codes.
    Map<State, Integer> states = new LinkedHashMap<>();
    states.put(new State(Math.negateExact(constant), unchecked), 0);
    for (int bit = 0; bit < length; bit++) {
      for (int v = 0; v < variables.size(); v++) {
        if (bit < variables.get(v).length()) {
          states = step(states, v, bit);
        }
      }
      states = halve(states);
    }
    long all = (1L << variables.size()) - 1;
    int[] accepted = new int[states.size()];
    states.forEach((s, i) -> accepted[i] = s.carry() == 0 && s.below() == all ? 0 : DEAD);
    return accepted;
  }

  private Map<State, Integer> step(Map<State, Integer> states, int variable, int bit) {
    int[][] next = new int[states.size()][2];
    Map<State, Integer> reached = new LinkedHashMap<>();
    BitPoint point = variables.get(variable);
    int boundBit = point.bounded() ? 0 : point.bound() >> bit & 1;
    states.forEach((s, i) -> {
      for (int value = 0; value < 2; value++) {
        if (excluded(point, bit, value)) {
          next[i][value] = DEAD;
          continue;
        }
        long below = s.below();
        if (!point.bounded() && value != boundBit) {
          long mask = 1L << variable;
          below = value < boundBit ? below | mask : below & ~mask;
        }
        long carry = Math.addExact(s.carry(), value * coefficients[variable]);
        next[i][value] = number(reached, new State(carry, below));
      }
    });
    limit(reached.size());
    layers.add(new Layer(variable, bit, next));
    return reached;
  }

  /** Whether a constant bit of the point rules a value out. */
  private boolean excluded(BitPoint point, int bit, int value) {
    return !point.free() && point.bits()[bit] == (value == 1 ? graph.zero() : graph.one());
  }

  private Map<State, Integer> halve(Map<State, Integer> states) {
    int[][] next = new int[states.size()][];
    Map<State, Integer> reached = new LinkedHashMap<>();
    states.forEach((s, i) -> {
      boolean even = (s.carry() & 1) == 0;
      int target = even ? number(reached, new State(s.carry() / 2, s.below())) : DEAD;
      next[i] = new int[] {target};
    });
    layers.add(new Layer(-1, 0, next));
    return reached;
  }

  private static int number(Map<State, Integer> states, State state) {
    Integer known = states.putIfAbsent(state, states.size());
    return known != null ? known : states.size() - 1;
  }

  private static void limit(int states) {
    if (states > STATE_LIMIT) {
      throw new CircuitException(
          "an affine index relation needs more than "
              + STATE_LIMIT
              + " states; use smaller coefficients or more, smaller relations");
    }
  }

  /** Replaces states by their classes, from the last layer back; returns the start's class. */
  private int minimize(int[] accepted) {
    int[] classOf = accepted;
    for (int k = layers.size() - 1; k >= 0; k--) {
      Layer layer = layers.get(k);
      Map<List<Integer>, Integer> classes = new HashMap<>();
      List<int[]> merged = new ArrayList<>();
      int[] mine = new int[layer.next().length];
      for (int s = 0; s < mine.length; s++) {
        int[] targets = Arrays.copyOf(layer.next()[s], layer.next()[s].length);
        boolean alive = false;
        for (int b = 0; b < targets.length; b++) {
          targets[b] = targets[b] == DEAD ? DEAD : classOf[targets[b]];
          alive |= targets[b] != DEAD;
        }
        mine[s] = alive ? classes.computeIfAbsent(key(targets), key -> classes.size()) : DEAD;
        if (mine[s] == merged.size()) {
          merged.add(targets);
        }
      }
      layers.set(k, new Layer(layer.variable(), layer.bit(), merged.toArray(int[][]::new)));
      classOf = mine;
    }
    return classOf[0];
  }

  private static List<Integer> key(int[] targets) {
    return Arrays.stream(targets).boxed().toList();
  }

  private int collect(int start) {
    int[] weights = new int[start + 1];
    Arrays.fill(weights, graph.zero());
    weights[start] = graph.one();
    for (Layer layer : layers) {
      weights = advance(layer, Arrays.copyOf(weights, layer.next().length));
    }
    return weights.length == 0 ? graph.zero() : weights[0];
  }

  private int[] advance(Layer layer, int[] weights) {
    int targets = 0;
    for (int[] next : layer.next()) {
      for (int target : next) {
        targets = Math.max(targets, target + 1);
      }
    }
    int[] zero = sums(layer, weights, 0, targets);
    if (layer.variable() < 0) {
      return zero;
    }
    int[] one = sums(layer, weights, 1, targets);
    BitPoint point = variables.get(layer.variable());
    int[] out = new int[targets];
    if (point.free()) {
      Arrays.setAll(out, z -> graph.add(zero[z], one[z]));
      return out;
    }
    int p = point.bits()[layer.bit()];
    if (splits(layer) < changes(zero, one)) {
      return bySource(layer, weights, targets, p);
    }
    Arrays.setAll(out, z -> graph.add(zero[z], graph.mul(p, graph.sub(one[z], zero[z]))));
    return out;
  }

  /** Total weight that reaches each target by the given bit. */
  private int[] sums(Layer layer, int[] weights, int bit, int targets) {
    int[] out = new int[targets];
    Arrays.fill(out, graph.zero());
    for (int s = 0; s < weights.length; s++) {
      int target = layer.next()[s][bit];
      if (target != DEAD) {
        out[target] = graph.add(out[target], weights[s]);
      }
    }
    return out;
  }

  private int[] bySource(Layer layer, int[] weights, int targets, int p) {
    int[] out = new int[targets];
    Arrays.fill(out, graph.zero());
    for (int s = 0; s < weights.length; s++) {
      int[] next = layer.next()[s];
      if (next[0] == next[1]) {
        out[next[0]] = graph.add(out[next[0]], weights[s]);
        continue;
      }
      int taken = graph.mul(p, weights[s]);
      if (next[1] != DEAD) {
        out[next[1]] = graph.add(out[next[1]], taken);
      }
      if (next[0] != DEAD) {
        out[next[0]] = graph.add(out[next[0]], graph.sub(weights[s], taken));
      }
    }
    return out;
  }

  private static int splits(Layer layer) {
    int count = 0;
    for (int[] next : layer.next()) {
      count += next[0] == next[1] ? 0 : 1;
    }
    return count;
  }

  private static int changes(int[] zero, int[] one) {
    int count = 0;
    for (int z = 0; z < zero.length; z++) {
      count += zero[z] == one[z] ? 0 : 1;
    }
    return count;
  }
}
