package io.zkchain.compiler.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.Checker;
import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.ModelCompiler;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.testing.Models;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Wide integers that might wrap around are refused with the node's name. */
final class IntegerTypesTest {

  @Test
  void knowsTheValuesOfEveryType() {
    assertThat(IntegerTypes.values(DataType.UINT8)).isEqualTo(new Interval(0, 255));
    assertThat(IntegerTypes.values(DataType.INT16)).isEqualTo(new Interval(-32768, 32767));
    assertThat(IntegerTypes.values(DataType.UINT64).lo()).isZero();
    assertThat(IntegerTypes.values(DataType.INT64).hi()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void wideSumsThatMayWrapAreRefused() {
    refused("Sub", DataType.UINT64, List.of("x", "x"), Map.of());
  }

  /** The powers of two that a narrow type needs are not those of a wide one. */
  @Test
  void shiftsOfDifferentTypesShareNoTable() {
    Models model = Models.opset(17);
    Map<String, TensorData> input = new HashMap<>();
    for (DataType type : List.of(DataType.UINT8, DataType.UINT32)) {
      model.input("x" + type, type, 2).input("s" + type, type, 2);
      input.put("x" + type, TensorData.ofLongs(type, TensorShape.of(2), new long[] {3, 129}));
    }
    input.put("suint8", TensorData.ofLongs(DataType.UINT8, TensorShape.of(2), new long[] {7, 1}));
    input.put(
        "suint32", TensorData.ofLongs(DataType.UINT32, TensorShape.of(2), new long[] {30, 9}));
    Map<String, Object> left = Map.of("direction", "LEFT");
    model.node("BitShift", List.of("xuint8", "suint8"), List.of("y"), left);
    model.node("BitShift", List.of("xuint32", "suint32"), List.of("z"), left);
    CompiledModel compiled =
        ModelCompiler.compile(
            model.output("y", "z").bytes(), CompileOptions.defaults(), List.of(input));
    assertThat(compiled.run(input).integers().get("y")).containsExactly(128, 2);
    assertThat(compiled.run(input).integers().get("z")).containsExactly(3221225472L, 66048);
  }

  /** The square of the least number is far below the unit to which squares are rounded. */
  @Test
  void smallNumbersAreTrue() {
    byte[] model =
        Models.opset(17)
            .input("x", DataType.FLOAT, 4)
            .node("Mul", List.of("x", "x"), List.of("square"))
            .node("Cast", List.of("square"), List.of("some"), Map.of("to", 9))
            .node("Cast", List.of("some"), List.of("y"), Map.of("to", 7))
            .output("y")
            .bytes();
    Map<String, TensorData> input =
        Map.of("x", TensorData.ofFloats(TensorShape.of(4), 0, 0x1p-8f, 3, -0x1p-8f));
    CompiledModel compiled =
        ModelCompiler.compile(model, CompileOptions.defaults(), List.of(input));
    Checker checker = new Checker(compiled.circuit(), compiled.fixedValues());
    assertThat(checker.first(compiled.witness(input))).isEmpty();
    assertThat(compiled.run(input).integers().get("y")).containsExactly(0, 1, 1, 1);
  }

  private static void refused(
      String operator, DataType type, List<String> inputs, Map<String, Object> attributes) {
    Models model = Models.opset(17).input("x", type, 3);
    model.node(operator, inputs, List.of("y"), attributes);
    model.output("y");
    assertThatThrownBy(() ->
            ModelCompiler.compile(
                model.bytes(), CompileOptions.defaults().withLogRows(14), List.of()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("n_y")
        .hasMessageContaining("wrap around");
  }
}
