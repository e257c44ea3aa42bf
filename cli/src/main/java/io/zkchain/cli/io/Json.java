package io.zkchain.cli.io;

import io.zkchain.cli.CliException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as this program reads and writes it: no duplicate keys, nothing after the document. */
public final class Json {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final BigInteger EXACT = BigInteger.ONE.shiftLeft(53);
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  public static ObjectNode object() {
    return NODES.objectNode();
  }

  public static ArrayNode array() {
    return NODES.arrayNode();
  }

  /** Integers in decimal; as strings where a reader that uses doubles would round them. */
  public static ArrayNode integers(List<BigInteger> values) {
    ArrayNode array = array();
    for (BigInteger value : values) {
      if (value.abs().compareTo(EXACT) > 0) {
        array.add(value.toString());
      } else {
        array.add(value.longValueExact());
      }
    }
    return array;
  }

  public static String pretty(JsonNode node) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
  }

  /**
   * Reads one JSON object.
   *
   * @param what names the file's role in the error, as in "proof"
   */
  public static ObjectNode read(String what, Path file) throws IOException {
    String text = Files.readString(file);
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw CliException.failed(
          "%s %s is not JSON: %s".formatted(what, file, firstLine(e.getOriginalMessage())));
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw CliException.failed("%s %s does not hold a JSON object".formatted(what, file));
  }

  /** Parses text that this program or the Solidity compiler made. */
  public static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
