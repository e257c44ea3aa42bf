package io.zkchain.compiler;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code settings.json}: how integers become real numbers, and what is public. */
final class SettingsJson {

  private SettingsJson() {}

  static byte[] bytes(ModelSettings settings) {
    JsonMapper mapper = new JsonMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("format", "zkchain-settings");
    root.put("version", 1);
    root.put("name", settings.name());
    root.put("logRows", settings.logRows());
    root.put("bits", settings.bits());
    root.put("shift", settings.shift());
    ObjectNode bitsOf = root.putObject("bitsOf");
    new TreeMap<>(settings.bitsOf()).forEach(bitsOf::put);
    root.put("overflow", lower(settings.overflow()));
    root.put("parameters", lower(settings.parameters()));
    root.put(
        "note",
        "real value = integer * scaleNumerator / scaleDenominator; an input's integer is"
            + " floor(real / scale + 1/2), clamped to low..high (or rejected, as overflow says);"
            + " public words are numbered row-major, inputs before outputs, negative v as r - |v|");
    tensors(root.putArray("inputs"), settings.inputs());
    tensors(root.putArray("outputs"), settings.outputs());
    return (mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void tensors(ArrayNode array, List<ModelSettings.TensorSetting> tensors) {
    for (ModelSettings.TensorSetting tensor : tensors) {
      ObjectNode node = array.addObject();
      node.put("name", tensor.name());
      node.put("type", tensor.type().dtype().toString());
      ArrayNode shape = node.putArray("shape");
      tensor.type().shape().dims().forEach(shape::add);
      if (!tensor.part().equals(tensor.name())) {
        node.put("part", tensor.part());
      }
      node.put("visibility", lower(tensor.visibility()));
      node.put("scaleNumerator", tensor.scale().numerator().toString());
      node.put("scaleDenominator", tensor.scale().denominator().toString());
      node.put("scale", tensor.scale().toDouble());
      node.put("low", tensor.range().lo());
      node.put("high", tensor.range().hi());
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
