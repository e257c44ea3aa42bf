package io.zkchain.prover.program;

import io.zkchain.prover.field.Fr;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A growing expression graph over the scalar field in which equal expressions are one node.
 *
 * <p>Nodes are numbered in order of creation, operands before their users. The methods apply the
 * field's laws where that makes the graph smaller; the value never changes.
 */
final class ExpressionGraph {
  /** Operands a and b are nodes; for an input a is its number; a constant has a value. */
  record Node(Operation operation, int a, int b, @Nullable BigInteger value) {}

  private static final BigInteger R = Fr.MODULUS;

  private final List<Node> nodes = new ArrayList<>();
  private final Map<Node, Integer> index = new HashMap<>();
  private final int zero = constant(0);
  private final int one = constant(1);

  int size() {
    return nodes.size();
  }

  Node node(int id) {
    return nodes.get(id);
  }

  int zero() {
    return zero;
  }

  int one() {
    return one;
  }

  int constant(long value) {
    return constant(BigInteger.valueOf(value));
  }

  int constant(BigInteger value) {
    return intern(Operation.CONSTANT, 0, 0, value.mod(R));
  }

  int input(int number) {
    return intern(Operation.INPUT, number, 0, null);
  }

  private int intern(Operation operation, int a, int b, @Nullable BigInteger value) {
    Node node = new Node(operation, a, b, value);
    Integer known = index.putIfAbsent(node, nodes.size());
    if (known != null) {
      return known;
    }
    nodes.add(node);
    return nodes.size() - 1;
  }

  /** The value of a constant node, null for any other. */
  @Nullable BigInteger value(int id) {
    return nodes.get(id).value();
  }

  int add(int a, int b) {
    BigInteger x = value(a);
    BigInteger y = value(b);
    if (x != null && y != null) {
      return constant(x.add(y));
    }
    if (a == zero) {
      return b;
    }
    if (b == zero) {
      return a;
    }
    Node left = nodes.get(a);
    Node right = nodes.get(b);
    if (left.operation() == Operation.SUB && left.b() == b) {
      return left.a();
    }
    if (right.operation() == Operation.SUB && right.b() == a) {
      return right.a();
    }
    if (right.operation() == Operation.SUB && right.a() == zero) {
      return sub(a, right.b());
    }
    if (left.operation() == Operation.SUB && left.a() == zero) {
      return sub(b, left.b());
    }
    if (x != null || y != null) {
      return x != null ? addConstant(x, b) : addConstant(constantOf(b), a);
    }
    return intern(Operation.ADD, Math.min(a, b), Math.max(a, b), null);
  }

  private BigInteger constantOf(int id) {
    BigInteger value = value(id);
    if (value == null) {
      throw new IllegalStateException("node " + id + " is no constant");
    }
    return value;
  }

  /** constant + b, where b is no constant: constants move together. */
  private int addConstant(BigInteger value, int b) {
    Node node = nodes.get(b);
    if (node.operation() == Operation.ADD || node.operation() == Operation.SUB) {
      BigInteger inner = value(node.a());
      if (inner != null) {
        int sum = constant(value.add(inner));
        return node.operation() == Operation.ADD ? add(sum, node.b()) : sub(sum, node.b());
      }
    }
    return intern(Operation.ADD, constant(value), b, null);
  }

  int sub(int a, int b) {
    BigInteger x = value(a);
    BigInteger y = value(b);
    if (y != null) {
      return x != null ? constant(x.subtract(y)) : add(constant(y.negate()), a);
    }
    if (a == b) {
      return zero;
    }
    Node left = nodes.get(a);
    Node right = nodes.get(b);
    if (right.operation() == Operation.SUB) {
      BigInteger inner = value(right.a());
      if (right.a() == a) {
        return right.b();
      }
      if (inner != null) {
        return add(sub(a, right.a()), right.b());
      }
    }
    if (right.operation() == Operation.ADD) {
      BigInteger inner = value(right.a());
      if (right.a() == a) {
        return sub(zero, right.b());
      }
      if (right.b() == a) {
        return sub(zero, right.a());
      }
      if (inner != null) {
        return sub(sub(a, right.a()), right.b());
      }
    }
    if (left.operation() == Operation.ADD && left.a() == b) {
      return left.b();
    }
    if (left.operation() == Operation.ADD && left.b() == b) {
      return left.a();
    }
    if (left.operation() == Operation.SUB && left.a() == b) {
      return sub(zero, left.b());
    }
    return intern(Operation.SUB, a, b, null);
  }

  int mul(int a, int b) {
    BigInteger x = value(a);
    BigInteger y = value(b);
    if (x != null && y != null) {
      return constant(x.multiply(y));
    }
    if (x != null || y != null) {
      return x != null ? mulConstant(x, b) : mulConstant(constantOf(b), a);
    }
    return intern(Operation.MUL, Math.min(a, b), Math.max(a, b), null);
  }

  /** constant * b, where b is no constant. */
  private int mulConstant(BigInteger value, int b) {
    BigInteger c = value.mod(R);
    Node node = nodes.get(b);
    if (c.signum() == 0) {
      return zero;
    }
    if (c.equals(BigInteger.ONE)) {
      return b;
    }
    if (c.equals(R.subtract(BigInteger.ONE))) {
      return sub(zero, b);
    }
    if (node.operation() == Operation.MUL) {
      BigInteger inner = value(node.a());
      if (inner != null) {
        return mul(constant(c.multiply(inner)), node.b());
      }
    }
    return intern(Operation.MUL, constant(c), b, null);
  }

  /** 1 - a - b + 2 a b. */
  int eq(int a, int b) {
    BigInteger x = value(a);
    BigInteger y = value(b);
    if (x != null) {
      return eqConstant(x, b);
    }
    if (y != null) {
      return eqConstant(y, a);
    }
    return intern(Operation.EQ, Math.min(a, b), Math.max(a, b), null);
  }

  private int eqConstant(BigInteger bit, int b) {
    if (bit.signum() == 0) {
      return sub(one, b);
    }
    if (bit.equals(BigInteger.ONE)) {
      return b;
    }
    return add(sub(sub(one, constant(bit)), b), mul(constant(bit.shiftLeft(1)), b));
  }

  /** sum + coefficient * node, with a subtraction for negative coefficients. */
  int addScaled(int sum, long coefficient, int node) {
    return coefficient < 0
        ? sub(sum, mul(constant(BigInteger.valueOf(coefficient).negate()), node))
        : add(sum, mul(constant(coefficient), node));
  }

  /**
   * The product of factors in ascending order of their numbers, so that products with a common
   * first part share it.
   */
  int product(List<Integer> factors) {
    int product = one;
    for (int factor : factors.stream().sorted().toList()) {
      product = mul(product, factor);
    }
    return product;
  }
}
