package io.zkchain.cli.io;

import io.zkchain.cli.CliException;
import java.util.HexFormat;

/** Bytes as lower-case hexadecimal with the prefix 0x, as Ethereum writes them. */
public final class Hex {
  private static final HexFormat FORMAT = HexFormat.of();

  private Hex() {}

  public static String of(byte[] bytes) {
    return "0x" + FORMAT.formatHex(bytes);
  }

  /**
   * Reads 0x and an even number of hexadecimal digits.
   *
   * @param what names the value in the error
   */
  public static byte[] parse(String what, String text) {
    if (!text.startsWith("0x")) {
      throw CliException.failed("%s must start with 0x".formatted(what));
    }
    try {
      return FORMAT.parseHex(text, 2, text.length());
    } catch (IllegalArgumentException e) {
      throw CliException.failed(
          "%s is not an even number of hexadecimal digits after 0x".formatted(what));
    }
  }

  /** As {@link #parse}, for a value of known size in bytes. */
  public static byte[] parse(String what, String text, int size) {
    byte[] bytes = parse(what, text);
    if (bytes.length != size) {
      throw CliException.failed("%s has %d bytes, expected %d".formatted(what, bytes.length, size));
    }
    return bytes;
  }
}
