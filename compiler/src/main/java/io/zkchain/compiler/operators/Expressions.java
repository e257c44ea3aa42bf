package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.lower.QTensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Chains and diamonds of elementwise operators that depend on one value only, such as the Div, Erf,
 * Add and Mul of a GELU, become one function table: one row and one rounding instead of several.
 *
 * <p>The made node carries the function as a {@link ScalarExpression}; no model can contain it.
 */
final class Expressions implements OperatorFamily {
  static final String OPERATOR = "zkchain.Expression";
  private static final String DOMAIN = "zkchain";
  private static final String TYPE = "Expression";
  private static final String TEXT = "expression";
  private static final int LONGEST = 60;
  private static final Set<String> BINARY = Set.of("Add", "Sub", "Mul", "Div", "Pow");
  private static final Set<String> CURVED =
      Set.of("Erf", "Tanh", "Sigmoid", "Exp", "Softplus", "Sin", "Cos", "Atan");
  private static final Set<String> OTHER = Set.of("Relu", "Abs", "Neg");

  /**
   * A value as a function of a source.
   *
   * @param words number of words of the text
   * @param curved how many of its functions need a table of their own
   * @param meets whether a product or quotient of two parts depends on the source
   */
  private record Function(String source, String text, int words, int curved, boolean meets) {

    static Function of(String source) {
      return new Function(source, ScalarExpression.SOURCE, 1, 0, false);
    }

    boolean pays() {
      return curved >= 2 || (curved == 1 && meets);
    }
  }

  @Override
  public List<OperatorEntry> entries() {
    return List.of();
  }

  @Override
  public Optional<String> refuse(Node node) {
    return Optional.of("is internal and cannot be part of a model");
  }

  @Override
  public void lower(OperatorContext c) {
    QTensor x = c.tensor(0);
    String text = c.node().stringAttribute(TEXT, "");
    c.output(
        ScalarFunction.of(text, ScalarExpression.parse(text)).lower(c.lowering(), x, c.name()));
  }

  /** Replaces what pays. */
  static void fuse(GraphEdit edit) {
    Map<String, Function> functions = new HashMap<>();
    for (Node node : edit.nodes()) {
      function(edit, node, functions)
          .ifPresent(function -> functions.put(node.output(0), function));
    }
    for (Node node : edit.nodes().reversed()) {
      Function function = node.outputs().size() == 1 ? functions.get(node.output(0)) : null;
      if (function != null && function.pays() && ends(edit, node, function, functions)) {
        edit.replace(
            node,
            GraphEdit.node(
                node,
                DOMAIN,
                TYPE,
                node.opset(),
                List.of(function.source()),
                Map.of(TEXT, new Attribute.StringValue(function.text()))));
      }
    }
  }

  // Whether something reads the value that is not part of a larger function of the same source.
  private static boolean ends(
      GraphEdit edit, Node node, Function function, Map<String, Function> functions) {
    String value = node.output(0);
    String source = function.source();
    return edit.isOutput(value)
        || edit.readers(value).stream()
            .anyMatch(reader -> {
              Function larger = functions.get(reader.output(0));
              return larger == null || !larger.source().equals(source);
            });
  }

  private static Optional<Function> function(
      GraphEdit edit, Node node, Map<String, Function> functions) {
    if (!node.domain().isEmpty() || !edit.type(node.output(0)).dtype().isFloat()) {
      return Optional.empty();
    }
    if (CURVED.contains(node.opType()) || OTHER.contains(node.opType())) {
      Function inner = operand(node.input(0), functions);
      int curved = inner.curved() + (CURVED.contains(node.opType()) ? 1 : 0);
      return limited(
          new Function(
              inner.source(),
              inner.text() + " " + node.opType(),
              inner.words() + 1,
              curved,
              inner.meets()));
    }
    return BINARY.contains(node.opType()) && node.opset() >= 7
        ? binary(edit, node, functions)
        : Optional.empty();
  }

  private static Function operand(String value, Map<String, Function> functions) {
    return functions.getOrDefault(value, Function.of(value));
  }

  private static Optional<Function> binary(
      GraphEdit edit, Node node, Map<String, Function> functions) {
    String a = node.input(0);
    String b = node.input(1);
    OptionalDouble left = edit.number(a);
    OptionalDouble right = edit.number(b);
    boolean fixed = edit.constant(a).isPresent() || edit.constant(b).isPresent();
    if (fixed) {
      boolean first = edit.constant(a).isPresent();
      OptionalDouble number = first ? left : right;
      String value = first ? b : a;
      boolean sameShape = edit.type(value).shape().equals(edit.type(node.output(0)).shape());
      return number.isEmpty() || !sameShape || !total(node, first, number.getAsDouble())
          ? Optional.empty()
          : limited(withNumber(node, operand(value, functions), number.getAsDouble(), first));
    }
    if (node.is("Div") || node.is("Pow") || !edit.type(a).shape().equals(edit.type(b).shape())) {
      return Optional.empty();
    }
    return joined(node, a, b, functions);
  }

  private static boolean total(Node node, boolean numberFirst, double number) {
    if (!Double.isFinite(number)) {
      return false;
    }
    return switch (node.opType()) {
      case "Div" -> !numberFirst && number != 0;
      case "Pow" -> !numberFirst && number >= 1 && number == Math.rint(number);
      default -> true;
    };
  }

  private static Function withNumber(Node node, Function f, double number, boolean first) {
    String text =
        first
            ? number + " " + f.text() + " " + node.opType()
            : f.text() + " " + number + " " + node.opType();
    boolean meets = f.meets() || (node.is("Pow") && number > 1);
    return new Function(f.source(), text, f.words() + 2, f.curved(), meets);
  }

  // Both operands depend on one source; a source may itself be a function of another.
  private static Optional<Function> joined(
      Node node, String a, String b, Map<String, Function> functions) {
    Function f = operand(a, functions);
    Function g = operand(b, functions);
    if (!f.source().equals(g.source())) {
      if (g.source().equals(a)) {
        f = Function.of(a);
      } else if (f.source().equals(b)) {
        g = Function.of(b);
      } else {
        return Optional.empty();
      }
    }
    boolean meets = f.meets() || g.meets() || node.is("Mul");
    return limited(
        new Function(
            f.source(),
            f.text() + " " + g.text() + " " + node.opType(),
            f.words() + g.words() + 1,
            f.curved() + g.curved(),
            meets));
  }

  private static Optional<Function> limited(Function function) {
    return function.words() <= LONGEST ? Optional.of(function) : Optional.empty();
  }
}
