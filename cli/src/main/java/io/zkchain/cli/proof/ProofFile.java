package io.zkchain.cli.proof;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A proof with all that a verifier needs beside the key, as {@code proof.json} holds it.
 *
 * @param verifyingKey digest of the key, 32 bytes, 64 lower-case hexadecimal digits
 * @param context what the proof is bound to, 32 bytes, likewise
 * @param publicInputs quantised public inputs, signed, |v| at most (r-1)/2
 * @param publicOutputs quantised public outputs, likewise
 * @param proof the proof's bytes in hexadecimal, a positive multiple of 32 bytes
 */
public record ProofFile(
    String verifyingKey,
    String context,
    List<BigInteger> publicInputs,
    List<BigInteger> publicOutputs,
    String proof) {

  public ProofFile {
    publicInputs = List.copyOf(publicInputs);
    publicOutputs = List.copyOf(publicOutputs);
  }

  /** From bytes, as the prover has them. */
  public static ProofFile of(
      byte[] verifyingKey,
      byte[] context,
      List<BigInteger> publicInputs,
      List<BigInteger> publicOutputs,
      byte[] proof) {
    HexFormat hex = HexFormat.of();
    return new ProofFile(
        hex.formatHex(verifyingKey),
        hex.formatHex(context),
        publicInputs,
        publicOutputs,
        hex.formatHex(proof));
  }

  public byte[] verifyingKeyBytes() {
    return HexFormat.of().parseHex(verifyingKey);
  }

  public byte[] contextBytes() {
    return HexFormat.of().parseHex(context);
  }

  public byte[] proofBytes() {
    return HexFormat.of().parseHex(proof);
  }

  /** Inputs, then outputs. */
  public List<BigInteger> publicValues() {
    var values = new ArrayList<>(publicInputs);
    values.addAll(publicOutputs);
    return values;
  }
}
