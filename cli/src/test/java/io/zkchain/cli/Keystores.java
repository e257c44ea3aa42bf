package io.zkchain.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Wallet;
import org.web3j.crypto.exception.CipherException;
import tools.jackson.databind.json.JsonMapper;

/** Keystore files for tests, with a key derivation that is fast and weak. */
final class Keystores {
  private Keystores() {}

  static void write(Path file, String key, String password) throws IOException {
    try {
      var wallet = Wallet.createLight(password, Credentials.create(key).getEcKeyPair());
      Files.writeString(file, JsonMapper.shared().writeValueAsString(wallet));
    } catch (CipherException e) {
      throw new AssertionError(e);
    }
  }
}
