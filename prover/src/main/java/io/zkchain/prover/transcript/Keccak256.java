package io.zkchain.prover.transcript;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Keccak-256 with the original padding, as in the EVM (not SHA3-256): rate 1088, capacity 512 (The
 * Keccak reference 3.0, Bertoni, Daemen, Peeters and Van Assche 2011).
 *
 * <p>The JDK has the permutation only behind the padding of SHA-3. A cryptographic library has it,
 * but its signed archive is verified at each start of a command; so it is here, and tested against
 * that library.
 */
public final class Keccak256 {
  /** Bytes of a hash value and of a protocol word. */
  public static final int BYTES = 32;

  private static final int RATE = 136;
  private static final int WORDS = 25;
  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Of the steps rho and pi taken together along their one cycle: where a word goes. */
  private static final int[] TARGETS = {
    10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1
  };

  /** And by how many bits it turns: the triangular numbers. */
  private static final int[] TURNS = {
    1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44
  };

  private static final long[] ROUND_CONSTANTS = roundConstants();

  private final long[] state = new long[WORDS];
  private final byte[] block = new byte[RATE];
  private int filled;

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
    for (int from = 0; from < bytes.length; ) {
      int count = Math.min(RATE - filled, bytes.length - from);
      System.arraycopy(bytes, from, block, filled, count);
      from += count;
      filled += count;
      if (filled == RATE) {
        absorb();
      }
    }
    return this;
  }

  /** Appends a non-negative integer as a 32-byte big-endian word. */
  public Keccak256 updateWord(long value) {
    return update(word(value));
  }

  /** The hash of everything appended; the object then starts again from the empty input. */
  public byte[] finish() {
    Arrays.fill(block, filled, RATE, (byte) 0);
    block[filled] = 1;
    block[RATE - 1] |= (byte) 0x80;
    absorb();
    byte[] out = new byte[BYTES];
    for (int i = 0; i < BYTES; i += Long.BYTES) {
      LITTLE_ENDIAN.set(out, i, state[i / Long.BYTES]);
    }
    Arrays.fill(state, 0);
    return out;
  }

  /** A non-negative integer as a 32-byte big-endian word. */
  public static byte[] word(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("a word must not be negative, but is " + value);
    }
    return ByteBuffer.allocate(BYTES).putLong(BYTES - Long.BYTES, value).array();
  }

  private void absorb() {
    for (int i = 0; i < RATE; i += Long.BYTES) {
      state[i / Long.BYTES] ^= (long) LITTLE_ENDIAN.get(block, i);
    }
    for (long constant : ROUND_CONSTANTS) {
      theta(state);
      rhoAndPi(state);
      chi(state);
      state[0] ^= constant;
    }
    filled = 0;
  }

  private static void theta(long[] a) {
    long c0 = a[0] ^ a[5] ^ a[10] ^ a[15] ^ a[20];
    long c1 = a[1] ^ a[6] ^ a[11] ^ a[16] ^ a[21];
    long c2 = a[2] ^ a[7] ^ a[12] ^ a[17] ^ a[22];
    long c3 = a[3] ^ a[8] ^ a[13] ^ a[18] ^ a[23];
    long c4 = a[4] ^ a[9] ^ a[14] ^ a[19] ^ a[24];
    long d0 = c4 ^ Long.rotateLeft(c1, 1);
    long d1 = c0 ^ Long.rotateLeft(c2, 1);
    long d2 = c1 ^ Long.rotateLeft(c3, 1);
    long d3 = c2 ^ Long.rotateLeft(c4, 1);
    long d4 = c3 ^ Long.rotateLeft(c0, 1);
    for (int y = 0; y < WORDS; y += 5) {
      a[y] ^= d0;
      a[y + 1] ^= d1;
      a[y + 2] ^= d2;
      a[y + 3] ^= d3;
      a[y + 4] ^= d4;
    }
  }

  private static void rhoAndPi(long[] a) {
    long carried = a[1];
    for (int i = 0; i < TARGETS.length; i++) {
      int target = TARGETS[i];
      long displaced = a[target];
      a[target] = Long.rotateLeft(carried, TURNS[i]);
      carried = displaced;
    }
  }

  private static void chi(long[] a) {
    for (int y = 0; y < WORDS; y += 5) {
      long a0 = a[y];
      long a1 = a[y + 1];
      long a2 = a[y + 2];
      long a3 = a[y + 3];
      long a4 = a[y + 4];
      a[y] = a0 ^ (~a1 & a2);
      a[y + 1] = a1 ^ (~a2 & a3);
      a[y + 2] = a2 ^ (~a3 & a4);
      a[y + 3] = a3 ^ (~a4 & a0);
      a[y + 4] = a4 ^ (~a0 & a1);
    }
  }

  /** Bit 2^j - 1 of the constant of round i is output j + 7 i of x^8 + x^6 + x^5 + x^4 + 1. */
  private static long[] roundConstants() {
    long[] constants = new long[24];
    int register = 1;
    for (int i = 0; i < constants.length; i++) {
      for (int j = 0; j < 7; j++) {
        if ((register & 1) != 0) {
          constants[i] |= 1L << ((1 << j) - 1);
        }
        register = register << 1 ^ (register >>> 7) * 0x171;
      }
    }
    return constants;
  }
}
