package io.zkchain.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.contracts.ChainException.KeyUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.WalletUtils;

class SigningKeyTest {
  private static final String SECRET = "5a".repeat(32);

  @Test
  void readsAKeystoreFile(@TempDir Path folder) throws Exception {
    ECKeyPair pair = ECKeyPair.create(Hex.quantity("0x" + SECRET));
    Path file =
        folder.resolve(WalletUtils.generateWalletFile("right", pair, folder.toFile(), false));
    SigningKey key = SigningKey.fromKeystore(file, "right".toCharArray());
    assertThat(key.address())
        .isEqualTo(SigningKey.fromEnvironment("KEY", name -> SECRET).address());
    assertThat(key.toString()).doesNotContain(SECRET).contains(key.address().value());
    assertThatThrownBy(() -> SigningKey.fromKeystore(file, "wrong-password".toCharArray()))
        .isInstanceOf(KeyUnavailable.class)
        .hasMessageContaining("wrong password")
        .hasMessageNotContaining("wrong-password");
    Files.writeString(file, "{}");
    assertThatThrownBy(() -> SigningKey.fromKeystore(file, new char[0]))
        .isInstanceOf(KeyUnavailable.class);
    assertThatThrownBy(() -> SigningKey.fromKeystore(folder.resolve("none"), new char[0]))
        .isInstanceOf(KeyUnavailable.class)
        .hasMessageContaining("does not exist");
  }

  /** Nothing is derived: with so much work or memory, that would be the attack. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"kdf\": \"scrypt\", \"kdfparams\": {\"dklen\": 32, \"n\": 1048576, \"p\": 1, \"r\": 8,"
            + " \"salt\": \"00\"}",
        "\"kdf\": \"pbkdf2\", \"kdfparams\": {\"dklen\": 32, \"c\": 10000001, \"prf\":"
            + " \"hmac-sha256\", \"salt\": \"00\"}",
        "\"kdf\": \"none\", \"kdfparams\": {}"
      })
  void refusesAKeystoreThatAsksForTooMuch(String derivation, @TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("hostile.json");
    Files.writeString(
        file,
        "{\"crypto\": {\"cipher\": \"aes-128-ctr\", \"cipherparams\": {\"iv\": \"00\"},"
            + " \"ciphertext\": \"00\", \"mac\": \"00\", "
            + derivation
            + "}, \"version\": 3}");
    assertThatThrownBy(() -> SigningKey.fromKeystore(file, new char[0]))
        .isInstanceOf(KeyUnavailable.class)
        .hasMessageContaining("not a Web3 Secret Storage file");
  }

  /** The test vector of the Web3 Secret Storage definition. */
  @Test
  void readsTheStandardsOwnExample(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("standard.json");
    Files.writeString(
        file,
        """
        {"crypto": {"cipher": "aes-128-ctr", "cipherparams": {"iv": "6087dab2f9fdbbfaddc31a909735c1e6"},
          "ciphertext": "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46", "kdf": "pbkdf2",
          "kdfparams": {"c": 262144, "dklen": 32, "prf": "hmac-sha256",
            "salt": "ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
          "mac": "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},
         "id": "3198bc9c-6672-5ab3-d995-4942343ae5b6", "version": 3}
        """);
    assertThat(SigningKey.fromKeystore(file, "testpassword".toCharArray()).address())
        .isEqualTo(new Address("0x008aeeda4d805471df9b2a5b0f38a0c3bcba786b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x12",
        "zz",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
      })
  void refusesWhatIsNoPrivateKey(String text) {
    assertThatThrownBy(() -> SigningKey.fromEnvironment("MY_KEY", name -> text))
        .isInstanceOf(KeyUnavailable.class)
        .hasMessageContaining("MY_KEY")
        .hasMessageNotContaining("0000")
        .hasMessageNotContaining("ffff");
  }

  @Test
  void refusesAMissingVariable() {
    assertThatThrownBy(() -> SigningKey.fromEnvironment("ZKCHAIN_TEST_NO_SUCH_VARIABLE"))
        .isInstanceOf(KeyUnavailable.class)
        .hasMessageContaining("is not set");
  }

  @Test
  void checksAddresses() {
    String right = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
    assertThat(new Address(right.toLowerCase(java.util.Locale.ROOT))).hasToString(right);
    for (String other :
        new String[] {right + "0", "0x12", right.substring(2), "0x" + "g".repeat(40)}) {
      assertThatThrownBy(() -> new Address(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is no address: expected 0x and 40 hex digits");
    }
    assertThatThrownBy(() -> new Address("0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("checksum");
  }
}
