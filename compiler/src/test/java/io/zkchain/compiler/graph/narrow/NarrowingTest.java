package io.zkchain.compiler.graph.narrow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.OutputPart;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.normalise.OperatorSupport;
import io.zkchain.compiler.reference.OnnxRuntimeReference;
import io.zkchain.compiler.testing.Models;
import io.zkchain.compiler.testing.SharedFiles;
import io.zkchain.compiler.testing.SmallModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Narrowed graphs compute, by ONNX Runtime, what the graphs compute. */
final class NarrowingTest {
  private static final int CHAINS = 60;
  private static final long SEED = 20261124;

  private static Graph load(byte[] onnx, String part) {
    return ModelImporter.load(
            onnx, Map.of(), OperatorSupport.everything(), List.of(OutputPart.parse(part)))
        .graph();
  }

  private static void same(Graph graph, Graph narrow, Map<String, TensorData> inputs) {
    try (OnnxRuntimeReference one = OnnxRuntimeReference.open(graph);
        OnnxRuntimeReference other = OnnxRuntimeReference.open(narrow)) {
      Map<String, TensorData> want = one.run(inputs);
      Map<String, TensorData> got = other.run(inputs);
      assertThat(got.keySet()).isEqualTo(want.keySet());
      want.forEach((name, data) -> {
        TensorData own = requireNonNull(got.get(name));
        assertThat(own.type()).isEqualTo(data.type());
        for (int i = 0; i < data.size(); i++) {
          assertThat(own.doubleAt(i)).isCloseTo(data.doubleAt(i), within(1e-4));
        }
      });
    }
  }

  private static long elements(Graph graph) {
    return graph.nodes().stream().mapToLong(node -> graph.shape(node.output(0)).size()).sum();
  }

  /** Random chains of operators, with residual connections, and random parts of their end. */
  @Test
  void randomChainsComputeTheSame() {
    Random random = new Random(SEED);
    int moved = 0;
    for (int k = 0; k < CHAINS; k++) {
      Chain chain = new Chain(random);
      IntStream.range(0, 8).forEach(step -> chain.extend());
      String part = chain.part();
      Graph graph = load(chain.bytes(), part);
      Map<String, TensorData> input = Map.of("x", SmallModels.floats(random, 2, 4, 6));
      var narrow = Narrowing.apply(graph);
      narrow.ifPresent(result -> same(graph, result, input));
      narrow.ifPresent(result -> assertThat(elements(result)).isLessThanOrEqualTo(elements(graph)));
      moved += narrow.isPresent() ? 1 : 0;
    }
    assertThat(moved).isGreaterThan(CHAINS / 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"logits[:, -1]", "logits[:, 3:5, :7]"})
  void ofATransformerTheLastLayersOtherPositionsAreLeftOut(String part) {
    Graph graph =
        ModelImporter.load(
                SharedFiles.model("char-gpt"),
                Map.of(),
                OperatorSupport.everything(),
                List.of(OutputPart.parse(part)))
            .graph();
    Graph narrow = Narrowing.apply(graph).orElseThrow();
    long[] ids = new Random(SEED).longs(64, 0, 65).toArray();
    same(
        graph,
        narrow,
        Map.of("ids", TensorData.ofLongs(DataType.INT64, TensorShape.of(1, 64), ids)));
    assertThat(elements(narrow)).isLessThan(elements(graph) * 5 / 6);
    assertThat(Narrowing.apply(narrow)).isEmpty();
  }

  @Test
  void whatIsReadElsewhereIsKeptWhole() {
    byte[] onnx =
        Models.opset(17)
            .input("x", DataType.FLOAT, 4, 6)
            .node("Relu", List.of("x"), List.of("y"))
            .node("ReduceSum", List.of("y"), List.of("z"))
            .output("y", "z")
            .bytes();
    Graph graph =
        ModelImporter.load(
                onnx,
                Map.of(),
                OperatorSupport.everything(),
                List.of(OutputPart.parse("y[0]"), OutputPart.parse("z")))
            .graph();
    assertThat(Narrowing.apply(graph)).isEmpty();
  }

