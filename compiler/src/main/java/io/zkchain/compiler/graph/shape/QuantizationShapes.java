package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.List;

/** Conversions between real and quantised tensors. */
final class QuantizationShapes {

  private QuantizationShapes() {}

  static void register(ShapeRules.Builder rules) {
    rules.add("QuantizeLinear", 2, 3, QuantizationShapes::quantize);
    rules.add("DequantizeLinear", 2, 3, QuantizationShapes::dequantize);
    rules.add("DynamicQuantizeLinear", 1, 1, QuantizationShapes::dynamic);
  }

  /** The zero point gives the type; without one, output_dtype (21), else uint8. */
  private static List<TensorType> quantize(Node node, NodeInputs in) {
    if (node.hasInput(2)) {
      return List.of(in.type(0).withDtype(in.type(2).dtype()));
    }
    return List.of(in.type(0).withDtype(declared(node, "output_dtype", DataType.UINT8)));
  }

  private static List<TensorType> dequantize(Node node, NodeInputs in) {
    return List.of(in.type(0).withDtype(declared(node, "output_dtype", in.type(1).dtype())));
  }

  private static DataType declared(Node node, String attribute, DataType otherwise) {
    int code = (int) node.intAttribute(attribute, 0);
    return code == 0
        ? otherwise
        : DataType.ofCode(code)
            .orElseThrow(() -> node.invalid("element type " + code + " is not supported"));
  }

  private static List<TensorType> dynamic(Node node, NodeInputs in) {
    return List.of(
        in.type(0).withDtype(DataType.UINT8),
        new TensorType(DataType.FLOAT, TensorShape.SCALAR),
        new TensorType(DataType.UINT8, TensorShape.SCALAR));
  }
}
