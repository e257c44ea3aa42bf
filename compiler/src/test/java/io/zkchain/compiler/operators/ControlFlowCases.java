package io.zkchain.compiler.operators;

import static io.zkchain.compiler.operators.OperatorCase.of;

import ai.onnx.proto.OnnxMl.GraphProto;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cases of If, Loop and Scan. */
final class ControlFlowCases {
  private ControlFlowCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> c = new ArrayList<>();
    c.add(
        of("If", "reads a value around it", 17)
            .reads(2, 3)
            .constant(truth(false))
            .with("then_branch", branch("Neg"))
            .with("else_branch", branch("Abs")));
    c.add(
        of("Loop", "a sum, its steps collected", 17)
            .constant(number(3))
            .constant(truth(true))
            .in(2, 3)
            .with("body", sums())
            .outputs(2));
    c.add(
        of("Scan", "running sums, backwards, axes 1", 17)
            .in(2)
            .in(2, 4)
            .with("num_scan_inputs", 1)
            .with("scan_input_axes", new long[] {1})
            .with("scan_input_directions", new long[] {1})
            .with("scan_output_axes", new long[] {-1})
            .with("scan_output_directions", new long[] {1})
            .with("body", runningSum())
            .outputs(2));
    return c;
  }

  private static GraphProto branch(String operator) {
    return Models.body().node(operator, List.of("x0"), List.of("b")).output("b").graph();
  }

  /** Next = state + iteration; the negative of each is collected. */
  private static GraphProto sums() {
    return Models.body()
        .input("i", DataType.INT64)
        .input("go", DataType.BOOL)
        .input("s", DataType.FLOAT, 2, 3)
        .node("Cast", List.of("i"), List.of("f"), Map.of("to", DataType.FLOAT.code()))
        .node("Add", List.of("s", "f"), List.of("next"))
        .node("Identity", List.of("go"), List.of("goOn"))
        .node("Neg", List.of("next"), List.of("shown"))
        .output("goOn", "next", "shown")
        .graph();
  }

  private static GraphProto runningSum() {
    return Models.body()
        .input("s", DataType.FLOAT, 2)
        .input("x", DataType.FLOAT, 2)
        .node("Add", List.of("s", "x"), List.of("next"))
        .node("Identity", List.of("next"), List.of("shown"))
        .output("next", "shown")
        .graph();
  }

  private static TensorData truth(boolean value) {
    return TensorData.ofLongs(DataType.BOOL, TensorShape.SCALAR, new long[] {value ? 1 : 0});
  }

  private static TensorData number(long value) {
    return TensorData.ofLongs(DataType.INT64, TensorShape.SCALAR, new long[] {value});
  }
}
