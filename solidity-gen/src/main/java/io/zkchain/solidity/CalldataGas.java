package io.zkchain.solidity;

import java.math.BigInteger;
import java.util.List;

/**
 * Price of a transaction's data: 16 gas for a byte, 4 for a zero byte (EIP-2028), and not less than
 * 40 and 10 for data and execution together (EIP-7623). Bytes that are not known count by their
 * expected value.
 */
final class CalldataGas {
  /** Price of any transaction. */
  static final int TRANSACTION = 21_000;

  private static final int BYTE = 16;
  private static final int ZERO_BYTE = 4;
  private static final int FLOOR_BYTE = 40;
  private static final int FLOOR_ZERO_BYTE = 10;
  private static final int WORD = MemoryMap.WORD;
  private static final int SELECTOR_BYTES = 4;

  /** Bytes of a public value that are not 0, or, if it is negative, not 255. */
  private static final int INTEGER_BYTES = 2;

  /**
   * Zero bytes of a uniform element of either field: 31 bytes are 0 in one case of 256, the
   * highest, which is at most 0x30, in one of 48.4.
   */
  private static final double ELEMENT_ZEROS = 31 / 256.0 + 1 / 48.4;

  private double bytes;
  private double zeros;

  /** Adds bytes that are known. */
  void bytes(byte[] data) {
    for (byte b : data) {
      if (b == 0) {
        zeros++;
      } else {
        bytes++;
      }
    }
  }

  /** Adds numbers of bytes. */
  void counted(int otherBytes, int zeroBytes) {
    bytes += otherBytes;
    zeros += zeroBytes;
  }

  /** Adds words of small integers; if they are signed, as many are negative as not. */
  void integers(int count, boolean signed) {
    int positive = INTEGER_BYTES;
    double used = signed ? (positive + WORD) / 2.0 : positive;
    bytes += used * count;
    zeros += (WORD - used) * count;
  }

  /**
   * Adds what a call of {@code submit} has beside the public values.
   *
   * @param words numbers of public values
   */
  void call(List<Integer> words, int proofBytes) {
    int values = words.stream().mapToInt(Integer::intValue).sum();
    bytes += SELECTOR_BYTES;
    zeros += WORD; // the context, if the application sets none
    bytes(Calldata.word(BigInteger.valueOf((long) WORD * (values + 2))));
    bytes(Calldata.word(BigInteger.valueOf(proofBytes)));
    double elements = proofBytes / (double) WORD;
    bytes += elements * (WORD - ELEMENT_ZEROS);
    zeros += elements * ELEMENT_ZEROS;
  }

  long gas() {
    return Math.round(BYTE * bytes + ZERO_BYTE * zeros);
  }

  /** The least that data and execution cost together. */
  long floor() {
    return Math.round(FLOOR_BYTE * bytes + FLOOR_ZERO_BYTE * zeros);
  }
}
