package io.zkchain.contracts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** Contracts that the tests of this module deploy. */
final class Fixtures {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Fixtures() {}

  static CompiledContract fixture() {
    return SolidityCompiler.create()
        .compile(standardJson("Fixture.sol", source("Fixture.sol")))
        .contract("Fixture");
  }

  static String source(String name) {
    try (InputStream in = Objects.requireNonNull(Fixtures.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String standardJson(String name, String source) {
    var input = JSON.createObjectNode().put("language", "Solidity");
    input.putObject("sources").putObject(name).put("content", source);
    var settings = input.putObject("settings").put("evmVersion", "osaka");
    settings.putObject("optimizer").put("enabled", true).put("runs", 200);
    settings
        .putObject("outputSelection")
        .putObject("*")
        .putArray("*")
        .add("abi")
        .add("evm.bytecode.object")
        .add("evm.bytecode.linkReferences")
        .add("evm.deployedBytecode.object")
        .add("evm.deployedBytecode.immutableReferences")
        .add("devdoc")
        .add("userdoc");
    return input.toString();
  }
}
