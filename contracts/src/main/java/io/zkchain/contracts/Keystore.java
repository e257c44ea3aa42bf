package io.zkchain.contracts;

import org.web3j.crypto.Credentials;
import org.web3j.crypto.Wallet;
import org.web3j.crypto.WalletFile;
import org.web3j.crypto.exception.CipherException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads Web3 Secret Storage, version 3. web3j decrypts it; the JSON is read here, because web3j
 * 6.0.0's own reading loses the name of the key derivation with newer releases of Jackson 3.
 */
final class Keystore {
  // A hostile file must not make scrypt fill the memory: geth's strongest setting is n = 2^18, r =
  // 8.
  private static final long LARGEST_SCRYPT = 1L << 22;
  private static final int MOST_ITERATIONS = 10_000_000;

  private Keystore() {}

  static Credentials decrypt(String json, String password) throws CipherException {
    JsonNode root = JsonMapper.shared().readTree(json);
    JsonNode stored = root.has("crypto") ? root.path("crypto") : root.path("Crypto");
    WalletFile.Crypto crypto = new WalletFile.Crypto();
    crypto.setCipher(stored.required("cipher").asString());
    crypto.setCiphertext(stored.required("ciphertext").asString());
    WalletFile.CipherParams cipher = new WalletFile.CipherParams();
    cipher.setIv(stored.required("cipherparams").required("iv").asString());
    crypto.setCipherparams(cipher);
    crypto.setKdf(stored.required("kdf").asString());
    setDerivation(crypto, stored.required("kdfparams"));
    crypto.setMac(stored.required("mac").asString());
    WalletFile file = new WalletFile();
    file.setVersion(root.required("version").asInt());
    file.setCrypto(crypto);
    return Credentials.create(Wallet.decrypt(password, file));
  }

  private static void setDerivation(WalletFile.Crypto crypto, JsonNode stored) {
    switch (crypto.getKdf()) {
      case "scrypt" -> {
        WalletFile.ScryptKdfParams scrypt = new WalletFile.ScryptKdfParams();
        scrypt.setDklen(stored.required("dklen").asInt());
        scrypt.setN(stored.required("n").asInt());
        scrypt.setP(stored.required("p").asInt());
        scrypt.setR(stored.required("r").asInt());
        scrypt.setSalt(stored.required("salt").asString());
        if ((long) scrypt.getN() * scrypt.getR() > LARGEST_SCRYPT) {
          throw new IllegalArgumentException("scrypt parameters too large");
        }
        crypto.setKdfparams(scrypt);
      }
      case "pbkdf2" -> {
        WalletFile.Aes128CtrKdfParams pbkdf2 = new WalletFile.Aes128CtrKdfParams();
        pbkdf2.setDklen(stored.required("dklen").asInt());
        pbkdf2.setC(stored.required("c").asInt());
        pbkdf2.setPrf(stored.required("prf").asString());
        pbkdf2.setSalt(stored.required("salt").asString());
        if (pbkdf2.getC() > MOST_ITERATIONS) {
          throw new IllegalArgumentException("too many iterations");
        }
        crypto.setKdfparams(pbkdf2);
      }
      default -> throw new IllegalArgumentException("unknown key derivation");
    }
  }
}
