package io.zkchain.compiler.testing;

import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.Value;
import io.zkchain.compiler.graph.normalise.OperatorSupport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A trained model of the shared files, with its samples and calibration inputs. */
public record TrainedModel(
    String name, byte[] onnx, List<Map<String, TensorData>> calibration, List<Sample> samples) {

  /** A held-out input and ONNX Runtime's first output for it. */
  public record Sample(Map<String, TensorData> inputs, double[] output) {}

  /** All folders of the shared files' models, in order. */
  public static List<String> names() {
    try (Stream<Path> folders = Files.list(SharedFiles.root().resolve("models"))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("model.onnx")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Reads models/NAME of the shared files. */
  public static TrainedModel read(String name) {
    try {
      Path folder = SharedFiles.root().resolve("models").resolve(name);
      byte[] onnx = Files.readAllBytes(folder.resolve("model.onnx"));
      Graph graph = ModelImporter.load(onnx, Map.of(), OperatorSupport.everything()).graph();
      Value input = graph.inputs().getFirst();
      double[] all = numbers(tree(folder, "calibration.json").get("input_data").get(0));
      int size = input.type().shape().size();
      List<Map<String, TensorData>> calibration = new ArrayList<>();
      for (int i = 0; i + size <= all.length; i += size) {
        calibration.add(tensor(input, Arrays.copyOfRange(all, i, i + size)));
      }
      List<Sample> samples = new ArrayList<>();
      for (JsonNode sample : tree(folder, "samples.json").get("samples")) {
        samples.add(
            new Sample(
                tensor(input, numbers(sample.get("input_data").get(0))),
                numbers(sample.get("output_data").get(0))));
      }
      return new TrainedModel(name, onnx, calibration, samples);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Map<String, TensorData> tensor(Value input, double[] values) {
    DataType type = input.type().dtype();
    TensorShape shape = input.type().shape();
    return Map.of(
        input.name(),
        type.isFloat()
            ? TensorData.ofDoubles(type, shape, values)
            : TensorData.ofLongs(
                type, shape, Arrays.stream(values).mapToLong(v -> (long) v).toArray()));
  }

  private static JsonNode tree(Path folder, String file) throws IOException {
    Path plain = folder.resolve(file);
    Path packed = folder.resolve(file + ".gz");
    try (InputStream in =
        Files.exists(plain)
            ? Files.newInputStream(plain)
            : new GZIPInputStream(Files.newInputStream(packed))) {
      return new JsonMapper().readTree(in);
    }
  }

  private static double[] numbers(JsonNode array) {
    double[] out = new double[array.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = array.get(i).asDouble();
    }
    return out;
  }
}
