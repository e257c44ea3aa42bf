package io.zkchain.contracts;

import java.util.List;

/**
 * Why a contract refused a call.
 *
 * @param name name of the custom error, {@code Error} or {@code Panic}, or empty if the data names
 *     none that is known
 * @param arguments its arguments as text
 * @param data the data as returned, 0x and hex digits
 * @param node the node's own words
 */
public record Revert(String name, List<String> arguments, String data, String node) {

  /** Copies the list. */
  public Revert {
    arguments = List.copyOf(arguments);
  }

  /** One line for people, such as {@code InvalidScalar(17)}. */
  public String describe() {
    return Foreign.line(words());
  }

  private String words() {
    if (name.isEmpty()) {
      return data.equals("0x") ? node + " (no reason given)" : "unknown error " + data;
    }
    if (name.equals("Error")) {
      return arguments.getFirst();
    }
    return name + "(" + String.join(", ", arguments) + ")";
  }
}
