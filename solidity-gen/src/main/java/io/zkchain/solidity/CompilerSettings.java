package io.zkchain.solidity;

import java.util.List;

/**
 * The compiler and the settings that compile generated verifiers.
 *
 * <p>With the default optimizer steps the straight-line program ends in "stack too deep": the load
 * resolver and common-subexpression steps turn memory slots back into stack variables. With the
 * optimising stack allocation it does so for some circuits, since operands of later statements are
 * put on the stack early. The plain allocation does what the source says, and the printer counts.
 *
 * <p>The EVM version is an old one, because no newer instruction saves more than a few gas, and so
 * the code runs on chains that lag behind.
 */
final class CompilerSettings {
  /** The compiler that the gas figures are measured with. */
  static final String COMPILER = "0.8.37";

  /** The oldest compiler that the source names in its pragma. */
  static final String OLDEST_COMPILER = "0.8.24";

  static final String EVM_VERSION = "paris";
  static final int RUNS = 1_000_000;
  static final String STEPS = "dhfoDgvulfn:";

  private CompilerSettings() {}

  /** One setting a line, for the head comment. */
  static List<String> describe() {
    return List.of(
        "solc " + COMPILER + ", viaIR true, evmVersion " + EVM_VERSION,
        "metadata.bytecodeHash \"none\"",
        "optimizer enabled, runs " + RUNS,
        "optimizer.details.yulDetails.stackAllocation false",
        "optimizer.details.yulDetails.optimizerSteps \"" + STEPS + "\"");
  }

  /** The standard-JSON input for one source file. */
  static String standardJson(String fileName, String source) {
    return """
    {
      "language": "Solidity",
      "sources": {
        %s: {
          "content": %s
        }
      },
      "settings": {
        "viaIR": true,
        "evmVersion": "%s",
        "optimizer": {
          "enabled": true,
          "runs": %d,
          "details": {
            "yul": true,
            "yulDetails": {
              "stackAllocation": false,
              "optimizerSteps": "%s"
            }
          }
        },
        "outputSelection": {
          "*": {
            "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object", "evm.deployedBytecode.immutableReferences", "devdoc", "userdoc"]
          }
        }
      }
    }
    """
        .formatted(Json.string(fileName), Json.string(source), EVM_VERSION, RUNS, STEPS);
  }

  /** The same settings for Foundry. */
  static String foundry() {
    return """
    # Generated with the verifier; the settings are the ones that compile it.
    [profile.default]
    src = "src"
    out = "out"
    libs = []
    solc_version = "%s"
    via_ir = true
    evm_version = "%s"
    optimizer = true
    optimizer_runs = %d

    [profile.default.optimizer_details]
    yul = true

    [profile.default.optimizer_details.yulDetails]
    stackAllocation = false
    optimizerSteps = "%s"
    """
        .formatted(COMPILER, EVM_VERSION, RUNS, STEPS);
  }

  /** The same settings for Hardhat 2. */
  static String hardhat() {
    return """
    // Generated with the verifier; the settings are the ones that compile it.
    module.exports = {
      paths: { sources: "./src" },
      solidity: {
        version: "%s",
        settings: {
          viaIR: true,
          evmVersion: "%s",
          optimizer: {
            enabled: true,
            runs: %d,
            details: {
              yul: true,
              yulDetails: { stackAllocation: false, optimizerSteps: "%s" },
            },
          },
        },
      },
    };
    """
        .formatted(COMPILER, EVM_VERSION, RUNS, STEPS);
  }
}
