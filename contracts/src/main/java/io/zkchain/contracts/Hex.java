package io.zkchain.contracts;

import io.zkchain.prover.transcript.Keccak256;
import java.math.BigInteger;
import java.util.HexFormat;

/** Hexadecimal text as JSON-RPC has it, and its hash. */
final class Hex {
  private Hex() {}

  /** A number from 0x and hex digits. */
  static BigInteger quantity(String text) {
    return new BigInteger(text.substring(2), 16);
  }

  /** Bytes from 0x and an even number of hex digits. */
  static byte[] bytes(String text) {
    return HexFormat.of().parseHex(text, 2, text.length());
  }

  /** Keccak-256 of bytes, as 0x and 64 hex digits. */
  static String keccak(byte[] data) {
    return "0x" + HexFormat.of().formatHex(Keccak256.hash(data));
  }
}
