package io.zkchain.contracts;

import io.zkchain.prover.protocol.VerifyingKey;
import io.zkchain.solidity.GeneratedVerifier;
import io.zkchain.solidity.SolidityVerifier;
import io.zkchain.solidity.VerifierTooLargeException;
import java.util.function.IntFunction;

/**
 * A verifying key's verifier, compiled, in as few contracts as chains take.
 *
 * @param generated the printed source
 * @param contract the contract to deploy; its constructor makes the others, if there are any
 */
public record CompiledVerifier(GeneratedVerifier generated, CompiledContract contract) {

  /**
   * Generates and compiles the verifier of a key. If its code passes what a contract may have
   * (EIP-170), the verifier program moves to one further contract, then to two.
   *
   * @param name what the contract is named after; any text
   * @param licence SPDX licence expression
   * @throws IllegalArgumentException if the licence is no SPDX expression
   * @throws VerifierTooLargeException if the code of all contracts together passes what one
   *     transaction may create (EIP-3860)
   * @throws ChainException.CompilationFailed if the compiler reports an error
   */
  public static CompiledVerifier compile(
      VerifyingKey key, String name, String licence, SolidityCompiler compiler) {
    return compile(parts -> SolidityVerifier.generate(key, name, licence, parts), compiler);
  }

  /** The twin that reads gas, in as many contracts as it needs itself. */
  public static CompiledVerifier profiling(VerifyingKey key, SolidityCompiler compiler) {
    return compile(parts -> SolidityVerifier.generateProfiling(key, "Profiling", parts), compiler);
  }

  private static CompiledVerifier compile(
      IntFunction<GeneratedVerifier> source, SolidityCompiler compiler) {
    for (int parts = 0; ; parts++) {
      GeneratedVerifier generated = source.apply(parts);
      Compilation compilation = compiler.compile(generated.standardJson());
      CompiledContract contract = compilation.contract(generated.contractName());
      generated.requireCreatable(contract.creationBytes());
      if (compilation.contracts().stream().allMatch(CompiledVerifier::fits)) {
        return new CompiledVerifier(generated, contract);
      }
    }
  }

  private static boolean fits(CompiledContract contract) {
    return contract.runtimeBytes() <= GeneratedVerifier.CODE_LIMIT;
  }
}
