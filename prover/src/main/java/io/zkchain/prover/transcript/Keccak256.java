package io.zkchain.prover.transcript;

import java.nio.ByteBuffer;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** Keccak-256 with the original padding, as in the EVM (not SHA3-256). */
public final class Keccak256 {
  /** Bytes of a hash value and of a protocol word. */
  public static final int BYTES = 32;

  private final KeccakDigest digest = new KeccakDigest(256);

  /** The hash of the concatenated parts. */
  public static byte[] hash(byte[]... parts) {
    Keccak256 keccak = new Keccak256();
    for (byte[] part : parts) {
      keccak.update(part);
    }
    return keccak.finish();
  }

  /** Appends bytes to the input. */
  public Keccak256 update(byte[] bytes) {
    digest.update(bytes, 0, bytes.length);
    return this;
  }

  /** Appends a non-negative integer as a 32-byte big-endian word. */
  public Keccak256 updateWord(long value) {
    return update(word(value));
  }

  /** The hash of everything appended; the object then starts again from the empty input. */
  public byte[] finish() {
    byte[] out = new byte[BYTES];
    digest.doFinal(out, 0);
    return out;
  }

  /** A non-negative integer as a 32-byte big-endian word. */
  public static byte[] word(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("a word must not be negative, but is " + value);
    }
    return ByteBuffer.allocate(BYTES).putLong(BYTES - Long.BYTES, value).array();
  }
}
