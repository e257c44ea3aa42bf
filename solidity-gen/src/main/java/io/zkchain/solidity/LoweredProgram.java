package io.zkchain.solidity;

import io.zkchain.prover.field.Fr;
import io.zkchain.prover.program.Operation;
import io.zkchain.prover.program.ProgramLayout;
import io.zkchain.prover.program.VerifierProgram;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The verifier program in the operations that the EVM has: 1 - a - b + 2 a b becomes (2 a - 1) b +
 * (1 - a), whose two parts that depend on a alone serve every b.
 */
final class LoweredProgram {
  /** What a node is. */
  enum Kind {
    CONSTANT,
    INPUT,
    ADD,
    SUB,
    MUL
  }

  /** Operands a and b are nodes; for an input a is its number. */
  record Node(Kind kind, int a, int b, @Nullable BigInteger value) {}

  private final List<Node> nodes = new ArrayList<>();
  private final Map<Node, Integer> index = new HashMap<>();
  private final int[] outputs;

  private LoweredProgram(VerifierProgram program) {
    int[] ids = new int[program.size()];
    int[] equalities = countEqualities(program);
    for (int i = 0; i < ids.length; i++) {
      int a = program.left(i);
      int b = program.right(i);
      ids[i] =
          switch (program.operation(i)) {
            case CONSTANT -> constant(program.constant(i));
            case INPUT -> intern(new Node(Kind.INPUT, a, 0, null));
            case ADD -> intern(new Node(Kind.ADD, ids[a], ids[b], null));
            case SUB -> intern(new Node(Kind.SUB, ids[a], ids[b], null));
            case MUL -> intern(new Node(Kind.MUL, ids[a], ids[b], null));
            case EQ ->
                equalities[a] >= equalities[b]
                    ? equality(ids[a], ids[b])
                    : equality(ids[b], ids[a]);
          };
    }
    ProgramLayout layout = program.layout();
    outputs = new int[layout.outputs()];
    for (int o = 0; o < outputs.length; o++) {
      outputs[o] = ids[program.output(o)];
    }
  }

  static LoweredProgram of(VerifierProgram program) {
    return new LoweredProgram(program);
  }

  private static int[] countEqualities(VerifierProgram program) {
    int[] count = new int[program.size()];
    for (int i = 0; i < count.length; i++) {
      if (program.operation(i) == Operation.EQ) {
        count[program.left(i)]++;
        count[program.right(i)]++;
      }
    }
    return count;
  }

  private int equality(int a, int b) {
    int minusOne = constant(Fr.MODULUS.subtract(BigInteger.ONE));
    int twice = intern(new Node(Kind.ADD, a, a, null));
    int factor = intern(new Node(Kind.ADD, minusOne, twice, null));
    int product = intern(new Node(Kind.MUL, factor, b, null));
    int complement = intern(new Node(Kind.SUB, constant(BigInteger.ONE), a, null));
    return intern(new Node(Kind.ADD, product, complement, null));
  }

  private int constant(BigInteger value) {
    return intern(new Node(Kind.CONSTANT, 0, 0, value));
  }

  private int intern(Node node) {
    Integer known = index.putIfAbsent(node, nodes.size());
    if (known != null) {
      return known;
    }
    nodes.add(node);
    return nodes.size() - 1;
  }

  int size() {
    return nodes.size();
  }

  Node node(int id) {
    return nodes.get(id);
  }

  /** Node of an output. */
  int output(int number) {
    return outputs[number];
  }

  int outputCount() {
    return outputs.length;
  }
}
