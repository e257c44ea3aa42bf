package io.zkchain.contracts;

import io.zkchain.prover.transcript.Keccak256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Type;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The errors that a contract's ABI declares, to decode the data of a reverted call. */
public final class ContractErrors {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private record Signature(String name, List<String> types) {
    String selector() {
      byte[] text =
          (name + "(" + String.join(",", types) + ")")
              .getBytes(java.nio.charset.StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(Keccak256.hash(text), 0, 4);
    }
  }

  private final Map<String, Signature> bySelector;

  private ContractErrors(List<Signature> signatures) {
    Map<String, Signature> map = new HashMap<>();
    for (Signature signature : signatures) {
      map.put(signature.selector(), signature);
    }
    bySelector = Map.copyOf(map);
  }

  /** Only the errors of the language: {@code Error(string)} and {@code Panic(uint256)}. */
  public static ContractErrors standard() {
    return new ContractErrors(builtIn());
  }

  /**
   * The errors of an ABI, and those of the language.
   *
   * @param abi JSON array
   * @throws IllegalArgumentException if it is no ABI
   */
  public static ContractErrors ofAbi(String abi) {
    List<Signature> signatures = builtIn();
    try {
      for (JsonNode entry : JSON.readTree(abi)) {
        if (entry.path("type").asString("").equals("error")) {
          List<String> types = new ArrayList<>();
          entry.path("inputs").forEach(input -> types.add(input.path("type").asString("")));
          signatures.add(new Signature(entry.path("name").asString(""), List.copyOf(types)));
        }
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the ABI is no JSON: " + e.getOriginalMessage(), e);
    }
    return new ContractErrors(signatures);
  }

  private static List<Signature> builtIn() {
    return new ArrayList<>(
        List.of(
            new Signature("Error", List.of("string")), new Signature("Panic", List.of("uint256"))));
  }

  /**
   * Names the error in the data of a reverted call.
   *
   * @param data 0x and hex digits
   * @param node what the node said besides
   */
  public Revert decode(String data, String node) {
    if (data.length() < 10) {
      return new Revert("", List.of(), data, node);
    }
    Signature signature = bySelector.get(data.substring(2, 10));
    if (signature == null) {
      return new Revert("", List.of(), data, node);
    }
    try {
      return new Revert(
          signature.name(), arguments(signature, "0x" + data.substring(10)), data, node);
    } catch (ClassNotFoundException | RuntimeException e) {
      // A selector may collide, or a type be one that the decoder lacks: the data itself still
      // tells.
      return new Revert("", List.of(), data, node);
    }
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // web3j hands out references to the raw type
  private static List<String> arguments(Signature signature, String data)
      throws ClassNotFoundException {
    List<TypeReference<Type>> types = new ArrayList<>();
    for (String type : signature.types()) {
      types.add(TypeReference.makeTypeReference(type));
    }
    List<String> texts = new ArrayList<>();
    for (Type<?> value : FunctionReturnDecoder.decode(data, types)) {
      Object plain = value.getValue();
      texts.add(
          plain instanceof byte[] bytes
              ? "0x" + HexFormat.of().formatHex(bytes)
              : plain.toString());
    }
    if (texts.size() != signature.types().size()) {
      throw new IllegalArgumentException("data too short");
    }
    return texts;
  }
}
