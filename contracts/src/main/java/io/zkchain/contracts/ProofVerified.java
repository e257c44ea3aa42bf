package io.zkchain.contracts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.Optional;

/**
 * The event of a verifier that has accepted a proof.
 *
 * @param keyDigest digest of the verifying key
 * @param context the 32 bytes that the proof is bound to
 * @param publicValuesHash Keccak-256 of the public values' words
 */
public record ProofVerified(String keyDigest, String context, String publicValuesHash) {
  private static final String TOPIC =
      Hex.keccak("ProofVerified(bytes32,bytes32,bytes32)".getBytes(US_ASCII));

  /** The first such event that {@code verifier} emitted in a transaction. */
  public static Optional<ProofVerified> find(Receipt receipt, Address verifier) {
    for (Receipt.Event event : receipt.events()) {
      List<String> topics = event.topics();
      if (event.contract().equals(verifier)
          && topics.size() == 3
          && topics.getFirst().equals(TOPIC)) {
        return Optional.of(new ProofVerified(topics.get(1), topics.get(2), event.data()));
      }
    }
    return Optional.empty();
  }
}
