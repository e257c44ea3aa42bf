package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of products, which no table's inputs are fine enough for. */
final class WideFunctionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"Sqrt", "Sin", "Cos"})
  void functionsOfSquaresStayPrecise(String operator) {
    Models m = Models.opset(17).input("x", DataType.FLOAT, 12);
    m.node("Mul", List.of("x", "x"), List.of("square"));
    m.node(operator, List.of("square"), List.of("y"));
    m.output("y");
    PatternsTest.follows(m, 2e-3);
  }

  @Test
  void logarithmsOfSquaresStayPrecise() {
    Models m = squares();
    m.node("Log", List.of("square"), List.of("y"));
    m.output("y");
    PatternsTest.follows(m, 2e-3);
  }

  @Test
  void rootsOfSquaresStayPrecise() {
    Models m = squares();
    m.constant("e", TensorData.ofFloats(TensorShape.SCALAR, 0.3f));
    m.node("Pow", List.of("square", "e"), List.of("y"));
    m.output("y");
    PatternsTest.follows(m, 3e-3);
  }

  private static Models squares() {
    Models m = Models.opset(17).input("x", DataType.FLOAT, 12);
    m.constant("four", TensorData.ofFloats(TensorShape.SCALAR, 4));
    m.node("Add", List.of("x", "four"), List.of("shifted"));
    m.node("Mul", List.of("shifted", "shifted"), List.of("square"));
    return m;
  }
}
