package io.zkchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models that cannot be compiled, and inputs that have no proof: one line that says what, where,
 * the value, and what to do; the right exit code; nothing written.
 */
class RefusedModelsTest {

  /**
   * @param words all in the one line
   */
  record Refused(String title, int exitCode, byte[] model, List<String> words) {
    @Override
    public String toString() {
      return title;
    }
  }

  private static final float NAN = Float.NaN;

  @TempDir Path directory;

  static Stream<Refused> models() {
    return Stream.of(operators(), controlFlow(), values(), shapes(), files()).flatMap(s -> s);
  }

  private static Refused refused(String title, TinyModel model, String... words) {
    return new Refused(title, ExitCode.UNSUPPORTED_MODEL, model.bytes(), List.of(words));
  }

  private static Refused invalid(String title, TinyModel model, String... words) {
    return new Refused(title, ExitCode.FAILED, model.bytes(), List.of(words));
  }

  private static Stream<Refused> operators() {
    return Stream.of(
        refused(
            "every refused operator at once",
            TinyModel.ofFloats()
                .domain("com.example")
                .input("n", DataType.INT64, 1)
                .node("noise", "RandomNormalLike", List.of("x"), "a")
                .node("where", "NonZero", List.of("a"), "b")
                .node("text", "StringNormalizer", List.of("b"), "c")
                .node("list", "SequenceConstruct", List.of("c"), "d")
                .node("spin", "Loop", List.of("n", "", "x"), "e", TinyModel.body())
                .node("magic", "com.example", "Magic", List.of("d", "e"), "f")
                .node("odd", "NoSuchOperator", List.of("f"), "y")
                .output("y"),
            "7 unsupported nodes",
            "RandomNormalLike (node 'noise'): its output is random",
            "NonZero (node 'where')",
            "StringNormalizer (node 'text'): strings",
            "SequenceConstruct (node 'list'): sequences",
            "Loop (node 'spin'): its trip count is not constant",
            "com.example.Magic (node 'magic'): custom domain 'com.example'",
            "NoSuchOperator (node 'odd')"),
        refused(
            "a training graph",
            TinyModel.ofFloats()
                .domain("ai.onnx.preview.training")
                .node("step", "ai.onnx.preview.training", "Adam", List.of("x", "x"), "y")
                .output("y"),
            "ai.onnx.preview.training.Adam (node 'step'): belongs to training"),
        refused(
            "a form of an operator",
            TinyModel.ofFloats()
                .node("mean", "ReduceMean", List.of("i"), "y")
                .input("i", DataType.INT32, 4)
                .output("y"),
            "node 'mean' (ReduceMean): a mean of integers rounds: cast to float"));
  }

  private static Stream<Refused> controlFlow() {
    return Stream.of(
        refused(
            "an unbounded loop",
            TinyModel.ofFloats()
                .node("spin", "Loop", List.of("", "", "x"), "y", TinyModel.body())
                .output("y"),
            "Loop (node 'spin')",
            "unbounded loop; give it a trip count"),
        refused(
            "a loop that is too long",
            TinyModel.ofFloats()
                .int64s("trips", 1_000_000)
                .node("spin", "Loop", List.of("trips", "", "x"), "y", TinyModel.body())
                .output("y"),
            "Loop (node 'spin')",
            "1000000 iterations of 1 nodes"));
  }

  private static Stream<Refused> values() {
    return Stream.of(
        refused(
            "NaN in a constant",
            TinyModel.ofFloats()
                .floats("w", 1, NAN, 3)
                .node("scale", "Mul", List.of("x", "w"), "y")
                .output("y"),
            "constant 'w' float32[3] holds NaN at index [1]",
            "replace it"),
        refused(
            "infinity in a constant",
            TinyModel.ofFloats()
                .floats("w", 1, 2, Float.POSITIVE_INFINITY)
                .node("scale", "Mul", List.of("x", "w"), "y")
                .output("y"),
            "constant 'w' float32[3] holds Infinity at index [2], read by node 'scale' (Mul)"),
        refused(
            "a constant index beyond its axis",
            TinyModel.ofFloats()
                .int64s("at", 1, 7)
                .node("pick", "Gather", List.of("x", "at"), "y", TinyModel.number("axis", 1))
                .output("y"),
            "node 'pick' (Gather): index 7 is outside an axis of 3 elements"),
        refused(
            "integers that may wrap around",
            new TinyModel()
                .input("i", DataType.UINT64, 4)
                .input("j", DataType.UINT64, 4)
                .node("less", "Sub", List.of("i", "j"), "y")
                .output("y"),
            "node 'less' (Sub): the result, between ",
            "may wrap around in uint64; cast to a wider type"),
        refused(
            "division by a constant zero",
            TinyModel.ofFloats()
                .floats("zero", 0)
                .node("by", "Div", List.of("x", "zero"), "y")
                .output("y"),
            "node 'by' (Div): divides by the constant 0",
            "mend the constant"),
        refused(
            "a product of many reals",
            new TinyModel()
                .input("x", DataType.FLOAT, 1, 40)
                .node("all", "ReduceProd", List.of("x"), "y")
                .output("y"),
            "node 'all' (ReduceProd): a product of 40 reals"),
        refused(
            "a row that is masked whole",
            TinyModel.ofFloats()
                .floats("mask", -1e9f, -1e9f, -1e9f)
                .node("masked", "Add", List.of("x", "mask"), "s")
                .node("soft", "Softmax", List.of("s"), "y")
                .output("y"),
            "node 'soft' (Softmax): a row's scores are all masked"));
  }

