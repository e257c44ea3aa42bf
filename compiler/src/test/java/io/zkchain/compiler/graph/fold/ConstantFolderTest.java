package io.zkchain.compiler.graph.fold;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.compiler.error.ModelException;
import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.graph.shape.NodeInputs;
import io.zkchain.compiler.graph.shape.ShapeRules;
import io.zkchain.compiler.reference.OrtConstantEvaluator;
import io.zkchain.compiler.testing.SmallModels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folding in Java against ONNX Runtime, bit for bit, on seeded random arguments. */
class ConstantFolderTest {

  private static final Map<String, Integer> OPSETS = Map.of("", 17);
  private static final int TRIALS = 25;

  private final Random random = new Random(2026);

  private static Node node(String op, int inputs, Map<String, Attribute> attributes) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      names.add("in" + i);
    }
    return new Node("n", "", op, 17, names, List.of("out"), attributes);
  }

  private static TensorData fold(Node node, ConstantEvaluator evaluator, List<TensorData> inputs) {
    Map<String, TensorData> constants = new LinkedHashMap<>();
    Map<String, TensorType> types = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      constants.put("in" + i, inputs.get(i));
      types.put("in" + i, inputs.get(i).type());
    }
    Map<String, TensorData> out =
        new ConstantFolder(ShapeRules.standard(), evaluator, OPSETS)
            .fold(node, new NodeInputs(node, types, constants));
    return requireNonNull(out.get("out"));
  }

  /** The folder without an evaluator must agree with the evaluator alone. */
  private static void assertAgrees(
      String op, Map<String, Attribute> attributes, List<TensorData> inputs) {
    Node node = node(op, inputs.size(), attributes);
    Map<String, TensorData> constants = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      constants.put("in" + i, inputs.get(i));
    }
    TensorData expected =
        requireNonNull(new OrtConstantEvaluator().evaluate(node, OPSETS, constants).get("out"));
    assertThat(fold(node, ConstantEvaluator.none(), inputs))
        .as("%s %s of %s", op, attributes, inputs)
        .isEqualTo(expected);
  }

  private TensorShape shape(int rank) {
    int[] dims = random.ints(rank, 1, 5).toArray();
    return TensorShape.of(dims);
  }

  /** A shape that broadcasts to the given one: some leading axes left out, some lengths 1. */
  private TensorShape under(TensorShape shape) {
    int skip = random.nextInt(shape.rank() + 1);
    List<Integer> dims = new ArrayList<>();
    for (int axis = skip; axis < shape.rank(); axis++) {
      dims.add(random.nextBoolean() ? 1 : shape.dim(axis));
    }
    return new TensorShape(dims);
  }

  private TensorData tensor(DataType dtype, TensorShape shape) {
    return SmallModels.random(random, dtype, shape);
  }

  private static TensorData nonZero(TensorData data) {
    double[] values = data.toDoubles();
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] == 0 ? 3 : values[i];
    }
    TensorData doubles = TensorData.ofDoubles(DataType.DOUBLE, data.shape(), values);
    return data.dtype().isFloat()
        ? TensorData.ofDoubles(data.dtype(), data.shape(), values)
        : TensorData.ofLongs(data.dtype(), data.shape(), doubles.toLongs());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Add", "Sub", "Mul", "Div"})
  void arithmetic(String op) {
    for (DataType dtype :
        List.of(DataType.FLOAT, DataType.DOUBLE, DataType.INT32, DataType.INT64)) {
      for (int trial = 0; trial < TRIALS; trial++) {
        TensorShape shape = shape(3);
        TensorData divisor = nonZero(tensor(dtype, under(shape)));
        assertAgrees(op, Map.of(), List.of(tensor(dtype, shape), divisor));
      }
    }
  }

  @Test
  void arithmeticOfSpecialValues() {
    float[] special = {
      0f, -0f, 1f, Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, 0.1f, 3f
    };
    TensorData column = TensorData.ofFloats(TensorShape.of(special.length, 1), special);
    TensorData row = TensorData.ofFloats(TensorShape.of(special.length), special);
    for (String op : List.of("Add", "Sub", "Mul")) {
      assertAgrees(op, Map.of(), List.of(column, row));
    }
    TensorData wide = TensorData.ofInt64s(Long.MIN_VALUE, Long.MAX_VALUE, -1, 0, 1L << 32);
    for (String op : List.of("Add", "Sub", "Mul")) {
      assertAgrees(op, Map.of(), List.of(wide.reshaped(TensorShape.of(5, 1)), wide));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual"})
  void comparisons(String op) {
    for (DataType dtype : List.of(DataType.FLOAT, DataType.INT64)) {
      for (int trial = 0; trial < TRIALS; trial++) {
        TensorShape shape = shape(2);
        assertAgrees(op, Map.of(), List.of(tensor(dtype, shape), tensor(dtype, under(shape))));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"And", "Or", "Xor"})
  void logic(String op) {
    for (int trial = 0; trial < TRIALS; trial++) {
      TensorShape shape = shape(2);
      TensorData a = tensor(DataType.BOOL, shape);
      assertAgrees(op, Map.of(), List.of(a, tensor(DataType.BOOL, under(shape))));
      assertAgrees("Not", Map.of(), List.of(a));
    }
  }

  @Test
  void selection() {
    for (int trial = 0; trial < TRIALS; trial++) {
      TensorShape shape = shape(3);
      DataType dtype = trial % 2 == 0 ? DataType.FLOAT : DataType.INT64;
      assertAgrees(
          "Where",
          Map.of(),
          List.of(
              tensor(DataType.BOOL, under(shape)),
              tensor(dtype, shape),
              tensor(dtype, under(shape))));
    }
  }

  @Test
  void casts() {
    List<DataType> types =
        List.of(
            DataType.FLOAT,
            DataType.DOUBLE,
            DataType.FLOAT16,
            DataType.INT8,
            DataType.UINT8,
            DataType.INT32,
            DataType.INT64,
            DataType.BOOL);
    for (DataType from : types) {
      for (DataType to : types) {
        TensorData data = tensor(from, shape(2));
        boolean defined = !(from.isFloat() && to.isUnsigned());
        if (defined) {
          assertAgrees("Cast", Map.of("to", new Attribute.IntValue(to.code())), List.of(data));
        }
      }
    }
  }

  @Test
  void largeIntegersAreRoundedOnce() {
    // through double, 2^53 + 2^29 + 1 would lose its last bit and then tie to even downwards
    TensorData data = TensorData.ofInt64s((1L << 53) + (1L << 29) + 1, Long.MAX_VALUE);
    assertAgrees("Cast", Map.of("to", new Attribute.IntValue(1)), List.of(data));
  }

  @Test
  void castsWithoutAResultAreRefused() {
    TensorData data = TensorData.ofFloats(TensorShape.of(2), 1, 1e20f);
    Node node = node("Cast", 1, Map.of("to", new Attribute.IntValue(DataType.INT32.code())));
    assertThatThrownBy(() -> fold(node, ConstantEvaluator.none(), List.of(data)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("at index 1 does not fit int32");
  }

  @Test
  void integerDivisionByZeroIsRefused() {
    List<TensorData> inputs = List.of(TensorData.ofInt64s(1), TensorData.ofInt64s(0));
    assertThatThrownBy(() -> fold(node("Div", 2, Map.of()), ConstantEvaluator.none(), inputs))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("division by zero");
  }

  @Test
  void transposition() {
    for (int trial = 0; trial < TRIALS; trial++) {
      List<Long> perm = new ArrayList<>(List.of(0L, 1L, 2L));
      Collections.shuffle(perm, random);
      TensorData data = tensor(trial % 2 == 0 ? DataType.FLOAT : DataType.INT32, shape(3));
      assertAgrees("Transpose", Map.of("perm", new Attribute.IntList(perm)), List.of(data));
      assertAgrees("Transpose", Map.of(), List.of(data));
    }
  }

  @Test
  void slices() {
    long[] edges = {0, 1, 2, 4, -1, -2, -5, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 1};
    long[] steps = {1, 2, 3, -1, -2, 7};
    for (int trial = 0; trial < 8 * TRIALS; trial++) {
      TensorData data = tensor(DataType.FLOAT, shape(3));
      int first = random.nextInt(3);
      int second = (first + 1 + random.nextInt(2)) % 3;
      List<TensorData> inputs =
          List.of(
              data,
              TensorData.ofInt64s(pick(edges), pick(edges)),
              TensorData.ofInt64s(pick(edges), pick(edges)),
              TensorData.ofInt64s(first, second - 3),
              TensorData.ofInt64s(pick(steps), pick(steps)));
      assertAgrees("Slice", Map.of(), inputs);
    }
  }

  private long pick(long[] from) {
    return from[random.nextInt(from.length)];
  }

  @Test
  void gathers() {
    for (int trial = 0; trial < TRIALS; trial++) {
      TensorShape shape = shape(3);
      int axis = random.nextInt(3);
      int length = shape.dim(axis);
      long[] indices = random.longs(4, -length, length).toArray();
      TensorData at =
          TensorData.ofLongs(
              trial % 2 == 0 ? DataType.INT64 : DataType.INT32, TensorShape.of(2, 2), indices);
      assertAgrees(
          "Gather",
          Map.of("axis", new Attribute.IntValue(axis - 3L)),
          List.of(tensor(DataType.FLOAT, shape), at));
    }
  }

  @Test
  void joins() {
    for (int trial = 0; trial < TRIALS; trial++) {
      TensorShape shape = shape(3);
      int axis = random.nextInt(3);
      DataType dtype = trial % 2 == 0 ? DataType.FLOAT : DataType.INT64;
      assertAgrees(
          "Concat",
          Map.of("axis", new Attribute.IntValue(axis)),
          List.of(
              tensor(dtype, shape),
              tensor(dtype, shape.withDim(axis, 1 + random.nextInt(3))),
              tensor(dtype, shape)));
    }
  }

  @Test
  void expansions() {
    for (int trial = 0; trial < TRIALS; trial++) {
      TensorShape target = shape(3);
      assertAgrees(
          "Expand",
          Map.of(),
          List.of(
              tensor(DataType.FLOAT, under(target)),
              TensorData.ofInt64s(target.dims().stream().mapToLong(i -> i).toArray())));
    }
  }

  @Test
  void fills() {
    TensorData value = TensorData.ofLongs(DataType.INT32, TensorShape.of(1), new long[] {-7});
    assertAgrees("ConstantOfShape", Map.of(), List.of(TensorData.ofInt64s(2, 3)));
    assertAgrees(
        "ConstantOfShape",
        Map.of("value", new Attribute.TensorValue(value)),
        List.of(TensorData.ofInt64s(4)));
    for (long diagonal : new long[] {0, 1, -2}) {
      assertAgrees(
          "EyeLike",
          Map.of("k", new Attribute.IntValue(diagonal), "dtype", new Attribute.IntValue(7)),
          List.of(tensor(DataType.FLOAT, TensorShape.of(3, 4))));
    }
    for (long[] range : new long[][] {{0, 10, 3}, {5, -4, -2}, {3, 3, 1}, {1, 0, 1}, {-3, 8, 11}}) {
      assertAgrees(
          "Range", Map.of(), List.of(scalar(range[0]), scalar(range[1]), scalar(range[2])));
    }
  }

  private static TensorData scalar(long value) {
    return TensorData.ofLongs(DataType.INT64, TensorShape.SCALAR, new long[] {value});
  }
}
