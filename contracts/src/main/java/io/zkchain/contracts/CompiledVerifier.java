package io.zkchain.contracts;

import io.zkchain.prover.protocol.VerifyingKey;
import io.zkchain.solidity.GeneratedVerifier;
import io.zkchain.solidity.SolidityVerifier;
import io.zkchain.solidity.VerifierCost;
import io.zkchain.solidity.VerifierTooLargeException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A verifying key's verifier, compiled, in as few contracts as chains take.
 *
 * @param generated the printed source
 * @param contract the contract to deploy; its constructor makes the others, if there are any, or
 *     they are its parts
 */
public record CompiledVerifier(GeneratedVerifier generated, CompiledContract contract) {

  /**
   * Generates and compiles the verifier of a key. If its code passes what a contract may have
   * (EIP-170), the verifier program moves to further contracts, as many as it needs; if it then
   * passes what one transaction can create (EIP-3860), they take transactions of their own.
   *
   * @param name what the contract is named after; any text
   * @param licence SPDX licence expression
   * @throws IllegalArgumentException if the licence is no SPDX expression
   * @throws VerifierTooLargeException if it needs more than {@link GeneratedVerifier#MOST_PARTS}
   * @throws ChainException.CompilationFailed if the compiler reports an error
   */
  public static CompiledVerifier compile(
      VerifyingKey key, String name, String licence, SolidityCompiler compiler) {
    return compile(
        key,
        (parts, apart) -> SolidityVerifier.generate(key, name, licence, parts, apart),
        compiler);
  }

  /** The twin that reads gas, in as many contracts as it needs itself. */
  public static CompiledVerifier profiling(VerifyingKey key, SolidityCompiler compiler) {
    return compile(
        key,
        (parts, apart) -> SolidityVerifier.generateProfiling(key, "Profiling", parts, apart),
        compiler);
  }

  private interface Source {
    GeneratedVerifier of(int parts, boolean apart);
  }

  // The estimate misses sizes by some 50 bytes, so it is where to begin.
  private static CompiledVerifier compile(
      VerifyingKey key, Source source, SolidityCompiler compiler) {
    VerifierCost cost = VerifierCost.of(key.circuit());
    boolean apart = cost.apart();
    for (int parts = cost.parts(); ; ) {
      GeneratedVerifier generated = source.of(parts, apart);
      Compilation compilation = compiler.compile(generated.standardJson());
      CompiledContract contract = compilation.contract(generated.contractName());
      if (!compilation.contracts().stream().allMatch(CompiledVerifier::fits)) {
        parts++;
      } else if (contract.creationBytes() > GeneratedVerifier.CREATION_LIMIT) {
        apart = true;
      } else {
        return new CompiledVerifier(
            generated, apart ? contract.withParts(parts(generated, compilation)) : contract);
      }
      if (parts > GeneratedVerifier.MOST_PARTS) {
        throw new VerifierTooLargeException(generated.contractName());
      }
    }
  }

  private static List<CompiledContract> parts(
      GeneratedVerifier generated, Compilation compilation) {
    return IntStream.range(0, generated.parts())
        .mapToObj(k -> compilation.contract(generated.partName(k)))
        .toList();
  }

  private static boolean fits(CompiledContract contract) {
    return contract.runtimeBytes() <= GeneratedVerifier.CODE_LIMIT;
  }
}
