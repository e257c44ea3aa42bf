package io.zkchain.solidity;

/** Collects indented lines of source text. */
final class SourceWriter {
  private final StringBuilder text = new StringBuilder();
  private int depth;

  SourceWriter(int depth) {
    this.depth = depth;
  }

  /** A formatted line at the current depth. */
  SourceWriter line(String format, Object... arguments) {
    String line = arguments.length == 0 ? format : format.formatted(arguments);
    text.repeat("    ", line.isEmpty() ? 0 : depth).append(line).append('\n');
    return this;
  }

  /** A comment line. */
  SourceWriter comment(String format, Object... arguments) {
    return line("// " + format, arguments);
  }

  /** A line that opens a block, and one level more from then on. */
  SourceWriter open(String format, Object... arguments) {
    line(format.isEmpty() ? "{" : format + " {", arguments);
    depth++;
    return this;
  }

  /** Closes a block. */
  SourceWriter close() {
    depth--;
    return line("}");
  }

  /** Lines that are indented already, from another writer. */
  SourceWriter append(String lines) {
    text.append(lines);
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** A hexadecimal literal. */
  static String hex(long value) {
    String digits = Long.toHexString(value);
    return (digits.length() < 2 ? "0x0" : "0x") + digits;
  }
}
