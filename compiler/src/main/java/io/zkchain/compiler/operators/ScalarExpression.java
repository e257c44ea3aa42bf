package io.zkchain.compiler.operators;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleUnaryOperator;

/**
 * A function of one number x, written in postfix notation such as {@code x 0.5 mul x tanh mul}, so
 * that a graph's node can carry it.
 */
final class ScalarExpression {
  static final String SOURCE = "x";

  private ScalarExpression() {}

  /** Parses an expression. */
  static DoubleUnaryOperator parse(String text) {
    Deque<DoubleUnaryOperator> stack = new ArrayDeque<>();
    for (String word : text.split(" ")) {
      switch (word) {
        case SOURCE -> stack.push(v -> v);
        case "Add", "Sub", "Mul", "Div", "Pow" -> {
          DoubleUnaryOperator right = stack.pop();
          DoubleUnaryOperator left = stack.pop();
          stack.push(binary(word, left, right));
        }
        default -> {
          if (Character.isUpperCase(word.charAt(0))) {
            DoubleUnaryOperator f = unary(word);
            DoubleUnaryOperator inner = stack.pop();
            stack.push(v -> f.applyAsDouble(inner.applyAsDouble(v)));
          } else {
            double number = Double.parseDouble(word);
            stack.push(v -> number);
          }
        }
      }
    }
    return stack.pop();
  }

  private static DoubleUnaryOperator binary(
      String operator, DoubleUnaryOperator a, DoubleUnaryOperator b) {
    return switch (operator) {
      case "Add" -> v -> a.applyAsDouble(v) + b.applyAsDouble(v);
      case "Sub" -> v -> a.applyAsDouble(v) - b.applyAsDouble(v);
      case "Mul" -> v -> a.applyAsDouble(v) * b.applyAsDouble(v);
      case "Div" -> v -> a.applyAsDouble(v) / b.applyAsDouble(v);
      case "Pow" -> v -> StrictMath.pow(a.applyAsDouble(v), b.applyAsDouble(v));
      default -> throw new IllegalArgumentException(operator);
    };
  }

  /** The functions that a single word names: those that have a value everywhere. */
  static DoubleUnaryOperator unary(String operator) {
    return switch (operator) {
      case "Erf" -> SpecialFunctions::erf;
      case "Tanh" -> StrictMath::tanh;
      case "Sigmoid" -> SpecialFunctions::sigmoid;
      case "Exp" -> StrictMath::exp;
      case "Softplus" -> SpecialFunctions::softplus;
      case "Sin" -> StrictMath::sin;
      case "Cos" -> StrictMath::cos;
      case "Atan" -> StrictMath::atan;
      case "Relu" -> v -> Math.max(v, 0);
      case "Abs" -> Math::abs;
      case "Neg" -> v -> -v;
      default -> throw new IllegalArgumentException("no function " + operator);
    };
  }
}
