package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Operators that act on each element, with broadcasting where they have several operands. */
final class ElementwiseShapes {

  private static final List<String> UNARY =
      List.of(
          "Identity",
          "Neg",
          "Relu",
          "LeakyRelu",
          "Sigmoid",
          "Tanh",
          "Reciprocal",
          "Sqrt",
          "Exp",
          "Log",
          "Abs",
          "Sign",
          "Erf",
          "Gelu",
          "Softplus",
          "Softsign",
          "Elu",
          "Selu",
          "Celu",
          "HardSigmoid",
          "HardSwish",
          "Mish",
          "Swish",
          "ThresholdedRelu",
          "Shrink",
          "Sin",
          "Cos",
          "Tan",
          "Asin",
          "Acos",
          "Atan",
          "Sinh",
          "Cosh",
          "Asinh",
          "Acosh",
          "Atanh",
          "Floor",
          "Ceil",
          "Round",
          "Not",
          "BitwiseNot",
          "Softmax",
          "LogSoftmax",
          "Hardmax");

  private ElementwiseShapes() {}

  static void register(ShapeRules.Builder rules) {
    UNARY.forEach(op -> rules.add(op, 1, 1, (node, in) -> List.of(in.type(0))));
    rules.add("Clip", 1, 3, (node, in) -> List.of(in.type(0)));
    for (String op : List.of("Add", "Sub", "Mul", "Div", "Mod")) {
      rules.add(op, 2, 2, ElementwiseShapes::sameType);
    }
    for (String op : List.of("And", "Or", "Xor", "BitShift")) {
      rules.add(op, 2, 2, ElementwiseShapes::sameType);
    }
    for (String op : List.of("BitwiseAnd", "BitwiseOr", "BitwiseXor")) {
      rules.add(op, 2, 2, ElementwiseShapes::sameType);
    }
    for (String op : List.of("Sum", "Mean", "Max", "Min")) {
      rules.add(op, 1, Integer.MAX_VALUE, ElementwiseShapes::sameType);
    }
    for (String op : List.of("Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual")) {
      rules.add(op, 2, 2, ElementwiseShapes::comparison);
    }
    rules.add("Pow", 2, 2, (node, in) -> List.of(in.type(0).withShape(broadcast(node, in))));
    rules.add("PRelu", 2, 2, ElementwiseShapes::prelu);
    rules.add("Where", 3, 3, ElementwiseShapes::where);
    rules.add("IsNaN", 1, 1, (node, in) -> List.of(in.type(0).withDtype(DataType.BOOL)));
    rules.add("IsInf", 1, 1, (node, in) -> List.of(in.type(0).withDtype(DataType.BOOL)));
    rules.add("Cast", 1, 1, (node, in) -> List.of(in.type(0).withDtype(castTarget(node))));
    rules.add("CastLike", 2, 2, (node, in) -> List.of(in.type(0).withDtype(in.type(1).dtype())));
    rules.add("Dropout", 1, 3, ElementwiseShapes::dropout);
  }

  private static DataType castTarget(Node node) {
    int code = (int) node.intAttribute("to", 0);
    return DataType.ofCode(code)
        .orElseThrow(() ->
            new UnsupportedModelException(
                "%s: casts to element type %d, which is not supported"
                    .formatted(node.describe(), code)));
  }

  private static List<TensorType> sameType(Node node, NodeInputs in) {
    return List.of(new TensorType(commonDtype(node, in), broadcast(node, in)));
  }

  private static List<TensorType> comparison(Node node, NodeInputs in) {
    commonDtype(node, in);
    return List.of(new TensorType(DataType.BOOL, broadcast(node, in)));
  }

  private static List<TensorType> prelu(Node node, NodeInputs in) {
    TensorType x = in.type(0);
    if (!broadcast(node, in).equals(x.shape())) {
      throw node.invalid("slope " + in.shape(1) + " does not broadcast to " + x.shape());
    }
    return List.of(x);
  }

  private static List<TensorType> where(Node node, NodeInputs in) {
    if (in.type(0).dtype() != DataType.BOOL) {
      throw node.invalid("the condition must be bool, not " + in.type(0).dtype());
    }
    if (in.type(1).dtype() != in.type(2).dtype()) {
      throw mixed(node, in.type(1), in.type(2));
    }
    return List.of(new TensorType(in.type(1).dtype(), broadcast(node, in)));
  }

  private static List<TensorType> dropout(Node node, NodeInputs in) {
    DataType mask = node.opset() < 10 ? in.type(0).dtype() : DataType.BOOL;
    return List.of(in.type(0), in.type(0).withDtype(mask));
  }

  private static TensorShape broadcast(Node node, NodeInputs in) {
    List<TensorShape> shapes = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      shapes.add(in.shape(i));
    }
    return Broadcasting.common(node, shapes);
  }

  /** The element type that all inputs share. */
  static DataType commonDtype(Node node, NodeInputs in) {
    for (int i = 1; i < node.inputs().size(); i++) {
      if (node.hasInput(i) && in.type(i).dtype() != in.type(0).dtype()) {
        throw mixed(node, in.type(0), in.type(i));
      }
    }
    return in.type(0).dtype();
  }

  private static InvalidModelException mixed(Node node, TensorType a, TensorType b) {
    return node.invalid("inputs of different element types, %s and %s".formatted(a, b));
  }
}
