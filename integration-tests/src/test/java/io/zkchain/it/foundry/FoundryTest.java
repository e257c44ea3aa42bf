package io.zkchain.it.foundry;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.contracts.SolidityCompiler;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class FoundryTest {
  private static final String SOURCE =
      """
      // SPDX-License-Identifier: Apache-2.0
      pragma solidity 0.8.37;

      contract Twice {
          function twice(uint256 x) external pure returns (uint256) {
              return 2 * x;
          }
      }
      """;
  private static final String INPUT =
      """
      {"language": "Solidity", "sources": {"src/Twice.sol": {"content": %s}}, "settings": {"evmVersion": "osaka",
        "metadata": {"bytecodeHash": "none"}, "optimizer": {"enabled": true, "runs": 200},
        "outputSelection": {"*": {"*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"]}}}}
      """;

  @Test
  void buildsTheCodeThatTheCompilerBuilds(@TempDir Path folder) throws Exception {
    Path project = Files.createDirectories(folder.resolve("project"));
    Files.writeString(
        project.resolve("foundry.toml"),
        """
        [profile.default]
        evm_version = "osaka"
        bytecode_hash = "none"
        optimizer = true
        optimizer_runs = 200
        """);
    Files.writeString(Files.createDirectories(project.resolve("src")).resolve("Twice.sol"), SOURCE);
    Foundry.Result result = Foundry.install(folder).run(project, "build");
    assertThat(result.exitCode()).as(result.output()).isZero();
    JsonMapper json = JsonMapper.shared();
    String built =
        json.readTree(Files.readString(project.resolve("out/Twice.sol/Twice.json")))
            .required("deployedBytecode")
            .required("object")
            .asString();
    String input = INPUT.formatted(json.writeValueAsString(SOURCE));
    assertThat(built)
        .isEqualTo(SolidityCompiler.create().compile(input).contract("Twice").runtimeCode());
  }
}
