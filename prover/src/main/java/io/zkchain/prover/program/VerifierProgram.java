package io.zkchain.prover.program;

import static io.zkchain.prover.field.PrimeField.FR;
import static io.zkchain.prover.field.PrimeField.LIMBS;

import io.zkchain.circuit.Circuit;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.program.ProgramLayout.Challenge;
import io.zkchain.prover.transcript.Keccak256;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;

/**
 * Everything the verifier computes about the circuit: a straight-line program over the scalar
 * field, immutable, each node's operands before it. Inputs and outputs are numbered by {@link
 * ProgramLayout}.
 *
 * <pre>{@code
 * VerifierProgram program = VerifierProgram.build(circuit);
 * FrVector in = new FrVector(program.layout().inputs());
 * in.set(program.layout().tau(0), tau0); // and all others
 * FrVector out = program.evaluate(in);
 * Fr known = out.get(program.layout().known());
 * }</pre>
 */
public final class VerifierProgram {
  private final ProgramLayout layout;
  private final Operation[] operations;
  private final int[] left;
  private final int[] right;
  private final long[] constants; // four limbs per node, zero unless it is a constant
  private final int[] outputs;

  private VerifierProgram(ProgramLayout layout, ExpressionGraph graph, int[] roots) {
    this.layout = layout;
    boolean[] live = live(graph, roots);
    int[] renumbered = new int[graph.size()];
    int count = 0;
    for (int id = 0; id < graph.size(); id++) {
      renumbered[id] = live[id] ? count++ : -1;
    }
    operations = new Operation[count];
    left = new int[count];
    right = new int[count];
    constants = new long[LIMBS * count];
    for (int id = 0; id < graph.size(); id++) {
      if (live[id]) {
        copy(graph.node(id), renumbered, renumbered[id]);
      }
    }
    outputs = Arrays.stream(roots).map(root -> renumbered[root]).toArray();
  }

  private void copy(ExpressionGraph.Node node, int[] renumbered, int to) {
    operations[to] = node.operation();
    switch (node.operation()) {
      case CONSTANT ->
          FR.setBigInteger(Objects.requireNonNull(node.value()), constants, LIMBS * to);
      case INPUT -> left[to] = node.a();
      case ADD, SUB, MUL, EQ -> {
        left[to] = renumbered[node.a()];
        right[to] = renumbered[node.b()];
      }
    }
  }

  private static boolean[] live(ExpressionGraph graph, int[] roots) {
    boolean[] live = new boolean[graph.size()];
    for (int root : roots) {
      live[root] = true;
    }
    for (int id = graph.size() - 1; id >= 0; id--) {
      ExpressionGraph.Node node = graph.node(id);
      if (live[id]
          && node.operation() != Operation.CONSTANT
          && node.operation() != Operation.INPUT) {
        live[node.a()] = true;
        live[node.b()] = true;
      }
    }
    return live;
  }

  /** The program of a valid circuit. */
  public static VerifierProgram build(Circuit circuit) {
    ProgramState state = new ProgramState(circuit);
    ExpressionGraph graph = state.graph();
    // First, so that index equalities find these factors and their products in this order.
    new LookupPart(state).add();
    int[] r = state.atR().point();
    int[] rStar = state.atRStar().point();
    int eqRows = graph.one();
    for (int k = 0; k < r.length; k++) {
      eqRows = graph.mul(eqRows, graph.eq(r[k], rStar[k]));
    }
    RelationPart relations = new RelationPart(state);
    int gamma = state.challenge(Challenge.GAMMA);
    int power = graph.one();
    for (var relation : circuit.relations()) {
      power = graph.mul(power, gamma);
      relations.add(relation, power);
    }
    new MaskPart(state).add();
    addRevealed(state, eqRows);
    return new VerifierProgram(state.layout(), graph, state.outputs(eqRows));
  }

