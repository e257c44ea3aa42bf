package io.zkchain.compiler.data;

import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.Value;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON forms of {@link InputFile}. */
final class JsonInputs {

  private static final String FLAT = "input_data";
  private static final String SAMPLES = "samples";

  /** What files of the flat form carry beside their data. */
  private static final Set<String> ALONGSIDE =
      Set.of("input_shapes", "input_scales", "output_data", "output_scales", "label");

  /** Non-numeric numbers are read so that they can be refused with their place. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonInputs() {}

  static List<Map<String, TensorData>> read(InputStream in, List<Value> inputs) {
    JsonNode root;
    try {
      root = MAPPER.readTree(in);
    } catch (JacksonException e) {
      throw new InputDataException(
          "not JSON: %s (line %d, column %d)"
              .formatted(
                  firstLine(e.getOriginalMessage()),
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr()),
          e);
    }
    return samples(root, inputs);
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }

  private static List<Map<String, TensorData>> samples(JsonNode root, List<Value> inputs) {
    JsonNode list = root.isObject() && isSampleList(root, inputs) ? root.get(SAMPLES) : root;
    if (!list.isArray()) {
      return one(root, inputs);
    }
    List<Map<String, TensorData>> out = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      try {
        out.addAll(one(list.get(i), inputs));
      } catch (InputDataException e) {
        throw new InputDataException("sample " + i + ": " + e.getMessage(), e);
      }
    }
    return out;
  }

  private static boolean isSampleList(JsonNode root, List<Value> inputs) {
    return root.has(SAMPLES) && inputs.stream().noneMatch(input -> input.name().equals(SAMPLES));
  }

  private static List<Map<String, TensorData>> one(JsonNode node, List<Value> inputs) {
    if (!node.isObject()) {
      throw new InputDataException(
          "an object with '%s' or with input names is needed".formatted(FLAT));
    }
    return node.has(FLAT) ? flat(node.get(FLAT), inputs) : named(node, inputs);
  }

  private static List<Map<String, TensorData>> flat(JsonNode lists, List<Value> inputs) {
    if (!lists.isArray() || lists.size() != inputs.size()) {
      throw new InputDataException(
          "'%s' must hold %d lists, one for each model input, not %s"
              .formatted(FLAT, inputs.size(), lists.isArray() ? lists.size() + "" : "a value"));
    }
    Map<String, List<TensorData>> byInput = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      TensorData data = JsonTensors.read(inputs.get(i).name(), lists.get(i));
      byInput.put(inputs.get(i).name(), InputTensors.splitFlat(inputs.get(i), data));
    }
    return InputTensors.zip(byInput);
  }

  private static List<Map<String, TensorData>> named(JsonNode node, List<Value> inputs) {
    List<String> names = inputs.stream().map(Value::name).toList();
    for (String name : node.propertyNames()) {
      if (!names.contains(name) && !ALONGSIDE.contains(name)) {
        throw new InputDataException(
            "the model has no input '%s', its inputs are %s".formatted(name, names));
      }
    }
    Map<String, List<TensorData>> byInput = new LinkedHashMap<>();
    for (Value input : inputs) {
      JsonNode value = node.get(input.name());
      if (value == null) {
        throw new InputDataException("input '" + input.name() + "' is missing");
      }
      byInput.put(input.name(), InputTensors.split(input, JsonTensors.read(input.name(), value)));
    }
    return InputTensors.zip(byInput);
  }
}
