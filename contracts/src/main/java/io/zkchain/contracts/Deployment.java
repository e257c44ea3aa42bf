package io.zkchain.contracts;

import io.zkchain.contracts.ChainException.FileFailed;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A deployed contract, as {@code deployment.json} records it.
 *
 * @param chainId chain it lives on
 * @param contract its address
 * @param transactionHash transaction that created it
 * @param blockNumber block of that transaction
 * @param gasUsed gas of that transaction
 * @param codeBytes size of its code in bytes
 * @param codeHash Keccak-256 of its code, 0x and 64 hex digits
 */
public record Deployment(
    long chainId,
    Address contract,
    String transactionHash,
    BigInteger blockNumber,
    BigInteger gasUsed,
    int codeBytes,
    String codeHash) {

  private static final String FORMAT = "zkchain-deployment";
  private static final int VERSION = 1;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Writes the record, whole or not at all.
   *
   * @throws FileFailed if the file cannot be written
   */
  public void write(Path file) {
    var json =
        JSON.createObjectNode()
            .put("format", FORMAT)
            .put("version", VERSION)
            .put("chainId", chainId);
    json.put("contract", contract.value()).put("transactionHash", transactionHash);
    json.put("blockNumber", blockNumber)
        .put("gasUsed", gasUsed)
        .put("codeBytes", codeBytes)
        .put("codeHash", codeHash);
    Path target = file.toAbsolutePath();
    Path temporary = null;
    try {
      temporary =
          Files.createTempFile(target.getParent(), target.getFileName().toString(), ".part");
      Files.writeString(
          temporary, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(temporary);
      throw new FileFailed(file, "cannot be written: " + e);
    }
  }

  private static void delete(@org.jspecify.annotations.Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // The write's own failure is what the caller hears of.
      return;
    }
  }

  /**
   * Reads a record, if the file exists.
   *
   * @throws FileFailed if it is no deployment record
   */
  public static Optional<Deployment> read(Path file) {
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      if (!json.path("format").asString("").equals(FORMAT)
          || json.path("version").asInt(0) != VERSION) {
        throw new FileFailed(file, "is no " + FORMAT + " file of version " + VERSION);
      }
      return Optional.of(
          new Deployment(
              json.required("chainId").asLong(),
              new Address(json.required("contract").asString()),
              json.required("transactionHash").asString(),
              json.required("blockNumber").bigIntegerValue(),
              json.required("gasUsed").bigIntegerValue(),
              json.required("codeBytes").asInt(),
              json.required("codeHash").asString()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      throw new FileFailed(file, "is no readable deployment record: " + e.getMessage());
    }
  }
}
