package io.zkchain.compiler.error;

import org.jspecify.annotations.Nullable;

/**
 * Root of the errors between an ONNX file and a circuit. Names from a file may hold anything: in
 * the message, control characters are escaped, so that it is one line and cannot drive a terminal.
 */
public abstract sealed class CompilerException extends RuntimeException
    permits ModelException, InputDataException, ReferenceException {

  private static final int MAX_LENGTH = 1 << 14;

  CompilerException(String message, @Nullable Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String message) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < Math.min(message.length(), MAX_LENGTH); i++) {
      char c = message.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        line.append("\\u%04x".formatted((int) c));
      } else {
        line.append(c);
      }
    }
    return message.length() > MAX_LENGTH ? line.append(" ..").toString() : line.toString();
  }
}
