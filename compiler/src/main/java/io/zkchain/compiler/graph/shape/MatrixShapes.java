package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Matrix products. */
final class MatrixShapes {

  private MatrixShapes() {}

  static void register(ShapeRules.Builder rules) {
    rules.add("MatMul", 2, 2, MatrixShapes::matMul);
    rules.add("Gemm", 2, 3, MatrixShapes::gemm);
    rules.add(
        "MatMulInteger",
        2,
        4,
        (node, in) ->
            List.of(new TensorType(DataType.INT32, product(node, in.shape(0), in.shape(1)))));
    rules.add(
        "QLinearMatMul",
        8,
        8,
        (node, in) ->
            List.of(new TensorType(in.type(7).dtype(), product(node, in.shape(0), in.shape(3)))));
    rules.add("Einsum", 1, Integer.MAX_VALUE, MatrixShapes::einsum);
  }

  private static List<TensorType> matMul(Node node, NodeInputs in) {
    DataType dtype = ElementwiseShapes.commonDtype(node, in);
    return List.of(new TensorType(dtype, product(node, in.shape(0), in.shape(1))));
  }

  /** numpy's matmul: one-dimensional operands lose their axis again, leading axes broadcast. */
  private static TensorShape product(Node node, TensorShape a, TensorShape b) {
    if (a.rank() == 0 || b.rank() == 0) {
      throw node.invalid("scalars cannot be multiplied as matrices");
    }
    int inner = a.dim(a.rank() - 1);
    if (inner != b.dim(Math.max(0, b.rank() - 2))) {
      throw node.invalid("shapes %s and %s do not multiply".formatted(a, b));
    }
    TensorShape batch = Broadcasting.common(node, List.of(leading(a), leading(b)));
    List<Integer> dims = new ArrayList<>(batch.dims());
    if (a.rank() > 1) {
      dims.add(a.dim(a.rank() - 2));
    }
    if (b.rank() > 1) {
      dims.add(b.dim(b.rank() - 1));
    }
    return new TensorShape(dims);
  }

  private static TensorShape leading(TensorShape shape) {
    return new TensorShape(shape.dims().subList(0, Math.max(0, shape.rank() - 2)));
  }

  private static List<TensorType> gemm(Node node, NodeInputs in) {
    TensorShape a = in.shape(0);
    TensorShape b = in.shape(1);
    if (a.rank() != 2 || b.rank() != 2) {
      throw node.invalid("needs matrices, not %s and %s".formatted(a, b));
    }
    int ta = node.intAttribute("transA", 0) != 0 ? 1 : 0;
    int tb = node.intAttribute("transB", 0) != 0 ? 1 : 0;
    if (a.dim(1 - ta) != b.dim(tb)) {
      throw node.invalid("shapes %s and %s do not multiply".formatted(a, b));
    }
    TensorShape out = TensorShape.of(a.dim(ta), b.dim(1 - tb));
    if (node.hasInput(2) && !Broadcasting.common(node, List.of(out, in.shape(2))).equals(out)) {
      throw node.invalid("C %s does not broadcast to %s".formatted(in.shape(2), out));
    }
    return List.of(new TensorType(ElementwiseShapes.commonDtype(node, in), out));
  }

  private static List<TensorType> einsum(Node node, NodeInputs in) {
    EinsumEquation equation = EinsumEquation.of(node, in);
    Map<String, Integer> lengths = new HashMap<>();
    for (int i = 0; i < equation.operands().size(); i++) {
      List<String> labels = equation.operands().get(i);
      for (int axis = 0; axis < labels.size(); axis++) {
        int dim = in.shape(i).dim(axis);
        Integer known = lengths.get(labels.get(axis));
        if (known != null && known != dim && known != 1 && dim != 1) {
          throw node.invalid(
              "label %s has lengths %d and %d".formatted(labels.get(axis), known, dim));
        }
        lengths.merge(labels.get(axis), dim, (old, now) -> old == 1 ? now : old);
      }
    }
    List<Integer> dims = new ArrayList<>();
    for (String label : equation.result()) {
      Integer length = lengths.get(label);
      if (length == null) {
        throw node.invalid("label " + label + " of the result is in no operand");
      }
      dims.add(length);
    }
    return List.of(new TensorType(ElementwiseShapes.commonDtype(node, in), new TensorShape(dims)));
  }
}
