package io.zkchain.cli.verifier;

import io.zkchain.cli.CliException;
import io.zkchain.cli.io.Json;
import io.zkchain.contracts.CompiledContract;
import io.zkchain.contracts.CompiledContract.CodeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A compiled verifier with what it verifies, as {@code artifact.json} holds it.
 *
 * @param contract the compiled contract
 * @param keyDigest digest of the verifying key, 0x and 64 hexadecimal digits
 * @param insecure whether the key comes from test powers of tau, so that anyone may forge
 */
public record VerifierArtifact(CompiledContract contract, String keyDigest, boolean insecure) {
  private static final String FILE = "artifact.json";
  private static final String FORMAT = "zkchain-contract";
  private static final int VERSION = 1;
  private static final Pattern CODE = Pattern.compile("0x([0-9a-f]{2})+");

  /** Writes the artifact into a directory, and its parts as files of their own. */
  public void write(Path directory) throws IOException {
    ObjectNode json = Json.object();
    json.put("format", FORMAT).put("version", VERSION);
    json.put("keyDigest", keyDigest).put("insecure", insecure);
    put(json, contract);
    var parts = json.putArray("parts");
    contract.parts().forEach(part -> put(parts.addObject(), part));
    Files.writeString(directory.resolve(FILE), Json.pretty(json) + "\n");
    String name = contract.name();
    Files.writeString(directory.resolve(name + ".abi"), contract.abi() + "\n");
    Files.writeString(directory.resolve(name + ".bin"), contract.creationCode() + "\n");
    Files.writeString(directory.resolve(name + ".bin-runtime"), contract.runtimeCode() + "\n");
    Files.writeString(directory.resolve(name + ".natspec.json"), contract.natspec() + "\n");
  }

  private static void put(ObjectNode json, CompiledContract contract) {
    json.put("contractName", contract.name()).put("sourceName", contract.source());
    json.set("abi", Json.parse(contract.abi()));
    json.put("bytecode", contract.creationCode());
    json.put("deployedBytecode", contract.runtimeCode());
    var ranges = json.putArray("immutableReferences");
    for (CodeRange range : contract.immutables()) {
      ranges.addObject().put("start", range.start()).put("length", range.length());
    }
    json.set("natspec", Json.parse(contract.natspec()));
  }

  /**
   * Reads the artifact of a directory.
   *
   * @throws CliException if the directory holds none, or a damaged one
   */
  public static VerifierArtifact read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw CliException.failed(
          "%s is no directory that generate-verifier wrote: it has no %s"
              .formatted(directory, FILE));
    }
    ObjectNode json = Json.read("verifier", file);
    if (!json.path("format").asString("").equals(FORMAT)
        || json.path("version").asInt(0) != VERSION) {
      throw damaged(file, "it is no %s file of version %d".formatted(FORMAT, VERSION));
    }
    List<CompiledContract> parts = new ArrayList<>();
    for (JsonNode part : json.path("parts")) {
      parts.add(contract(file, part));
    }
    CompiledContract contract = contract(file, json).withParts(parts);
    boolean insecure = json.path("insecure").asBoolean(true);
    return new VerifierArtifact(contract, text(file, json, "keyDigest"), insecure);
  }

  private static CompiledContract contract(Path file, JsonNode json) {
    List<CodeRange> ranges = new ArrayList<>();
    for (JsonNode range : json.path("immutableReferences")) {
      ranges.add(new CodeRange(range.path("start").asInt(0), range.path("length").asInt(0)));
    }
    return new CompiledContract(
        text(file, json, "sourceName"),
        text(file, json, "contractName"),
        json.path("abi").toString(),
        code(file, json, "bytecode"),
        code(file, json, "deployedBytecode"),
        ranges,
        json.path("natspec").toString(),
        List.of());
  }

  private static String code(Path file, JsonNode json, String key) {
    String text = text(file, json, key);
    if (!CODE.matcher(text).matches()) {
      throw damaged(file, "\"" + key + "\" holds no code");
    }
    return text;
  }

  private static String text(Path file, JsonNode json, String key) {
    JsonNode node = json.path(key);
    if (!node.isString()) {
      throw damaged(file, "\"" + key + "\" is missing");
    }
    return node.stringValue();
  }

  private static CliException damaged(Path file, String why) {
    return CliException.failed(
        "%s cannot be used: %s; run generate-verifier again".formatted(file, why));
  }
}
