package io.zkchain.solidity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A printed verifier contract.
 *
 * @param contractName name of the contract
 * @param source Solidity source of its only file
 * @param standardJson input for the Solidity compiler, with the settings that compile it
 * @param metadata JSON: names, public tensors, digest of the key
 * @param parts contracts in the source that hold the verifier program; 0 if the verifier holds it
 *     itself. The verifier's constructor makes them, or takes their addresses
 */
public record GeneratedVerifier(
    String contractName, String source, String standardJson, String metadata, int parts) {
  /** Most bytes of runtime code that a contract may have (EIP-170). */
  public static final int CODE_LIMIT = 24_576;

  /** Most bytes of creation code that a transaction may carry (EIP-3860). */
  public static final int CREATION_LIMIT = 2 * CODE_LIMIT;

  /** Most contracts that a verifier program is cut into. */
  public static final int MOST_PARTS = 16;

  /** Name of a part among the contracts of the source. */
  public String partName(int number) {
    return contractName + "Part" + number;
  }

  /** Name of the source file. */
  public String fileName() {
    return contractName + ".sol";
  }

  /**
   * The files of a folder that Foundry and Hardhat build unchanged, by path relative to it, with
   * {@code /} between names.
   */
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("src/" + fileName(), source);
    files.put("foundry.toml", CompilerSettings.foundry());
    files.put("hardhat.config.cjs", CompilerSettings.hardhat());
    files.put(contractName + ".standard.json", standardJson);
    files.put("verifier.json", metadata);
    return files;
  }

  /**
   * Writes {@link #files} into a folder, each to a temporary name and then moved.
   *
   * @throws IOException if the folder cannot be made or written to
   */
  public void writeTo(Path folder) throws IOException {
    for (Map.Entry<String, String> file : files().entrySet()) {
      Path target = folder.resolve(file.getKey());
      Path parent = target.getParent();
      Files.createDirectories(parent == null ? folder : parent);
      Path temporary = Files.createTempFile(parent, ".verifier", ".tmp");
      try {
        Files.writeString(temporary, file.getValue());
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    }
  }
}
