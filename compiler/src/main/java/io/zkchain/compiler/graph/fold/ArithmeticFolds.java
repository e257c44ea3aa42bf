package io.zkchain.compiler.graph.fold;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.graph.shape.Broadcasting;
import io.zkchain.compiler.graph.shape.NodeInputs;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * The arithmetic that exporters use on shapes and masks. Real operations are computed in double and
 * rounded once to float32, which for sum, difference, product and quotient of two float32 gives the
 * correctly rounded result (53 >= 2 * 24 + 2 bits).
 */
final class ArithmeticFolds {

  private ArithmeticFolds() {}

  static Optional<List<TensorData>> fold(Node node, NodeInputs in, List<TensorType> types) {
    TensorType type = types.getFirst();
    return switch (node.opType()) {
      case "Add" -> arithmetic(in, type, Long::sum, Double::sum);
      case "Sub" -> arithmetic(in, type, (a, b) -> a - b, (a, b) -> a - b);
      case "Mul" -> arithmetic(in, type, (a, b) -> a * b, (a, b) -> a * b);
      case "Div" -> divide(node, in, type);
      case "Equal" -> compare(in, type, (a, b) -> a == b ? 1 : 0, (a, b) -> a == b ? 1 : 0);
      case "Less" -> compare(in, type, (a, b) -> a < b ? 1 : 0, (a, b) -> a < b ? 1 : 0);
      case "Greater" -> compare(in, type, (a, b) -> a > b ? 1 : 0, (a, b) -> a > b ? 1 : 0);
      case "LessOrEqual" -> compare(in, type, (a, b) -> a <= b ? 1 : 0, (a, b) -> a <= b ? 1 : 0);
      case "GreaterOrEqual" ->
          compare(in, type, (a, b) -> a >= b ? 1 : 0, (a, b) -> a >= b ? 1 : 0);
      case "And" -> Optional.of(List.of(integers(in, type, (a, b) -> a & b)));
      case "Or" -> Optional.of(List.of(integers(in, type, (a, b) -> a | b)));
      case "Xor" -> Optional.of(List.of(integers(in, type, (a, b) -> a ^ b)));
      case "Not" -> Optional.of(List.of(not(in, type)));
      case "Where" -> Optional.of(List.of(where(in, type)));
      case "Cast", "CastLike" ->
          Optional.of(List.of(Casts.cast(node, MovementFolds.data(in, 0), type.dtype())));
      default -> Optional.empty();
    };
  }

  private static Optional<List<TensorData>> divide(Node node, NodeInputs in, TensorType type) {
    TensorData divisor = MovementFolds.data(in, 1);
    for (int i = 0; !type.dtype().isFloat() && i < divisor.size(); i++) {
      if (divisor.longAt(i) == 0) {
        throw node.invalid("integer division by zero at index " + i + " of the divisor");
      }
    }
    LongBinaryOperator whole =
        type.dtype() == DataType.UINT64 ? Long::divideUnsigned : (a, b) -> a / b;
    return arithmetic(in, type, whole, (a, b) -> a / b);
  }

  /** half types are left to the evaluator: it may round intermediate results otherwise. */
  private static Optional<List<TensorData>> arithmetic(
      NodeInputs in, TensorType type, LongBinaryOperator whole, DoubleBinaryOperator real) {
    return switch (type.dtype()) {
      case FLOAT16, BFLOAT16 -> Optional.empty();
      case FLOAT, DOUBLE -> Optional.of(List.of(reals(in, type, real)));
      case UINT8, INT8, UINT16, INT16, INT32, INT64, BOOL, UINT32, UINT64 ->
          Optional.of(List.of(integers(in, type, whole)));
    };
  }

  private static Optional<List<TensorData>> compare(
      NodeInputs in, TensorType type, LongBinaryOperator whole, DoubleBinaryOperator real) {
    DataType operands = in.type(0).dtype();
    if (operands == DataType.UINT64) {
      return Optional.empty();
    }
    if (!operands.isFloat()) {
      return Optional.of(List.of(integers(in, type, whole)));
    }
    TensorData asReal = reals(in, type.withDtype(DataType.DOUBLE), real);
    return Optional.of(List.of(TensorData.ofLongs(DataType.BOOL, type.shape(), asReal.toLongs())));
  }

  private static TensorData reals(NodeInputs in, TensorType type, DoubleBinaryOperator operator) {
    TensorData a = MovementFolds.data(in, 0);
    TensorData b = MovementFolds.data(in, 1);
    int[] left = sources(a.shape(), type.shape());
    int[] right = sources(b.shape(), type.shape());
    double[] out = new double[left.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = operator.applyAsDouble(a.doubleAt(left[i]), b.doubleAt(right[i]));
    }
    return TensorData.ofDoubles(type.dtype(), type.shape(), out);
  }

  private static TensorData integers(NodeInputs in, TensorType type, LongBinaryOperator operator) {
    TensorData a = MovementFolds.data(in, 0);
    TensorData b = MovementFolds.data(in, 1);
    int[] left = sources(a.shape(), type.shape());
    int[] right = sources(b.shape(), type.shape());
    long[] out = new long[left.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = operator.applyAsLong(a.longAt(left[i]), b.longAt(right[i]));
    }
    return TensorData.ofLongs(type.dtype(), type.shape(), out);
  }

  private static TensorData not(NodeInputs in, TensorType type) {
    TensorData x = MovementFolds.data(in, 0);
    long[] out = new long[x.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = x.booleanAt(i) ? 0 : 1;
    }
    return TensorData.ofLongs(DataType.BOOL, type.shape(), out);
  }

  private static TensorData where(NodeInputs in, TensorType type) {
    TensorData condition = MovementFolds.data(in, 0);
    TensorData yes = MovementFolds.data(in, 1);
    TensorData no = MovementFolds.data(in, 2);
    int[] which = sources(condition.shape(), type.shape());
    int[] left = sources(yes.shape(), type.shape());
    int[] right = sources(no.shape(), type.shape());
    double[] reals = new double[type.dtype().isFloat() ? which.length : 0];
    long[] integers = new long[type.dtype().isFloat() ? 0 : which.length];
    for (int i = 0; i < which.length; i++) {
      TensorData from = condition.booleanAt(which[i]) ? yes : no;
      int source = condition.booleanAt(which[i]) ? left[i] : right[i];
      if (type.dtype().isFloat()) {
        reals[i] = from.doubleAt(source);
      } else {
        integers[i] = from.longAt(source);
      }
    }
    return type.dtype().isFloat()
        ? TensorData.ofDoubles(type.dtype(), type.shape(), reals)
        : TensorData.ofLongs(type.dtype(), type.shape(), integers);
  }

  /** For each element of the broadcast shape, the element of the operand that it reads. */
  private static int[] sources(TensorShape operand, TensorShape broadcast) {
    return Strided.sources(broadcast, 0, Broadcasting.strides(operand, broadcast));
  }
}
