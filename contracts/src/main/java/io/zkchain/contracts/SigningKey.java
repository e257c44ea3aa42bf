package io.zkchain.contracts;

import io.zkchain.contracts.ChainException.KeyUnavailable;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Sign;
import org.web3j.crypto.exception.CipherException;

/**
 * The key of an account that pays for transactions. It never leaves this object: neither its text
 * nor an error about it shows anything but the address.
 */
public final class SigningKey {
  private static final Pattern HEX_KEY = Pattern.compile("(0x)?[0-9a-fA-F]{64}");

  private final Credentials credentials;

  SigningKey(Credentials credentials) {
    this.credentials = credentials;
  }

  /**
   * Reads an encrypted keystore file (Web3 Secret Storage, as geth and Foundry write it).
   *
   * @param file keystore file
   * @param password its password; the caller may clear the array afterwards
   * @throws KeyUnavailable if the file cannot be read or the password is wrong
   */
  public static SigningKey fromKeystore(Path file, char[] password) {
    if (!Files.isRegularFile(file)) {
      throw new KeyUnavailable("keystore file " + file + " does not exist");
    }
    try {
      return new SigningKey(Keystore.decrypt(Files.readString(file), new String(password)));
    } catch (CipherException e) {
      throw new KeyUnavailable(
          "keystore file "
              + file
              + " cannot be decrypted: wrong password, or not a keystore of version 3");
    } catch (IOException | RuntimeException e) {
      throw new KeyUnavailable(
          "keystore file " + file + " cannot be read: not a Web3 Secret Storage file");
    }
  }

  /**
   * Reads a private key (64 hex digits) from the environment.
   *
   * @param variable name of the environment variable
   * @throws KeyUnavailable if it is not set, or holds no private key
   */
  public static SigningKey fromEnvironment(String variable) {
    return fromEnvironment(variable, System::getenv);
  }

  /**
   * As {@link #fromEnvironment(String)}, from another environment than the process's.
   *
   * @param environment the value of a variable, or null
   */
  public static SigningKey fromEnvironment(
      String variable, Function<String, @Nullable String> environment) {
    String text = environment.apply(variable);
    if (text == null || text.isBlank()) {
      throw new KeyUnavailable(
          "environment variable " + variable + " is not set; it must hold the private key");
    }
    String hex = text.strip();
    if (HEX_KEY.matcher(hex).matches()) {
      BigInteger secret = new BigInteger(hex.startsWith("0x") ? hex.substring(2) : hex, 16);
      if (secret.signum() > 0 && secret.compareTo(Sign.CURVE_PARAMS.getN()) < 0) {
        return new SigningKey(Credentials.create(hex));
      }
    }
    throw new KeyUnavailable(
        "environment variable " + variable + " holds no private key: expected 64 hex digits");
  }

  /** The account. */
  public Address address() {
    return new Address(credentials.getAddress());
  }

  Credentials credentials() {
    return credentials;
  }

  @Override
  public String toString() {
    return "SigningKey[" + address() + "]";
  }
}
