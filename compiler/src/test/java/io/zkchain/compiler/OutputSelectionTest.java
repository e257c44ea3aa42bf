package io.zkchain.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zkchain.circuit.Checker;
import io.zkchain.circuit.CircuitCodec;
import io.zkchain.compiler.error.ModelException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.OutputPart;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import io.zkchain.compiler.testing.SmallModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that publish some of their outputs, or parts of them. */
final class OutputSelectionTest {
  private static final int ROWS = 5;
  private static final int COLUMNS = 7;

  private static byte[] model(int opset) {
    return Models.opset(opset)
        .input("x", DataType.FLOAT, ROWS, COLUMNS)
        .constant("w", SmallModels.floats(new Random(3), COLUMNS, COLUMNS))
        .node("MatMul", List.of("x", "w"), List.of("y"))
        .node("Relu", List.of("y"), List.of("z"))
        .output("y", "z")
        .bytes();
  }

  private static final Map<String, TensorData> INPUT =
      Map.of("x", SmallModels.floats(new Random(4), ROWS, COLUMNS));

  private static CompiledModel compile(int opset, String... parts) {
    return ModelCompiler.compile(
        model(opset),
        CompileOptions.defaults()
            .withSelection(Arrays.stream(parts).map(OutputPart::parse).toList()),
        List.of(INPUT));
  }

  private static TensorData output(CompiledModel model, String name) {
    return requireNonNull(model.run(INPUT).outputs().get(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "z[-1]         | 28 29 30 31 32 33 34",
        "z[:, 2]       | 2 9 16 23 30",
        "z[1:3, -2:]   | 12 13 19 20",
        "z[0, ::3]     | 0 3 6",
        "z[:-4, :9]    | 0 1 2 3 4 5 6"
      })
  void aPartIsThatPartOfTheWhole(String part, String elements) {
    int[] taken = Arrays.stream(elements.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    CompiledModel cut = compile(17, part);
    assertThat(cut.circuit().publicWords()).isEqualTo(taken.length);
    assertThat(new Checker(cut.circuit(), cut.fixedValues()).first(cut.witness(INPUT))).isEmpty();
    double[] got = output(cut, "z").toDoubles();
    double[] whole = output(compile(17, "z"), "z").toDoubles();
    double unit = cut.settings().outputs().getFirst().scale().toDouble();
    assertThat(got).hasSameSizeAs(taken);
    for (int i = 0; i < taken.length; i++) {
      assertThat(got[i]).isBetween(whole[taken[i]] - 2 * unit - 0.01, whole[taken[i]] + 0.01);
    }
  }

  /** The constants of the slice, and of the slices before it, get names that nothing has. */
  @Test
  void constantsOfTheModelKeepTheirValues() {
    String weights = "z[0] starts";
    byte[] model =
        Models.opset(17)
            .input("x", DataType.FLOAT, ROWS, COLUMNS)
            .constant(weights, SmallModels.floats(new Random(3), COLUMNS, COLUMNS))
            .constant("x part0 starts", SmallModels.floats(new Random(5), COLUMNS))
            .node("MatMul", List.of("x", weights), List.of("y"))
            .node("Add", List.of("y", "x part0 starts"), List.of("z"))
            .output("z")
            .bytes();
    CompileOptions options = CompileOptions.defaults();
    double[] whole = output(ModelCompiler.compile(model, options, List.of(INPUT)), "z").toDoubles();
    CompiledModel part =
        ModelCompiler.compile(
            model, options.withSelection(List.of(OutputPart.parse("z[0]"))), List.of(INPUT));
    double[] got = output(part, "z").toDoubles();
    for (int i = 0; i < COLUMNS; i++) {
      assertThat(got[i]).isCloseTo(whole[i], within(0.01));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 17})
  void onlyWhatIsAskedForIsComputedAndPublic(int opset) {
    CompiledModel cut = compile(opset, "y[0]");
    assertThat(cut.graph().nodes()).extracting(node -> node.opType()).doesNotContain("Relu");
    assertThat(cut.run(INPUT).outputs()).containsOnlyKeys("y");
    assertThat(output(cut, "y").shape()).isEqualTo(TensorShape.of(1, COLUMNS));
    assertThat(cut.notices())
        .containsExactly("of output 'y' only y[0] is computed", "output 'z' is not computed");
  }

  @Test
  void outputsComeInTheOrderAskedFor() {
    CompiledModel both = compile(17, "z[:, 0]", "y");
    assertThat(both.circuit().publicTensors()).extracting(t -> t.name()).containsExactly("z", "y");
    assertThat(both.circuit().publicWords()).isEqualTo(ROWS + ROWS * COLUMNS);
    assertThat(both.witness(INPUT).publicValues().get(0))
        .containsExactly(both.run(INPUT).integers().get("z"));
    assertThat(both.report(List.of(INPUT)).fidelity().outputs())
        .extracting(Fidelity.TensorError::value)
        .containsExactlyInAnyOrder("z", "y");
  }

  @Test
  void filesTellThePart(@TempDir Path folder) throws Exception {
    CompiledModel cut = compile(17, "z[:, -1]");
    cut.save(folder, cut.report(List.of(INPUT)));
    assertThat(Files.readString(folder.resolve("settings.json"))).contains("\"z[:, -1]\"");
    assertThat(Files.readString(folder.resolve("report.json"))).contains("z[:, -1]");
    CompiledModel loaded = CompiledModel.load(folder);
    assertThat(loaded.options().selection()).containsExactly(OutputPart.parse("z[:, -1]"));
    assertThat(loaded.settings()).isEqualTo(cut.settings());
    assertThat(CircuitCodec.encode(loaded.circuit())).isEqualTo(CircuitCodec.encode(cut.circuit()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v            | no output 'v'",
        "z[0], z[1]   | twice",
        "z[5]         | no elements",
        "z[3:2]       | no elements",
        "z[0, 0, 0]   | z[0, 0, 0]"
      })
  void whatDoesNotExistIsRefused(String parts, String message) {
    String[] list = parts.startsWith("z[0], ") ? parts.split(", ", 2) : new String[] {parts};
    assertThatThrownBy(() -> compile(17, list))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }
}
