package io.zkchain.prover.protocol;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.CircuitCodec;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.transcript.Keccak256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The one hash that names a verifying key in transcripts, proofs and events. It covers everything
 * that the verifier uses.
 */
public final class KeyDigest {
  private static final String NAME = "zkchain verifying key 1";

  private KeyDigest() {}

  /** The digest of a circuit's structure: keccak of its encoding. */
  public static byte[] structure(Circuit circuit) {
    return Keccak256.hash(CircuitCodec.encode(circuit));
  }

  /**
   * The digest of a key.
   *
   * @param programDigest digest of the verifier program
   * @param commitments of the fixed columns, then of the table outputs
   * @param theta [theta]_2
   * @param insecure whether the powers of tau come from a known secret, for tests
   */
  public static byte[] of(
      Circuit circuit, byte[] programDigest, List<G1> commitments, G2 theta, boolean insecure) {
    Keccak256 keccak = new Keccak256();
    byte[] name = NAME.getBytes(StandardCharsets.US_ASCII);
    keccak.update(Arrays.copyOf(name, Keccak256.BYTES));
    keccak.update(structure(circuit)).update(programDigest);
    keccak.updateWord(circuit.logRows());
    keccak.updateWord(circuit.lanes());
    keccak.updateWord(circuit.tableLanes());
    keccak.updateWord(circuit.fixedColumns());
    keccak.updateWord(commitments.size() - circuit.fixedColumns());
    commitments.forEach(point -> keccak.update(point.toBytes()));
    keccak.update(theta.toBytes()).updateWord(insecure ? 1 : 0);
    return keccak.finish();
  }
}
