package io.zkchain.contracts;

import static org.web3j.crypto.Bip32ECKeyPair.HARDENED_BIT;

import org.web3j.crypto.Bip32ECKeyPair;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.MnemonicUtils;

/**
 * The accounts that development chains fund. Their keys are public knowledge: never use them
 * anywhere else.
 */
final class DevelopmentAccounts {
  static final String MNEMONIC = "test test test test test test test test test test test junk";
  private static final int COUNT = 10;

  private DevelopmentAccounts() {}

  /** Account at m/44'/60'/0'/0/index. */
  static SigningKey key(int index) {
    if (index < 0 || index >= COUNT) {
      throw new IllegalArgumentException(
          "account " + index + " is not one of the " + COUNT + " funded ones");
    }
    Bip32ECKeyPair master =
        Bip32ECKeyPair.generateKeyPair(MnemonicUtils.generateSeed(MNEMONIC, ""));
    int[] path = {44 | HARDENED_BIT, 60 | HARDENED_BIT, HARDENED_BIT, 0, index};
    return new SigningKey(Credentials.create(Bip32ECKeyPair.deriveKeyPair(master, path)));
  }
}
