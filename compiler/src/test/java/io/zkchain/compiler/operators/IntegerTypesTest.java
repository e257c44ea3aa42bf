package io.zkchain.compiler.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.ModelCompiler;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.testing.Models;
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
