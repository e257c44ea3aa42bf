package io.zkchain.solidity;

/** A generated contract has more code than a chain takes (EIP-170). */
public final class VerifierTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VerifierTooLargeException(String contract, int bytes) {
    super(
        "contract %s has %d bytes of code, the limit is %d (EIP-170): the model has too many layers or too many cut tensors for one contract; compile it with a larger n (--optimize gas) so that tensors are cut less"
            .formatted(contract, bytes, GeneratedVerifier.CODE_LIMIT));
  }
}
