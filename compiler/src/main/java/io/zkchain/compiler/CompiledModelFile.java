package io.zkchain.compiler;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.CircuitCodec;
import io.zkchain.circuit.CircuitException;
import io.zkchain.circuit.CircuitValidator;
import io.zkchain.circuit.artifact.ArtifactException;
import io.zkchain.circuit.artifact.ArtifactFile;
import io.zkchain.circuit.artifact.ArtifactKind;
import io.zkchain.compiler.error.CompilerException;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.OutputPart;
import io.zkchain.compiler.lower.FrontPoint;
import io.zkchain.compiler.lower.LoweringSettings;
import io.zkchain.compiler.lower.Placement;
import io.zkchain.compiler.onnx.OnnxWriter;
import io.zkchain.compiler.operators.GraphLowering;
import io.zkchain.compiler.operators.Operators;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.ScalePlan;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The file {@code circuit.zkc}: the normalised model and every decision of its lowering.
 *
 * <p>Loading lowers again, without calibration and without ONNX Runtime, and must arrive at the
 * circuit whose digest (SHA-256 of its encoding) stands in the header. Big-endian, strings as
 * {@link DataOutputStream#writeUTF}, in the order of {@link #write}.
 */
final class CompiledModelFile {
  static final int FORMAT = 4;
  private static final String PRODUCER = "zkchain 0.1";
  private static final int MOST_ENTRIES = 1 << 20;
  private static final int LEAST_ROWS = 6;
  private static final int MOST_ROWS = 28;

  private CompiledModelFile() {}

  static void write(Path file, CompiledModel model) throws IOException {
    ArtifactFile.write(
        file,
        ArtifactKind.COMPILED_CIRCUIT,
        FORMAT,
        PRODUCER,
        digest(model.circuit()),
        stream -> {
          DataOutputStream out = new DataOutputStream(stream);
          options(out, model.options());
          settings(out, model.lowered().settings());
          out.writeInt(model.chosen().logRows());
          out.writeInt(model.front().size());
          for (FrontPoint point : model.front()) {
            frontPoint(out, point);
          }
          out.writeInt(model.notices().size());
          for (String notice : model.notices()) {
            out.writeUTF(notice);
          }
          byte[] onnx = OnnxWriter.write(model.graph());
          out.writeInt(onnx.length);
          out.write(onnx);
          out.flush();
        });
  }

  private static void options(DataOutputStream out, CompileOptions options) throws IOException {
    out.writeUTF(options.name());
    out.writeInt(options.bits().orElse(-1));
    out.writeInt(options.logRows().orElse(-1));
    out.writeUTF(options.overflow().name());
    out.writeUTF(options.objective().name());
    out.writeUTF(options.inputs().name());
    out.writeUTF(options.outputs().name());
    out.writeUTF(options.parameters().name());
    out.writeInt(options.selection().size());
    for (OutputPart part : options.selection()) {
      out.writeUTF(part.toString());
    }
    numbers(out, options.bitsOf());
  }

  private static void numbers(DataOutputStream out, Map<String, Integer> map) throws IOException {
    out.writeInt(map.size());
    for (Map.Entry<String, Integer> entry : new TreeMap<>(map).entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeInt(entry.getValue());
    }
  }

  private static Map<String, Integer> numbers(DataInputStream in) throws IOException {
    Map<String, Integer> map = new LinkedHashMap<>();
    for (int left = count(in); left > 0; left--) {
      map.put(in.readUTF(), in.readInt());
    }
    return map;
  }

  private static CompileOptions options(DataInputStream in) throws IOException {
    return new CompileOptions(
        in.readUTF(),
        optional(in.readInt()),
        optional(in.readInt()),
        Overflow.valueOf(in.readUTF()),
        Objective.valueOf(in.readUTF()),
        Visibility.valueOf(in.readUTF()),
        Visibility.valueOf(in.readUTF()),
        Visibility.valueOf(in.readUTF()),
        Map.of(),
        selection(in),
        numbers(in));
  }

  private static List<OutputPart> selection(DataInputStream in) throws IOException {
    List<OutputPart> parts = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      parts.add(OutputPart.parse(in.readUTF()));
    }
    return parts;
  }

  private static OptionalInt optional(int value) {
    return value < 0 ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static void settings(DataOutputStream out, LoweringSettings settings) throws IOException {
    out.writeInt(settings.bits());
    out.writeInt(settings.shift());
    out.writeInt(settings.ranges().size());
    for (Map.Entry<String, RealRange> entry : new TreeMap<>(settings.ranges()).entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeDouble(entry.getValue().low());
      out.writeDouble(entry.getValue().high());
    }
    numbers(out, settings.plan().functionExponents());
    numbers(out, settings.bitsOf());
    out.writeInt(settings.plan().stepBits());
  }

  private static LoweringSettings settings(DataInputStream in, Overflow overflow)
      throws IOException {
    int bits = within(in, 8, 16, "bits");
    int shift = within(in, 1, MOST_ROWS, "shift");
    Map<String, RealRange> ranges = new LinkedHashMap<>();
    for (int left = count(in); left > 0; left--) {
      ranges.put(in.readUTF(), new RealRange(in.readDouble(), in.readDouble()));
    }
    Map<String, Integer> exponents = numbers(in);
    Map<String, Integer> bitsOf = numbers(in);
    ScalePlan plan = new ScalePlan(exponents, in.readInt());
    return new LoweringSettings(bits, shift, overflow == Overflow.SATURATE, ranges, plan, bitsOf);
  }

  private static void frontPoint(DataOutputStream out, FrontPoint point) throws IOException {
    out.writeInt(point.logRows());
    out.writeInt(point.bits());
    out.writeInt(point.shift());
    out.writeInt(point.lanes());
    out.writeInt(point.tableLanes());
    out.writeInt(point.fixedColumns());
    out.writeInt(point.proofBytes());
    out.writeInt(point.codeBytes());
    out.writeBoolean(point.deployable());
    out.writeLong(point.gas());
    out.writeDouble(point.seconds());
  }

  private static FrontPoint frontPoint(DataInputStream in) throws IOException {
    return new FrontPoint(
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readBoolean(),
        in.readLong(),
        in.readDouble());
  }

  // Before anything of that size is made.
  private static int within(DataInputStream in, int least, int most, String what)
      throws IOException {
    int value = in.readInt();
    if (value < least || value > most) {
      throw new IOException("%s is %d, not %d..%d".formatted(what, value, least, most));
    }
    return value;
  }

  private static int count(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MOST_ENTRIES) {
      throw new IOException("a list of " + count + " entries");
    }
    return count;
  }

  /**
   * @throws ArtifactException if the file is none, or this release makes another circuit from it
   */
  static CompiledModel read(Path file) throws IOException {
    try (ArtifactFile artifact = ArtifactFile.open(file, ArtifactKind.COMPILED_CIRCUIT, FORMAT)) {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(artifact.payload()));
      CompiledModel model = model(in);
      artifact.requireCircuit(
          digest(model.circuit()), "this release compiles the model in it to another circuit");
      return model;
    } catch (CompilerException | CircuitException | IllegalArgumentException e) {
      throw new ArtifactException(file, "holds no compiled circuit: " + e.getMessage());
    }
  }

  private static CompiledModel model(DataInputStream in) throws IOException {
    CompileOptions options = options(in);
    LoweringSettings settings = settings(in, options.overflow());
    int logRows = within(in, LEAST_ROWS, MOST_ROWS, "n");
    List<FrontPoint> front = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      front.add(frontPoint(in));
    }
    List<String> notices = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      notices.add(in.readUTF());
    }
    byte[] onnx = in.readNBytes(in.readInt());
    Graph graph = ModelImporter.reload(onnx, Operators::reasonAgainst);
    GraphLowering.Result lowered =
        GraphLowering.lower(
            graph,
            settings,
            options.inputs() == Visibility.PUBLIC,
            options.outputs() == Visibility.PUBLIC);
    Circuit circuit =
        CircuitValidator.validate(
            Placement.place(
                lowered.program(), logRows, options.parameters() == Visibility.PRIVATE));
    FrontPoint chosen =
        front.stream()
            .filter(p -> p.logRows() == logRows)
            .findFirst()
            .orElseThrow(() -> new IOException("no entry for n = " + logRows));
    return new CompiledModel(graph, options, lowered, circuit, front, chosen, notices);
  }

  private static byte[] digest(Circuit circuit) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(CircuitCodec.encode(circuit));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