  /** Revealed column number j = 1, 2, .. has the weight lambda^j eq(r, r*). */
  private static void addRevealed(ProgramState state, int eqRows) {
    ProgramLayout layout = state.layout();
    ExpressionGraph graph = state.graph();
    int lambda = state.challenge(Challenge.LAMBDA);
    int power = eqRows;
    int[] columns = new int[layout.revealedCount()];
    for (int lane = 0; lane < layout.lanes(); lane++) {
      columns[layout.revealedA(lane)] = layout.columnA(lane);
      columns[layout.revealedB(lane)] = layout.columnB(lane);
      columns[layout.revealedHelper(lane)] = layout.columnHelper(lane);
    }
    for (int lane = 0; lane < layout.tableLanes(); lane++) {
      columns[layout.revealedTableHelper(lane)] = layout.columnTableHelper(lane);
    }
    for (int column : columns) {
      power = graph.mul(power, lambda);
      state.addWeight(column, 1, power);
    }
  }

  public ProgramLayout layout() {
    return layout;
  }

  /** Number of nodes. */
  public int size() {
    return operations.length;
  }

  public Operation operation(int node) {
    return operations[node];
  }

  /** First operand of a node, or the number of an input. */
  public int left(int node) {
    return left[node];
  }

  /** Second operand of a node. */
  public int right(int node) {
    return right[node];
  }

  /** Value of a constant node, in [0, r). */
  public BigInteger constant(int node) {
    return FR.toBigInteger(constants, LIMBS * node);
  }

  /** Node that holds an output. */
  public int output(int number) {
    return outputs[number];
  }

  /** Number of nodes of the given kind. */
  public int count(Operation operation) {
    int count = 0;
    for (Operation o : operations) {
      count += o == operation ? 1 : 0;
    }
    return count;
  }

  /**
   * The outputs for given inputs, both numbered by {@link #layout()}.
   *
   * @throws IllegalArgumentException if the number of inputs is wrong
   */
  public FrVector evaluate(FrVector inputs) {
    if (inputs.size() != layout.inputs()) {
      throw new IllegalArgumentException(
          inputs.size() + " inputs for a program of " + layout.inputs());
    }
    long[] v = constants.clone();
    long[] twice = new long[LIMBS];
    long[] one = new long[LIMBS];
    FR.setOne(one, 0);
    for (int i = 0; i < operations.length; i++) {
      int a = LIMBS * left[i];
      int b = LIMBS * right[i];
      int to = LIMBS * i;
      switch (operations[i]) {
        case CONSTANT -> {}
        case INPUT -> System.arraycopy(inputs.limbs(), inputs.offset(left[i]), v, to, LIMBS);
        case ADD -> FR.add(v, a, v, b, v, to);
        case SUB -> FR.sub(v, a, v, b, v, to);
        case MUL -> FR.mul(v, a, v, b, v, to);
        case EQ -> {
          FR.mul(v, a, v, b, v, to);
          FR.twice(v, to, twice, 0);
          FR.add(v, a, v, b, v, to);
          FR.sub(twice, 0, v, to, v, to);
          FR.add(v, to, one, 0, v, to);
        }
      }
    }
    FrVector result = new FrVector(outputs.length);
    for (int o = 0; o < outputs.length; o++) {
      System.arraycopy(v, LIMBS * outputs[o], result.limbs(), result.offset(o), LIMBS);
    }
    return result;
  }

  /** The program's bytes; see {@link ProgramEncoding}. */
  public byte[] encode() {
    return ProgramEncoding.encode(this);
  }

  /** keccak-256 of {@link #encode()}. */
  public byte[] digest() {
    return Keccak256.hash(encode());
  }

  /** Sizes for people. */
  @Override
  public String toString() {
    return "VerifierProgram["
        + (count(Operation.MUL) + count(Operation.EQ))
        + " multiplications, "
        + (count(Operation.ADD) + count(Operation.SUB))
        + " additions]";
  }
}