  /** A model that grows by operators of all kinds that can be narrowed. */
  private static final class Chain {
    private final Random random;
    private final Models models = Models.opset(17).input("x", DataType.FLOAT, 2, 4, 6);
    private final List<List<Integer>> dims = new ArrayList<>(List.of(List.of(2, 4, 6)));
    private final List<String> values = new ArrayList<>(List.of("x"));

    Chain(Random random) {
      this.random = random;
    }

    private String next() {
      return "v" + values.size();
    }

    private String constant(int... shape) {
      String name = "c" + values.size();
      models.constant(name, SmallModels.floats(random, shape));
      return name;
    }

    private void add(
        String operator, List<String> inputs, Map<String, Object> attributes, List<Integer> shape) {
      String name = next();
      models.node(operator, inputs, List.of(name), attributes);
      values.add(name);
      dims.add(shape);
    }

    void extend() {
      String last = values.getLast();
      List<Integer> shape = dims.getLast();
      int rank = shape.size();
      int width = shape.getLast();
      switch (random.nextInt(9)) {
        case 0 -> add("Tanh", List.of(last), Map.of(), shape);
        case 1 -> add("Add", List.of(last, earlier(shape)), Map.of(), shape);
        case 2 -> add("Mul", List.of(last, constant(width)), Map.of(), shape);
        case 3 -> {
          List<Integer> wider = new ArrayList<>(shape);
          wider.set(rank - 1, 5);
          add("MatMul", List.of(last, constant(width, 5)), Map.of(), wider);
        }
        case 4 -> add("Softmax", List.of(last), Map.of("axis", -1), shape);
        case 5 -> {
          List<Integer> turned = new ArrayList<>(shape);
          turned.set(rank - 1, shape.get(rank - 2));
          turned.set(rank - 2, width);
          long[] perm = IntStream.range(0, rank).asLongStream().toArray();
          perm[rank - 1] = rank - 2L;
          perm[rank - 2] = rank - 1L;
          add("Transpose", List.of(last), Map.of("perm", perm), turned);
        }
        case 6 ->
            add("LayerNormalization", List.of(last, constant(width)), Map.of("axis", -1), shape);
        case 7 -> {
          List<Integer> one = new ArrayList<>(shape);
          one.set(rank - 1, 1);
          String mean = next();
          add("ReduceMean", List.of(last), Map.of("axes", new long[] {-1}, "keepdims", 1), one);
          add("Sub", List.of(last, mean), Map.of(), shape);
        }
        default -> {
          List<Integer> flat = new ArrayList<>(shape);
          if (rank < 4) {
            flat.add(rank - 1, 1);
          } else {
            flat.remove(2);
            flat.set(2, shape.get(2) * shape.get(3));
          }
          String target = "s" + values.size();
          models.constant(target, TensorData.ofInt64s(flat.stream().mapToLong(d -> d).toArray()));
          add("Reshape", List.of(last, target), Map.of(), flat);
        }
      }
    }

    // The latest value of that shape before the last, for a residual connection.
    private String earlier(List<Integer> shape) {
      for (int k = values.size() - 2; k >= 0; k--) {
        if (dims.get(k).equals(shape)) {
          return values.get(k);
        }
      }
      return values.getLast();
    }

    String part() {
      List<Integer> shape = dims.getLast();
      int axis = random.nextInt(shape.size());
      int from = random.nextInt(shape.get(axis));
      return values.getLast()
          + "["
          + ":, ".repeat(axis)
          + from
          + ":"
          + (from + 1 + random.nextInt(2))
          + "]";
    }

    byte[] bytes() {
      return models.output(values.getLast()).bytes();
    }
  }
}
