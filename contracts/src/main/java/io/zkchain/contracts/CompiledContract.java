package io.zkchain.contracts;

import java.util.List;

/**
 * One contract as the Solidity compiler left it.
 *
 * @param source name of its source file in the standard-JSON input
 * @param name contract name
 * @param abi ABI, a JSON array
 * @param creationCode code to deploy, 0x and hex digits, constructor arguments to be appended; 0x
 *     for an interface
 * @param runtimeCode code that stays on the chain, 0x and hex digits, with zeros where immutables
 *     go
 * @param immutables byte ranges of the runtime code that the constructor fills in
 * @param natspec documentation, a JSON object with keys {@code devdoc} and {@code userdoc}
 * @param parts contracts that are created before, whose addresses are the constructor's arguments
 */
public record CompiledContract(
    String source,
    String name,
    String abi,
    String creationCode,
    String runtimeCode,
    List<CodeRange> immutables,
    String natspec,
    List<CompiledContract> parts) {

  /** A byte range of code. */
  public record CodeRange(int start, int length) {}

  /** Copies the lists. */
  public CompiledContract {
    immutables = List.copyOf(immutables);
    parts = List.copyOf(parts);
  }

  /** The same contract with parts that are created before it. */
  public CompiledContract withParts(List<CompiledContract> others) {
    return new CompiledContract(
        source, name, abi, creationCode, runtimeCode, immutables, natspec, others);
  }

  /** Size of the runtime code in bytes. */
  public int runtimeBytes() {
    return (runtimeCode.length() - 2) / 2;
  }

  /** Size of the creation code in bytes, without constructor arguments. */
  public int creationBytes() {
    return (creationCode.length() - 2) / 2;
  }

  /**
   * Whether {@code code} (0x and hex digits, as {@code eth_getCode} answers) is this contract's,
   * whatever its immutables.
   */
  public boolean isDeployedAs(String code) {
    return code.length() == runtimeCode.length()
        && runtimeCode.length() > 2
        && masked(code).equals(masked(runtimeCode));
  }

  private String masked(String code) {
    StringBuilder text = new StringBuilder(code.toLowerCase(java.util.Locale.ROOT));
    for (CodeRange range : immutables) {
      int from = 2 + 2 * range.start;
      text.replace(from, from + 2 * range.length, "0".repeat(2 * range.length));
    }
    return text.toString();
  }
}
