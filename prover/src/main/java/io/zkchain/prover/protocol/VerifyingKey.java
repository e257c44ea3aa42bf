package io.zkchain.prover.protocol;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.CircuitCodec;
import io.zkchain.circuit.CircuitException;
import io.zkchain.circuit.CircuitValidator;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.EncodingException;
import io.zkchain.prover.program.VerifierProgram;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What a verifier needs: the circuit's structure, commitments to its fixed columns, and one point
 * of the powers of tau. Immutable.
 *
 * <p>The verifier program and all digests follow from these and are computed here, never read: a
 * file cannot smuggle in another statement.
 */
public final class VerifyingKey {
  private final Circuit circuit;
  private final List<G1> commitments;
  private final G2 theta;
  private final boolean insecure;
  private final String srsOrigin;
  private final VerifierProgram program;
  private final byte[] digest;

  /** For tests of verifiers only: a key whose circuit has not been validated. */
  VerifyingKey(
      Circuit circuit, List<G1> commitments, G2 theta, boolean insecure, String srsOrigin) {
    this.circuit = circuit;
    this.commitments = List.copyOf(commitments);
    this.theta = theta;
    this.insecure = insecure;
    this.srsOrigin = srsOrigin;
    this.program = VerifierProgram.build(circuit);
    this.digest = KeyDigest.of(circuit, program.digest(), this.commitments, theta, insecure);
  }

  /**
   * The key of a valid circuit.
   *
   * @param commitments of the fixed columns, then of the table outputs
   * @param srsOrigin where the powers of tau come from, for people; not covered by the digest
   * @throws KeyFormatException if the circuit breaks a validity rule or the number of commitments
   *     is not the circuit's
   */
  public static VerifyingKey of(
      Circuit circuit, List<G1> commitments, G2 theta, boolean insecure, String srsOrigin) {
    try {
      CircuitValidator.validate(circuit);
    } catch (CircuitException e) {
      throw new KeyFormatException("the key's circuit is not valid: " + e.getMessage(), e);
    }
    requireCommitments(commitments.size(), circuit);
    if (theta.isInfinity()) {
      throw new KeyFormatException("the key's [theta]_2 is the point at infinity");
    }
    return new VerifyingKey(circuit, commitments, theta, insecure, srsOrigin);
  }

  private static void requireCommitments(int count, Circuit circuit) {
    int expected = circuit.fixedColumns();
    for (int lane = 0; lane < circuit.tableLanes(); lane++) {
      expected += circuit.hasOutputColumn(lane) ? 1 : 0;
    }
    if (count != expected) {
      throw new KeyFormatException(
          "the key has " + count + " commitments, its circuit needs " + expected);
    }
  }

  /** The circuit's structure; it holds no private weight. */
  public Circuit circuit() {
    return circuit;
  }

  /** Commitments of the fixed columns, then of the table outputs (ascending table lanes). */
  public List<G1> commitments() {
    return commitments;
  }

  /** Commitments of the fixed columns. */
  public List<G1> fixedCommitments() {
    return commitments.subList(0, circuit.fixedColumns());
  }

  /** Commitments of the table outputs, one a table lane that has them, ascending. */
  public List<G1> outputCommitments() {
    return commitments.subList(circuit.fixedColumns(), commitments.size());
  }

  /** [theta]_2 of the powers of tau. */
  public G2 theta() {
    return theta;
  }

  /** Whether the powers of tau come from a known secret; such a key proves nothing. */
  public boolean insecure() {
    return insecure;
  }

  /** Where the powers of tau come from, for people. */
  public String srsOrigin() {
    return srsOrigin;
  }

  /** What the verifier computes about the circuit. */
  public VerifierProgram program() {
    return program;
  }

  /** Where the parts of this key's proofs lie. */
  public ProofLayout layout() {
    return ProofLayout.of(circuit);
  }

  /** 32 bytes; see {@link KeyDigest}. */
  public byte[] digest() {
    return digest.clone();
  }

  /** The key's bytes: circuit, commitments, [theta]_2, insecure flag, origin. */
  public byte[] encode() {
    byte[] structure = CircuitCodec.encode(circuit);
    byte[] origin = srsOrigin.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(
            3 * Integer.BYTES
                + structure.length
                + commitments.size() * G1.BYTES
                + G2.BYTES
                + 1
                + origin.length);
    out.putInt(structure.length).put(structure);
    out.putInt(commitments.size());
    commitments.forEach(point -> out.put(point.toBytes()));
    out.put(theta.toBytes()).put((byte) (insecure ? 1 : 0));
    out.putInt(origin.length).put(origin);
    return out.array();
  }

  /**
   * The key of some bytes. Validates the circuit, checks every point, and recomputes program and
   * digests.
   *
   * @throws KeyFormatException if the bytes are no key, or the key breaks a rule
   */
  public static VerifyingKey decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      Circuit circuit = CircuitCodec.decode(take(in));
      int count = in.getInt();
      requireCommitments(count, circuit);
      List<G1> commitments = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        commitments.add(G1.fromBytes(bytes, skip(in, G1.BYTES)));
      }
      G2 theta = G2.fromBytes(bytes, skip(in, G2.BYTES));
      byte flag = in.get();
      String origin = new String(take(in), StandardCharsets.UTF_8);
      if (flag < 0 || flag > 1 || in.hasRemaining()) {
        throw new KeyFormatException("the key's flag is " + flag + " or bytes follow its end");
      }
      return of(circuit, commitments, theta, flag == 1, origin);
    } catch (BufferUnderflowException e) {
      throw new KeyFormatException("the key is cut off", e);
    } catch (EncodingException | CircuitException e) {
      throw new KeyFormatException("the key is damaged: " + e.getMessage(), e);
    }
  }

  private static byte[] take(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] part = new byte[length];
    in.get(part);
    return part;
  }

  private static int skip(ByteBuffer in, int length) {
    int at = in.position();
    if (in.remaining() < length) {
      throw new BufferUnderflowException();
    }
    in.position(at + length);
    return at;
  }

  /**
   * Writes the key to a file, under a temporary name first.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    KeyFiles.write(this, file);
  }

  /**
   * Reads a key file; see {@link #decode}.
   *
   * @throws KeyFormatException if it is no verifying key, or a damaged one
   * @throws IOException if it cannot be read
   */
  public static VerifyingKey open(Path file) throws IOException {
    return KeyFiles.openVerifyingKey(file);
  }

  /** Sizes and digest. */
  @Override
  public String toString() {
    return "VerifyingKey["
        + HexFormat.of().formatHex(digest)
        + ", n = "
        + circuit.logRows()
        + (insecure ? ", insecure]" : "]");
  }
}
