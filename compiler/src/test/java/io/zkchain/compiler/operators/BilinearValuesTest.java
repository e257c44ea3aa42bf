package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators do with a value that is itself a product, and wider than a table. */
final class BilinearValuesTest {
  private static final double TOLERANCE = 4e-3;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, -1})
  void oneConstantIndexPicksOfAProduct(int index) {
    for (int axis = 0; axis < 2; axis++) {
      Models m = product();
      m.constant("i", TensorData.ofInt64s(index));
      m.node("Gather", List.of("uv", "i"), List.of("z"), Map.of("axis", (long) axis));
      m.output("z");
      PatternsTest.follows(m, TOLERANCE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, -1})
  void aScalarIndexPicksOfAProduct(int index) {
    for (int axis = 0; axis < 2; axis++) {
      Models m = product();
      m.constant("i", TensorData.ofInt64s(index).reshaped(TensorShape.SCALAR));
      m.node("Gather", List.of("uv", "i"), List.of("z"), Map.of("axis", (long) axis));
      m.output("z");
      PatternsTest.follows(m, TOLERANCE);
    }
  }

  @Test
  void oneConstantIndexPicksOfAMatrixProduct() {
    Models m = halves(4);
    m.node("MatMul", List.of("u", "v"), List.of("uv"));
    m.constant("i", TensorData.ofInt64s(2));
    m.node("Gather", List.of("uv", "i"), List.of("z"), Map.of("axis", 1L));
    m.output("z");
    PatternsTest.follows(m, 8 * TOLERANCE);
  }

  @Test
  void oneConstantIndexPicksAColumnOfScores() {
    Models m = Models.opset(17).input("x", DataType.FLOAT, 4, 3);
    m.constant("w", TensorData.ofFloats(TensorShape.of(3, 2), 1, 2, -1, 0.5f, 1, -3));
    m.constant("i", TensorData.ofInt64s(1));
    m.constant("half", TensorData.ofFloats(TensorShape.SCALAR, 0.5f));
    m.node("MatMul", List.of("x", "w"), List.of("scores"));
    m.node("Gather", List.of("scores", "i"), List.of("column"), Map.of("axis", 1L));
    m.node("Greater", List.of("column", "half"), List.of("more"));
    m.node("Cast", List.of("more"), List.of("label"), Map.of("to", 1L));
    m.output("label");
    PatternsTest.follows(m, TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ReduceL2", "ReduceSumSquare", "ReduceMean", "Softmax", "ReduceMax"})
  void aMaximumOfProductsIsRead(String reader) {
    Models m = maximum();
    m.node(reader, List.of("max"), List.of("z"));
    m.output("z");
    PatternsTest.follows(m, 16 * TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Mul", "MatMul", "Add", "Max", "Less"})
  void aMaximumOfProductsIsAnOperand(String reader) {
    for (List<String> operands : List.of(List.of("max", "w"), List.of("w", "max"))) {
      Models m = maximum();
      m.constant(
          "w",
          TensorData.ofFloats(
              TensorShape.of(4, 4), 1, 2, -1, 0, 1, 1, 0, 1, 0, 3, 1, 0, 2, 1, 1, -2));
      m.node(reader, operands, List.of("z"));
      m.output("z");
      if (reader.equals("Less")) {
        m.node("Cast", List.of("z"), List.of("n"), Map.of("to", 1L));
        m.output("n");
      }
      PatternsTest.follows(m, 8 * TOLERANCE);
    }
  }

  private static Models halves(int width) {
    Models m = Models.opset(17).input("x", DataType.FLOAT, 8, width);
    m.node("Split", List.of("x"), List.of("u", "v"));
    return m;
  }

  private static Models product() {
    Models m = halves(3);
    m.node("Mul", List.of("u", "v"), List.of("uv"));
    return m;
  }

  private static Models maximum() {
    Models m = halves(4);
    m.node("Mul", List.of("u", "v"), List.of("uv"));
    m.node("Mul", List.of("v", "v"), List.of("vv"));
    m.node("Max", List.of("uv", "vv"), List.of("max"));
    return m;
  }
}
