package io.zkchain.prover.protocol;

import io.zkchain.prover.field.Fr;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a prover needs beside the powers of tau: the verifying key, the integers of the fixed
 * columns and the blinders of their commitments. Immutable.
 *
 * <p>Secret if the parameters are private: whoever has it knows the weights.
 */
public final class ProvingKey {
  private final VerifyingKey verifyingKey;
  private final List<PackedColumn> columns;
  private final List<Fr> blinders;

  ProvingKey(VerifyingKey verifyingKey, List<PackedColumn> columns, List<Fr> blinders) {
    this.verifyingKey = verifyingKey;
    this.columns = List.copyOf(columns);
    this.blinders = List.copyOf(blinders);
  }

  /** The key for verifiers, which holds no secret. */
  public VerifyingKey verifyingKey() {
    return verifyingKey;
  }

  /**
   * Writes the key to a file that only its owner can read, under a temporary name first.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    KeyFiles.write(this, file);
  }

  /**
   * Opens a key file and maps its columns into memory; the file must not be changed meanwhile.
   *
   * @throws KeyFormatException if it is no proving key, or a damaged one
   * @throws IOException if it cannot be read
   */
  public static ProvingKey open(Path file) throws IOException {
    return KeyFiles.openProvingKey(file);
  }

  /** A fixed column, or, behind those, a table output column, unpacked. */
  long[] column(int number) {
    return columns.get(number).unpack();
  }

  List<PackedColumn> columns() {
    return columns;
  }

  /** The commitments' coefficients at X^N, one a column; 0 for public columns. */
  List<Fr> blinders() {
    return blinders;
  }

  /** The verifying key's digest; nothing secret. */
  @Override
  public String toString() {
    return "ProvingKey[" + verifyingKey + "]";
  }
}
