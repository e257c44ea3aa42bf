package io.zkchain.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Table;
import io.zkchain.circuit.Tensor;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The circuit itself, not only the quantiser, keeps a private input to its type's values. */
final class InputRangeTest {

  @ParameterizedTest
  @CsvSource({"BOOL, 0, 1", "UINT8, 0, 255", "INT8, -128, 127"})
  void inputRowsHoldTheTypesValuesOnly(DataType type, long low, long high) {
    byte[] onnx =
        Models.opset(17)
            .input("x", type, 1, 4)
            .constant("w", TensorData.ofDoubles(DataType.FLOAT, TensorShape.of(4, 2), weights()))
            .node("Cast", List.of("x"), List.of("f"), Map.of("to", 1))
            .node("MatMul", List.of("f", "w"), List.of("y"))
            .output("y")
            .bytes();
    TensorData input = TensorData.ofLongs(type, TensorShape.of(1, 4), new long[] {0, 1, 1, 0});
    CompiledModel model =
        ModelCompiler.compile(
            onnx, CompileOptions.defaults().withBits(10), List.of(Map.of("x", input)));
    Circuit circuit = model.circuit();
    Tensor rows =
        circuit.tensors().stream()
            .filter(t -> t.name().equals("x") && t.slot() == Slot.PAIR)
            .findFirst()
            .orElseThrow();
    Table table = circuit.tables().get(rows.table());
    assertThat(table.low()).isEqualTo(low);
    assertThat(table.high()).isEqualTo(high);
  }

  private static double[] weights() {
    return new double[] {0.5, -0.25, 1, 0.75, -0.5, 0.125, 0.25, -1};
  }
}
