package io.zkchain.solidity;

/** A generated contract has more code than one transaction can create (EIP-3860). */
public final class VerifierTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VerifierTooLargeException(String contract, int bytes) {
    super(
        "contract %s needs %d bytes of creation code, the limit is %d (EIP-3860): the model has too many layers or too many cut tensors; compile it with a larger n (--optimize gas) so that tensors are cut less"
            .formatted(contract, bytes, GeneratedVerifier.CREATION_LIMIT));
  }
}
