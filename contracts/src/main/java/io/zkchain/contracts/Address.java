package io.zkchain.contracts;

import java.util.Locale;
import java.util.regex.Pattern;
import org.web3j.crypto.Keys;

/**
 * The address of an account or a contract.
 *
 * @param value 0x and 40 hex digits, in the mixed case of EIP-55
 */
public record Address(String value) {
  private static final Pattern FORM = Pattern.compile("0x[0-9a-fA-F]{40}");

  /**
   * Accepts lower case, or mixed case with a right checksum.
   *
   * @throws IllegalArgumentException if the text is no address, or its EIP-55 checksum is wrong
   */
  public Address {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'" + value + "' is no address: expected 0x and 40 hex digits");
    }
    String checked = Keys.toChecksumAddress(value);
    boolean plain = value.substring(2).equals(value.substring(2).toLowerCase(Locale.ROOT));
    if (!plain && !value.equals(checked)) {
      throw new IllegalArgumentException(
          "'" + value + "' has a wrong EIP-55 checksum: a digit or a letter's case was changed");
    }
    value = checked;
  }

  @Override
  public String toString() {
    return value;
  }
}
