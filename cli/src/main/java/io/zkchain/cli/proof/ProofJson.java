package io.zkchain.cli.proof;

import io.zkchain.cli.CliException;
import io.zkchain.cli.io.AtomicFiles;
import io.zkchain.cli.io.Hex;
import io.zkchain.cli.io.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes {@code proof.json}. The reader is strict: exactly the known keys, exact lengths,
 * and one spelling for each number, so that no two programs can read different statements out of
 * one file.
 */
public final class ProofJson {
  private static final String FORMAT = "zkchain-proof";
  private static final int VERSION = 1;
  private static final long MAX_BYTES = 64L << 20;
  private static final BigInteger EXACT = BigInteger.ONE.shiftLeft(53);
  private static final Pattern INTEGER = Pattern.compile("-?[1-9][0-9]{0,77}");

  /** (r-1)/2 for the order r of BN254: the signed integers that field elements stand for. */
  private static final BigInteger LIMIT =
      new BigInteger("30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001", 16)
          .shiftRight(1);

  private static final Set<String> KEYS =
      Set.of(
          "format", "version", "verifyingKey", "context", "publicInputs", "publicOutputs", "proof");

  private ProofJson() {}

  public static void write(Path file, ProofFile proof) throws IOException {
    AtomicFiles.writeString(file, Json.pretty(toJson(proof)) + "\n");
  }

  /** The document that {@link #write} writes. */
  public static ObjectNode toJson(ProofFile proof) {
    ObjectNode json = Json.object();
    json.put("format", FORMAT).put("version", VERSION);
    json.put("verifyingKey", "0x" + proof.verifyingKey());
    json.put("context", "0x" + proof.context());
    json.set("publicInputs", Json.integers(proof.publicInputs()));
    json.set("publicOutputs", Json.integers(proof.publicOutputs()));
    json.put("proof", "0x" + proof.proof());
    return json;
  }

  /**
   * @throws CliException naming the file, the key and what is wrong with it
   */
  public static ProofFile read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw CliException.failed("proof %s is larger than any proof".formatted(file));
    }
    ObjectNode json = Json.read("proof", file);
    var reader = new Reader(file, json);
    reader.header();
    String verifyingKey = reader.hex("verifyingKey", 32);
    String context = reader.hex("context", 32);
    return new ProofFile(
        verifyingKey,
        context,
        reader.integers("publicInputs"),
        reader.integers("publicOutputs"),
        reader.proof());
  }

  private record Reader(Path file, ObjectNode json) {

    void header() {
      JsonNode format = json.path("format");
      if (!format.isString() || !format.stringValue().equals(FORMAT)) {
        throw wrong("format", "is not \"" + FORMAT + "\"; this is no zkchain proof");
      }
      JsonNode version = json.path("version");
      if (!version.isInt() || version.intValue() != VERSION) {
        throw wrong("version", "is %s, this program reads %d".formatted(shown(version), VERSION));
      }
      for (String key : json.propertyNames()) {
        if (!KEYS.contains(key)) {
          throw wrong(key, "is not a key of this format");
        }
      }
    }

    String hex(String key, int size) {
      String text = string(key);
      return HexFormat.of().formatHex(Hex.parse(name(key), text, size));
    }

    String proof() {
      byte[] bytes = Hex.parse(name("proof"), string("proof"));
      if (bytes.length == 0 || bytes.length % 32 != 0) {
        throw wrong("proof", "has %d bytes, which is not a multiple of 32".formatted(bytes.length));
      }
      return HexFormat.of().formatHex(bytes);
    }

    List<BigInteger> integers(String key) {
      JsonNode array = json.path(key);
      if (!array.isArray()) {
        throw wrong(key, array.isMissingNode() ? "is missing" : "is not a list");
      }
      List<BigInteger> values = new ArrayList<>();
      for (JsonNode element : array) {
        values.add(integer(key + "[" + values.size() + "]", element));
      }
      return values;
    }

    private BigInteger integer(String place, JsonNode element) {
      BigInteger value;
      if (element.isIntegralNumber()) {
        value = element.bigIntegerValue();
        if (value.abs().compareTo(EXACT) > 0) {
          throw wrong(place, "passes 2^53 and must be written as a string");
        }
      } else if (element.isString() && INTEGER.matcher(element.stringValue()).matches()) {
        value = new BigInteger(element.stringValue());
        if (value.abs().compareTo(EXACT) <= 0) {
          throw wrong(place, "is a string, but only integers past 2^53 are");
        }
      } else {
        throw wrong(place, "is no decimal integer: " + shown(element));
      }
      if (value.abs().compareTo(LIMIT) > 0) {
        throw wrong(place, "is out of range: more than half the field's order");
      }
      return value;
    }

    private String string(String key) {
      JsonNode node = json.path(key);
      if (!node.isString()) {
        throw wrong(key, node.isMissingNode() ? "is missing" : "is not a string");
      }
      return node.stringValue();
    }

    private String name(String key) {
      return "proof %s: \"%s\"".formatted(file, key);
    }

    private CliException wrong(String key, String problem) {
      return CliException.failed(name(key) + " " + problem);
    }

    private static String shown(JsonNode node) {
      if (node.isMissingNode()) {
        return "missing";
      }
      String text = node.toString();
      return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }
  }
}
