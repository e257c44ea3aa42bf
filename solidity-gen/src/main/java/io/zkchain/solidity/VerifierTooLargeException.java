package io.zkchain.solidity;

/** A verifier program needs more contracts than it can be cut into (EIP-170). */
public final class VerifierTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For a contract. */
  public VerifierTooLargeException(String contract) {
    super(
        "contract %s needs more than %d parts of %d bytes of code (EIP-170): the model has too many layers or too many cut tensors; compile it with a larger n (--optimize gas) so that tensors are cut less"
            .formatted(contract, GeneratedVerifier.MOST_PARTS, GeneratedVerifier.CODE_LIMIT));
  }
}
