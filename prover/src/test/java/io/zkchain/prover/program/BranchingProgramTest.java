package io.zkchain.prover.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Shape;
import io.zkchain.prover.field.Fr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BranchingProgramTest {
  private static final int RELATIONS = 400;

  private final Random random = new Random(7);
  private final ExpressionGraph graph = new ExpressionGraph();

  /** A relation with its points, and the values of the inputs that the points name. */
  private record Case(
      List<BitPoint> variables, List<Long> coefficients, long constant, List<Fr> inputs) {}

  private Case next() {
    List<BitPoint> variables = new ArrayList<>();
    List<Long> coefficients = new ArrayList<>();
    List<Fr> inputs = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int v = 0; v < count; v++) {
      int length = random.nextInt(4);
      int bound = 1 + random.nextInt(1 << length);
      boolean free = random.nextInt(5) == 0;
      int[] bits = new int[free ? Shape.bitsFor(bound) : length];
      for (int i = 0; i < bits.length && !free; i++) {
        boolean constant = random.nextInt(6) == 0;
        bits[i] = constant ? graph.constant(random.nextInt(2)) : graph.input(inputs.size());
        if (!constant) {
          inputs.add(Fr.random(random));
        }
      }
      variables.add(new BitPoint(bits, free, bound));
      coefficients.add((long) random.nextInt(-4, 5));
    }
    return new Case(variables, coefficients, random.nextInt(-9, 10), inputs);
  }

  private Fr bitWeight(int node, int bit, List<Fr> inputs) {
    Fr p = value(node, inputs);
    return bit == 1 ? p : Fr.ONE.sub(p);
  }

  private Fr value(int node, List<Fr> inputs) {
    ExpressionGraph.Node n = graph.node(node);
    return switch (n.operation()) {
      case CONSTANT -> Fr.fromBigInteger(Objects.requireNonNull(n.value()));
      case INPUT -> inputs.get(n.a());
      case ADD -> value(n.a(), inputs).add(value(n.b(), inputs));
      case SUB -> value(n.a(), inputs).sub(value(n.b(), inputs));
      case MUL -> value(n.a(), inputs).mul(value(n.b(), inputs));
      case EQ -> {
        Fr a = value(n.a(), inputs);
        Fr b = value(n.b(), inputs);
        yield Fr.ONE.sub(a).sub(b).add(a.mul(b).mul(2));
      }
    };
  }

  private Fr enumerate(Case relation, int variable, long sum, Fr weight) {
    if (variable == relation.variables().size()) {
      return sum == relation.constant() ? weight : Fr.ZERO;
    }
    BitPoint point = relation.variables().get(variable);
    Fr total = Fr.ZERO;
    for (int v = 0; v < point.bound(); v++) {
      Fr w = weight;
      for (int i = 0; i < point.length() && !point.free(); i++) {
        w = w.mul(bitWeight(point.bits()[i], v >> i & 1, relation.inputs()));
      }
      long next = sum + v * relation.coefficients().get(variable);
      total = total.add(enumerate(relation, variable + 1, next, w));
    }
    return total;
  }

  @Test
  void affineExtensionEqualsEnumeration() {
    for (int i = 0; i < RELATIONS; i++) {
      Case relation = next();
      int node =
          BranchingProgram.evaluate(
              graph, relation.variables(), relation.coefficients(), relation.constant());
      assertThat(value(node, relation.inputs()))
          .as("relation %d: %s", i, relation)
          .isEqualTo(enumerate(relation, 0, 0, Fr.ONE));
    }
  }

  /** Flags of a state must not run out of bits: with an int, 32 variables gave the constant 0. */
  @Test
  void variablesThatChangeNothingChangeNothing() {
    for (int extra : new int[] {27, 28, 29, 30, 31, 56}) {
      Case relation = next();
      List<BitPoint> variables = new ArrayList<>(relation.variables());
      List<Long> coefficients = new ArrayList<>(relation.coefficients());
      for (int k = 0; k < extra; k++) {
        variables.add(new BitPoint(new int[0], true, 1));
        coefficients.add((long) k - 3);
      }
      int node = BranchingProgram.evaluate(graph, variables, coefficients, relation.constant());
      assertThat(value(node, relation.inputs()))
          .as("%d more, %s", extra, relation)
          .isEqualTo(enumerate(relation, 0, 0, Fr.ONE));
    }
  }

  /** Every variable with a bound that is no power of two, the last ones deciding. */
  @Test
  void boundsOfManyVariablesAreKept() {
    List<BitPoint> variables = new ArrayList<>();
    List<Long> coefficients = new ArrayList<>();
    for (int k = 0; k < 45; k++) {
      variables.add(new BitPoint(new int[] {graph.zero(), graph.zero()}, false, 3));
      coefficients.add(0L);
    }
    int p = graph.input(0);
    variables.set(44, new BitPoint(new int[] {p, graph.one()}, false, 3));
    int node = BranchingProgram.evaluate(graph, variables, coefficients, 0);
    Fr x = Fr.random(random);
    // 2 is below 3 and 3 is not: only the low bit 0 counts.
    assertThat(value(node, List.of(x))).isEqualTo(Fr.ONE.sub(x));
  }

  @Test
  void equalityExtensionEqualsEnumeration() {
    IndexExtension extension = new IndexExtension(graph);
    for (int i = 0; i < RELATIONS; i++) {
      Case relation = next();
      Fr actual = value(extension.equality(relation.variables()), relation.inputs());
      Fr expected = Fr.ZERO;
      for (int v = 0; v < 8; v++) {
        Fr weight = Fr.ONE;
        for (BitPoint point : relation.variables()) {
          boolean inside = v < point.bound();
          weight = inside ? weight : Fr.ZERO;
          for (int b = 0; b < point.length() && !point.free(); b++) {
            weight = weight.mul(bitWeight(point.bits()[b], v >> b & 1, relation.inputs()));
          }
        }
        expected = expected.add(weight);
      }
      assertThat(actual).as("relation %d: %s", i, relation).isEqualTo(expected);
    }
  }

  private int cost(List<BitPoint> variables, List<Long> coefficients, long constant) {
    ExpressionGraph fresh = new ExpressionGraph();
    List<BitPoint> copies = new ArrayList<>();
    int inputs = 0;
    for (BitPoint variable : variables) {
      int[] bits = new int[variable.length()];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = fresh.input(inputs++);
      }
      copies.add(new BitPoint(bits, false, variable.bound()));
    }
    BranchingProgram.evaluate(fresh, copies, coefficients, constant);
    return fresh.size();
  }

  private static BitPoint point(int bits, int bound) {
    return new BitPoint(new int[bits], false, bound);
  }

  /** y + w = x with y < 24 and w < 5 implies x < 28: leaving the bound of x out changes nothing. */
  @Test
  void anImpliedBoundCostsNothing() {
    List<Long> coefficients = List.of(1L, 1L, -1L);
    int with = cost(List.of(point(5, 24), point(3, 5), point(5, 28)), coefficients, 0);
    int without = cost(List.of(point(5, 24), point(3, 5), point(5, 32)), coefficients, 0);
    assertThat(with).isEqualTo(without);
  }

  /** y + w = x + 2 with y < 28, w < 5: x up to 29 is possible, so x < 28 must be enforced. */
  @Test
  void aBoundThatIsNotImpliedIsKept() {
    List<Fr> inputs = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      inputs.add(Fr.random(random));
    }
    Fr with = value(convolution(28), inputs);
    Fr without = value(convolution(32), inputs);
    assertThat(with).isNotEqualTo(without);
    List<Fr> inside = new ArrayList<>(inputs);
    inside.set(12, Fr.ZERO); // x < 16: the bound has no effect
    assertThat(value(convolution(28), inside)).isEqualTo(value(convolution(32), inside));
  }

  private int convolution(int boundOfX) {
    int[] nodes = new int[13];
    Arrays.setAll(nodes, graph::input);
    BitPoint y = new BitPoint(Arrays.copyOf(nodes, 5), false, 28);
    BitPoint w = new BitPoint(Arrays.copyOfRange(nodes, 5, 8), false, 5);
    BitPoint x = new BitPoint(Arrays.copyOfRange(nodes, 8, 13), false, boundOfX);
    return BranchingProgram.evaluate(graph, List.of(y, w, x), List.of(1L, 1L, -1L), 2);
  }

  @Test
  void contradictionIsZero() {
    int node = BranchingProgram.evaluate(graph, List.of(point(0, 1)), List.of(1L), 1);
    assertThat(node).isEqualTo(graph.zero());
    int parity = BranchingProgram.evaluate(graph, List.of(inputs(3)), List.of(2L), 3);
    assertThat(parity).isEqualTo(graph.zero());
  }

  private BitPoint inputs(int bits) {
    int[] nodes = new int[bits];
    Arrays.setAll(nodes, graph::input);
    return new BitPoint(nodes, false, 1 << bits);
  }
}
