package io.zkchain.prover.protocol;

import io.zkchain.prover.field.Fr;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A proof with its statement. Immutable.
 *
 * <p>What it proves: for the circuit and the committed parameters of the key, some input gives
 * these public values. The context says to whom and for what; who relies on a proof has to compare
 * it.
 *
 * @param keyDigest digest of the verifying key, 32 bytes
 * @param context 32 bytes of the application's choice, bound to the proof
 * @param publicValues the public tensors one after the other, row-major; signed, |v| at most
 *     (r-1)/2
 * @param bytes the proof as {@link ProofLayout} lays it out
 */
public record Proof(byte[] keyDigest, byte[] context, List<BigInteger> publicValues, byte[] bytes) {
  private static final BigInteger LIMIT = Fr.MODULUS.shiftRight(1);

  /**
   * @throws IllegalArgumentException if digest or context have not 32 bytes, or a value is too
   *     large
   */
  public Proof {
    requireWord(keyDigest, "key digest");
    requireWord(context, "context");
    keyDigest = keyDigest.clone();
    context = context.clone();
    publicValues = List.copyOf(publicValues);
    bytes = bytes.clone();
    for (BigInteger value : publicValues) {
      if (value.abs().compareTo(LIMIT) > 0) {
        throw new IllegalArgumentException(
            "public value " + value + " is beyond (r-1)/2 in magnitude");
      }
    }
  }

  private static void requireWord(byte[] bytes, String what) {
    if (bytes.length != ProofLayout.WORD) {
      throw new IllegalArgumentException(what + " has " + bytes.length + " bytes, not 32");
    }
  }

  @Override
  public byte[] keyDigest() {
    return keyDigest.clone();
  }

  @Override
  public byte[] context() {
    return context.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The public values as residues in [0, r), as the transcript and the contract take them. */
  public List<BigInteger> publicWords() {
    return publicValues.stream().map(v -> v.mod(Fr.MODULUS)).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Proof that
        && Arrays.equals(keyDigest, that.keyDigest)
        && Arrays.equals(context, that.context)
        && publicValues.equals(that.publicValues)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + Arrays.hashCode(context);
  }

  /** Digest and sizes. */
  @Override
  public String toString() {
    return "Proof["
        + bytes.length
        + " bytes, "
        + publicValues.size()
        + " public values, key "
        + HexFormat.of().formatHex(keyDigest)
        + "]";
  }
}