  private static Stream<Refused> shapes() {
    return Stream.of(
        refused(
            "a shape from the input",
            TinyModel.ofFloats()
                .input("shape", DataType.INT64, 2)
                .node("turn", "Reshape", List.of("x", "shape"), "y")
                .output("y"),
            "node 'turn' (Reshape): data-dependent shape",
            "'shape') must be constant"),
        refused(
            "an input without elements",
            new TinyModel()
                .input("x", DataType.FLOAT, 0, 3)
                .node("negate", "Neg", List.of("x"), "y")
                .output("y"),
            "input 'x'",
            "no elements"),
        refused(
            "an output without elements",
            TinyModel.ofFloats()
                .int64s("from", 3)
                .int64s("to", 3)
                .int64s("axis", 1)
                .node("cut", "Slice", List.of("x", "from", "to", "axis"), "y")
                .output("y"),
            "output 'y' of shape [2, 0] has no elements"),
        refused(
            "an input of strings",
            new TinyModel()
                .input("x", DataType.STRING, 2)
                .node("same", "Identity", List.of("x"), "y")
                .output("y"),
            "input 'x'",
            "string"),
        refused(
            "an input of eight bits of float",
            new TinyModel()
                .input("x", DataType.FLOAT8E4M3FN, 2)
                .node("same", "Identity", List.of("x"), "y")
                .output("y"),
            "input 'x'",
            "float8"),
        invalid(
            "shapes that do not fit",
            TinyModel.ofFloats()
                .floats("w", 1, 2)
                .node("scale", "Mul", List.of("x", "w"), "y")
                .output("y"),
            "node 'scale' (Mul)",
            "[2, 3]",
            "[2]"));
  }

  private static Stream<Refused> files() {
    byte[] whole =
        TinyModel.ofFloats().node("negate", "Neg", List.of("x"), "y").output("y").bytes();
    TensorProto outside =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(DataType.FLOAT.getNumber())
            .addDims(3)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(
                StringStringEntryProto.newBuilder().setKey("location").setValue("weights.bin"))
            .build();
    return Stream.of(
        new Refused(
            "a truncated file",
            ExitCode.FAILED,
            Arrays.copyOf(whole, whole.length - 4),
            List.of("bad.onnx")),
        invalid(
            "external data that is missing",
            TinyModel.ofFloats()
                .initializer(outside)
                .node("scale", "Mul", List.of("x", "w"), "y")
                .output("y"),
            "'w'",
            "weights.bin"),
        invalid(
            "a value that nothing defines",
            TinyModel.ofFloats().node("add", "Add", List.of("x", "gone"), "y").output("y"),
            "node 'add' (Add)",
            "'gone'"),
        invalid("no outputs", TinyModel.ofFloats(), "no outputs"));
  }

  @ParameterizedTest
  @MethodSource("models")
  void modelsThatAreRefused(Refused refused) throws IOException {
    Files.write(directory.resolve("bad.onnx"), refused.model());
    for (String[] command :
        List.of(
            new String[] {"compile", "bad.onnx", "--out", "new", "--quiet"},
            new String[] {"compile", "bad.onnx", "--out", "new", "--json"})) {
      CommandLineRun run = CommandLineRun.in(directory, command);
      assertThat(run.exitCode()).as("%s%s", run.out(), run.err()).isEqualTo(refused.exitCode());
      assertThat(failure(run)).contains(refused.words());
      assertThat(directory.resolve("new")).doesNotExist();
    }
  }

  /** The one line that is no warning. */
  private static String failure(CommandLineRun run) {
    List<String> lines = run.err().lines().filter(line -> !line.startsWith("warning: ")).toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst()).startsWith("zkchain: ");
    return lines.getFirst();
  }

  /**
   * An index from the input beyond its axis: the model compiles, and such an input has no proof.
   */
  @Test
  void indicesFromTheInputBeyondTheirAxis() throws IOException {
    byte[] model =
        TinyModel.ofFloats()
            .input("at", DataType.INT64, 1)
            .node("pick", "Gather", List.of("x", "at"), "y", TinyModel.number("axis", 1))
            .output("y")
            .bytes();
    Files.write(directory.resolve("gather.onnx"), model);
    input("good.json", 2);
    input("bad.json", 9);
    succeed("compile", "gather.onnx", "--out", "c", "--calibration", "good.json");
    succeed("srs", "test", "--log-size", "15", "--out", "srs");
    succeed("setup", "c", "--srs", "srs");
    succeed("prove", "c", "--input", "good.json", "--out", "good.proof");
    for (String step : List.of("run", "mock", "prove")) {
      CommandLineRun run =
          CommandLineRun.in(directory, step, "c", "--input", "bad.json", "--quiet");
      assertThat(run.exitCode()).as(step).isEqualTo(ExitCode.FAILED);
      assertThat(failure(run)).contains("node pick (Gather): the index in element 0", "-3..2");
    }
  }

  private void input(String file, int index) throws IOException {
    Files.writeString(
        directory.resolve(file),
        "{\"input_data\": [[0.5, -1, 2, 1, 0.25, -2], [%d]]}".formatted(index));
  }

  private void succeed(String... command) {
    CommandLineRun run = CommandLineRun.in(directory, command);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }
}
