package io.zkchain.prover.transcript;

import io.zkchain.prover.field.Fr;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One running Keccak-256 state over 32-byte words (Fiat and Shamir 1986, in the hash-chain form).
 *
 * <pre>
 * start:     state = keccak(protocol id, key digest, context, count, public words)
 * absorb:    state = keccak(state, tag, words)
 * challenge: index 0: state mod r;  index k: keccak(state, k) mod r
 * </pre>
 *
 * <p>A challenge's input has two words and an absorbed one at least three, so they never collide.
 * Reducing 256 bits modulo r makes some residues up to 1.14 times likelier than the mean, which the
 * soundness bound contains.
 */
public final class Transcript implements ChallengeSource {
  private static final String NAME = "zkchain proof protocol 1";

  private byte[] state;

  /**
   * The transcript of one statement.
   *
   * @param keyDigest 32 bytes, computed from the key in use, never taken from a caller
   * @param context 32 bytes of the application's choice
   * @param publicWords residues in [0, r)
   */
  public Transcript(byte[] keyDigest, byte[] context, List<BigInteger> publicWords) {
    requireWords(keyDigest, 1);
    requireWords(context, 1);
    Keccak256 keccak = new Keccak256();
    keccak.update(protocolId()).update(keyDigest).update(context).updateWord(publicWords.size());
    byte[] word = new byte[Keccak256.BYTES];
    for (BigInteger value : publicWords) {
      if (value.signum() < 0 || value.compareTo(Fr.MODULUS) >= 0) {
        throw new IllegalArgumentException("public word " + value + " is not in [0, r)");
      }
      Fr.fromBigInteger(value).putBytes32(word, 0);
      keccak.update(word);
    }
    state = keccak.finish();
  }

  /** keccak of the protocol's name and version: the transcript's first word. */
  public static byte[] protocolId() {
    return Keccak256.hash(NAME.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void absorb(Phase phase, byte[] words) {
    requireWords(words, Math.max(1, words.length / Keccak256.BYTES));
    state = Keccak256.hash(state, Keccak256.word(phase.tag()), words);
  }

  @Override
  public Fr challenge(int index) {
    return Fr.fromHash(index == 0 ? state : Keccak256.hash(state, Keccak256.word(index)));
  }

  private static void requireWords(byte[] bytes, int count) {
    if (bytes.length != count * Keccak256.BYTES) {
      throw new IllegalArgumentException(
          bytes.length + " bytes where " + count + " words of 32 bytes are due");
    }
  }
}
