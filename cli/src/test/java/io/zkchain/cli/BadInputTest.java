package io.zkchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a file: one clear line, the right exit code, nothing half-written. */
class BadInputTest {
  @TempDir static Path shared;
  private static Workspace original;

  @TempDir Path directory;
  private Workspace workspace = new Workspace(Path.of(""));

  @BeforeAll
  static void prepare() {
    original = Workspace.create(shared);
  }

  @BeforeEach
  void copy() throws IOException {
    workspace = original.copyTo(directory.resolve("work"));
  }

  @Test
  void modelsThatCannotBeCompiled() throws IOException {
    byte[] onnx = Files.readAllBytes(Workspace.MODELS.resolve("iris-logreg/model.onnx"));
    model(onnx, m -> m.getOpsetImportBuilder(0).setVersion(99));
    workspace.refuse(ExitCode.UNSUPPORTED_MODEL, "opset", compile());
    model(
        onnx,
        m ->
            m.getGraphBuilder()
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(1)
                .setDimParam("features"));
    workspace.refuse(ExitCode.UNSUPPORTED_MODEL, "features", compile());
    for (float weight : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      model(
          onnx,
          m -> {
            var tensor = m.getGraphBuilder().getInitializerBuilder(0);
            byte[] data = tensor.getRawData().toByteArray();
            ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, weight);
            tensor.setRawData(ByteString.copyFrom(data));
          });
      workspace.refuse(
          ExitCode.UNSUPPORTED_MODEL, Float.isNaN(weight) ? "NaN" : "nfinit", compile());
    }
    Files.write(workspace.file("bad.onnx"), Arrays.copyOf(onnx, onnx.length / 2));
    workspace.refuse(ExitCode.FAILED, "bad.onnx", compile());
    Files.writeString(workspace.file("bad.onnx"), "no model");
    workspace.refuse(ExitCode.FAILED, "no ONNX file", compile());
  }

  private void model(byte[] onnx, Consumer<ModelProto.Builder> change) throws IOException {
    ModelProto.Builder builder = ModelProto.parseFrom(onnx).toBuilder();
    change.accept(builder);
    Files.write(workspace.file("bad.onnx"), builder.build().toByteArray());
  }

  private static String[] compile() {
    String calibration = Workspace.MODELS.resolve("iris-logreg/calibration.json").toString();
    return new String[] {"compile", "bad.onnx", "--out", "new", "--calibration", calibration};
  }

  @Test
  void optionsThatMakeNoSense() {
    String model = Workspace.MODELS.resolve("iris-logreg/model.onnx").toString();
    for (String[] wrong :
        List.of(
            new String[] {"--bits", "40"},
            new String[] {"--bits", "many"},
            new String[] {"--input-visibility", "hashed"},
            new String[] {"--output", "output[first]"},
            new String[] {"--optimize", "beauty"})) {
      workspace.refuse(
          ExitCode.USAGE,
          wrong[1].equals("40") ? "8..16" : wrong[0].equals("--output") ? "first" : wrong[0],
          Workspace.join(new String[] {"compile", model, "--out", "new"}, wrong));
    }
    bitsOfNodes(model);
    workspace.refuse(
        ExitCode.USAGE, "--context", prove(Workspace.input("iris-logreg"), "--context", "0x12"));
  }

  private void bitsOfNodes(String model) {
    String[] compile = {"compile", model, "--out", "new", "--bits-of"};
    workspace.refuse(
        ExitCode.USAGE,
        "--bits-of: no node or input is named 'conv7'",
        Workspace.join(compile, "conv7=9"));
    workspace.refuse(ExitCode.USAGE, "bits of 'conv7'", Workspace.join(compile, "conv7=40"));
    workspace.refuse(ExitCode.USAGE, "--bits-of", Workspace.join(compile, "conv7"));
  }

  @Test
  void inputsThatDoNotFit() throws IOException {
    input("{\"input_data\": [[1.0, 2.0, 3.0]]}", "input");
    input("{\"input_data\": [[1.0, 2.0, 3.0, 4.0], [1.0]]}", "input");
    input("{\"flower\": [[1.0, 2.0, 3.0, 4.0]]}", "flower");
    input("{\"input\": [[[1.0, 2.0], [3.0, 4.0]]]}", "input");
    input("{\"input_data\": [[1.0, 2.0, 3.0, \"four\"]]}", "input.json");
    input("{\"input_data\": [[1.0, 2.0, 3.0, NaN]]}", "input.json");
    input("{\"input_data\": [[1.0, 2.0, 3.0, 1e400]]}", "");
    input("{\"input_data\": [[1.0, 2.0, 3.0", "input.json");
    input("", "input.json");
    Files.delete(workspace.file("input.json"));
    workspace.refuse(ExitCode.FAILED, "input.json", prove("input.json"));
  }

  private void input(String text, String message) throws IOException {
    Files.writeString(workspace.file("input.json"), text);
    workspace.refuse(ExitCode.FAILED, message, prove("input.json"));
  }

  private static String[] prove(String input, String... more) {
    String[] arguments = {"prove", "iris", "--input", input, "--out", "new.json"};
    return Workspace.join(arguments, more);
  }

  @Test
  void inputsOutsideTheProvenRange() throws IOException {
    workspace.compile("iris-logreg", "strict", "--overflow", "reject");
    Files.writeString(workspace.file("huge.json"), "{\"input_data\": [[1e9, 1e9, 1e9, 1e9]]}");
    workspace.refuse(ExitCode.FAILED, "input", "run", "strict", "--input", "huge.json");
    workspace.refuse(ExitCode.FAILED, "input", "mock", "strict", "--input", "huge.json");
    workspace.succeed("run", "iris", "--input", "huge.json");
  }

  @Test
  void damagedArtifacts() throws IOException {
    String[] prove = prove(Workspace.input("iris-logreg"));
    String[] verify = {"verify", "--key", "iris/verifying.key", "--proof", "proof.json"};
    damaged("iris/circuit.zkc", prove);
    damaged("iris/proving.key", prove);
    damaged("iris/powers.srs", prove);
    damaged("iris/verifying.key", verify);
  }

  private void damaged(String name, String... command) throws IOException {
    Path file = workspace.file(name);
    byte[] whole = Files.readAllBytes(file);
    byte[] altered = whole.clone();
    altered[whole.length / 2] ^= 1;
    Files.write(file, altered);
    workspace.refuse(ExitCode.FAILED, "altered", command);
    Files.write(file, Arrays.copyOf(whole, whole.length - 7));
    workspace.refuse(ExitCode.FAILED, file.getFileName().toString(), command);
    Files.write(file, new byte[0]);
    workspace.refuse(ExitCode.FAILED, file.getFileName().toString(), command);
    Files.delete(file);
    workspace.refuse(ExitCode.FAILED, file.getFileName().toString(), command);
    Files.write(file, whole);
  }

  @Test
  void thingsThatDoNotBelongTogether() throws IOException {
    String[] prove = prove(Workspace.input("iris-logreg"));
    swap("iris/proving.key", "cancer/proving.key");
    workspace.refuse(ExitCode.FAILED, "another circuit", prove);
    swap("iris/proving.key", "cancer/proving.key");
    workspace.refuse(
        ExitCode.FAILED,
        "none of .ptau, Ignition and PPOT",
        Workspace.join(prove, "--srs", "iris/verifying.key"));
    workspace.succeed("srs", "test", "--log-size", "14", "--out", "test.srs");
    workspace.refuse(
        ExitCode.FAILED, "other powers of tau", Workspace.join(prove, "--srs", "test.srs"));
    workspace.succeed("srs", "test", "--log-size", "6", "--out", "small.srs");
    workspace.refuse(ExitCode.FAILED, "powers of tau", "setup", "iris", "--srs", "small.srs");
    workspace.refuse(
        ExitCode.FAILED, "no compiled model", "setup", "nowhere", "--srs", "ignition.srs");
  }

  private void swap(String one, String other) throws IOException {
    Path aside = workspace.file("aside");
    Files.move(workspace.file(one), aside);
    Files.move(workspace.file(other), workspace.file(one));
    Files.move(aside, workspace.file(other));
  }

  @Test
  void proofsThatAreRejected() throws IOException {
    var other = workspace.run("verify", "--key", "cancer/verifying.key", "--proof", "proof.json");
    assertThat(other.exitCode()).isEqualTo(ExitCode.PROOF_REJECTED);
    assertThat(other.out()).contains("another verifying key");

    String text = Files.readString(workspace.file("proof.json"));
    rejected(text.replaceFirst("\"0x00", "\"0x01"));
    rejected(text.replaceFirst("\"publicOutputs\" : \\[ (\\d)", "\"publicOutputs\" : [ 9$1"));
    rejected(text.replaceFirst("\"publicInputs\" : \\[ \\]", "\"publicInputs\" : [ 1 ]"));
    rejected(text.replaceFirst("[0-9a-f]{64}\"\\s*\\}", "\"}"));
    rejected(text.replaceFirst("([0-9a-f]{64})\"\\s*\\}", "$1$1\"}"));
    Files.writeString(workspace.file("new.json"), text.substring(0, text.length() / 2));
    workspace.refuse(
        ExitCode.FAILED,
        "not JSON",
        "verify",
        "--key",
        "iris/verifying.key",
        "--proof",
        "new.json");
  }

  private void rejected(String text) throws IOException {
    assertThat(text).isNotEqualTo(Files.readString(workspace.file("proof.json")));
    Files.writeString(workspace.file("new.json"), text);
    var run =
        workspace.run(
            "verify", "--key", "iris/verifying.key", "--proof", "new.json", "--json", "--quiet");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.PROOF_REJECTED);
    assertThat(run.json(directory).get("accepted").booleanValue()).isFalse();
    assertThat(run.err()).isEmpty();
  }
}
