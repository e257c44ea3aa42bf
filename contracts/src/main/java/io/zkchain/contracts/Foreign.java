package io.zkchain.contracts;

import java.util.regex.Pattern;

/** Makes text that a node or a contract chose fit for a message: one line, printable, not long. */
final class Foreign {
  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]+");
  private static final int LONGEST = 300;

  private Foreign() {}

  static String line(String text) {
    String clean = UNPRINTABLE.matcher(text).replaceAll("?");
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
  }
}
