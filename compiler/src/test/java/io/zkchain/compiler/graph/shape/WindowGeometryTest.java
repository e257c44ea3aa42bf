package io.zkchain.compiler.graph.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.error.ModelException;
import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.reference.OrtConstantEvaluator;
import io.zkchain.compiler.testing.SmallModels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows against ONNX Runtime on seeded random attributes, and by hand. */
class WindowGeometryTest {

  private static final Map<String, Integer> OPSETS = Map.of("", 19);
  private static final int TRIALS = 150;

  private static Node node(String op, int inputs, Map<String, Attribute> attributes) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      names.add("in" + i);
    }
    return new Node("n", "", op, 19, names, List.of("out"), attributes);
  }

  private static List<TensorType> infer(Node node, List<TensorData> inputs) {
    Map<String, TensorType> types = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      types.put("in" + i, inputs.get(i).type());
    }
    return ShapeRules.standard().infer(node, new NodeInputs(node, types, Map.of()));
  }

  private static TensorType reference(Node node, List<TensorData> inputs) {
    Map<String, TensorData> constants = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      constants.put("in" + i, inputs.get(i));
    }
    return new OrtConstantEvaluator()
        .evaluate(node, OPSETS, constants)
        .values()
        .iterator()
        .next()
        .type();
  }

  private static Attribute ints(Random random, int count, int from, int to) {
    return new Attribute.IntList(random.longs(count, from, to).boxed().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Conv", "ConvTranspose", "MaxPool", "AveragePool"})
  void outputShapesAreThoseOfOnnxRuntime(String op) {
    Random random = new Random(19);
    String[] modes = {"NOTSET", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"};
    int compared = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      int rank = 1 + random.nextInt(2);
      Map<String, Attribute> attributes = new HashMap<>();
      attributes.put("strides", ints(random, rank, 1, 4));
      String mode = modes[random.nextInt(modes.length)];
      attributes.put("auto_pad", new Attribute.StringValue(mode));
      if (mode.equals("NOTSET")) {
        attributes.put("pads", ints(random, 2 * rank, 0, 3));
        attributes.put("dilations", ints(random, rank, 1, 3));
      }
      List<TensorData> inputs = new ArrayList<>();
      int[] x = random.ints(rank + 2, 1, 9).toArray();
      x[0] = 1;
      x[1] = 2;
      inputs.add(SmallModels.floats(random, x));
      if (op.startsWith("Conv")) {
        int[] w = random.ints(rank + 2, 1, 4).toArray();
        w[1] = 2;
        w[0] = op.equals("Conv") ? 3 : 2;
        inputs.add(SmallModels.floats(random, w));
      } else {
        attributes.put("kernel_shape", ints(random, rank, 1, 4));
        attributes.put("ceil_mode", new Attribute.IntValue(random.nextInt(2)));
      }
      compared += compare(node(op, inputs.size(), attributes), inputs) ? 1 : 0;
    }
    assertThat(compared).isGreaterThan(TRIALS / 3);
  }

  /** False if either side refuses the attributes. */
  private static boolean compare(Node node, List<TensorData> inputs) {
    TensorType found;
    TensorType expected;
    try {
      found = infer(node, inputs).getFirst();
      expected = reference(node, inputs);
    } catch (ModelException e) {
      return false;
    }
    assertThat(found).as("%s on %s", node, inputs.getFirst().type()).isEqualTo(expected);
    return true;
  }

  @Test
  void samePaddingIsUnevenAtTheNamedEnd() {
    TensorShape x = TensorShape.of(1, 1, 6);
    TensorShape w = TensorShape.of(1, 1, 4);
    Node upper = node("Conv", 2, Map.of("auto_pad", new Attribute.StringValue("SAME_UPPER")));
    Node lower = node("Conv", 2, Map.of("auto_pad", new Attribute.StringValue("SAME_LOWER")));
    assertThat(WindowGeometry.ofConvolution(upper, x, w).padBegin()).containsExactly(1);
    assertThat(WindowGeometry.ofConvolution(upper, x, w).padEnd()).containsExactly(2);
    assertThat(WindowGeometry.ofConvolution(lower, x, w).padBegin()).containsExactly(2);
    assertThat(WindowGeometry.ofConvolution(lower, x, w).padEnd()).containsExactly(1);
  }

  @Test
  void lastWindowOfCeilModeStartsInsideTheInput() {
    Map<String, Attribute> attributes =
        Map.of(
            "kernel_shape", new Attribute.IntList(List.of(1L)),
            "strides", new Attribute.IntList(List.of(2L)),
            "ceil_mode", new Attribute.IntValue(1));
    assertThat(
            WindowGeometry.ofPooling(node("MaxPool", 1, attributes), TensorShape.of(1, 1, 4))
                .output())
        .containsExactly(2);
  }

  @Test
  void windowsMustFit() {
    Node pool = node("MaxPool", 1, Map.of("kernel_shape", new Attribute.IntList(List.of(5L))));
    assertThatThrownBy(() -> WindowGeometry.ofPooling(pool, TensorShape.of(1, 1, 4)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("node 'n' (MaxPool): a window of 5 does not fit an axis of 4 padded by 0");
  }

  @Test
  void weightsMustFitTheGroups() {
    Node conv = node("Conv", 2, Map.of("group", new Attribute.IntValue(2)));
    List<TensorData> inputs =
        List.of(
            SmallModels.floats(new Random(1), 1, 4, 5), SmallModels.floats(new Random(1), 3, 2, 3));
    assertThatThrownBy(() -> infer(conv, inputs))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("node 'n' (Conv): weights [3, 2, 3] do not fit input [1, 4, 5] in 2 groups");
  }

  @ParameterizedTest
  @CsvSource({
    "strides, 0, 'attribute ''strides'' [0, 0] has a value out of range'",
    "strides, 1048577, 'columns [1, 4, 9] do not fit blocks'",
    "dilations, 0, 'attribute ''dilations'' [0, 0] has a value out of range'",
    "dilations, -1, 'attribute ''dilations'' [-1, -1] has a value out of range'",
    "dilations, 9, 'columns [1, 4, 9] do not fit blocks'",
    "pads, 1, 'attribute ''pads'' [1, 1] needs 4 values'"
  })
  void blocksOfColumnsMustFitTheImage(String attribute, long value, String message) {
    Node node = node("Col2Im", 3, Map.of(attribute, new Attribute.IntList(List.of(value, value))));
    TensorShape columns = TensorShape.of(1, 4, 9);
    long[] image = {4, 4};
    long[] block = {2, 2};
    assertThatThrownBy(() -> ColumnsGeometry.of(node, columns, image, block))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(message);
    Node plain = node("Col2Im", 3, Map.of());
    assertThat(ColumnsGeometry.of(plain, columns, image, block).blocks()).containsExactly(3, 3);
    for (long[] other : new long[][] {{-2, -2}, {2}, {}, {2, 3}, {1 << 24, 1 << 24}, {0, 2}}) {
      assertThatThrownBy(() -> ColumnsGeometry.of(plain, columns, image, other))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining("columns [1, 4, 9] do not fit blocks");
    }
  }
}
