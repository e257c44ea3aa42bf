package io.zkchain.prover.srs;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.msm.Bases;
import io.zkchain.prover.msm.FixedBase;
import io.zkchain.prover.parallel.Parallel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * A structured reference string for KZG commitments: [1]_1, [tau]_1, .. [tau^(size-1)]_1 and [1]_2,
 * [tau]_2 for a secret tau that nobody must know.
 *
 * <pre>{@code
 * Srs srs = SrsImport.ignition(file, 0, Parallel.common()); // checked point by point, and as powers
 * srs.write(target);
 * Srs again = Srs.open(target).prefix(32769);
 * G1 commitment = new Msm(again.bases(), Parallel.common()).sum(coefficients);
 * }</pre>
 *
 * <p>Immutable. The points may lie in a mapped file, which must not be changed or cut while this is
 * in use.
 */
public final class Srs {
  private final Bases bases;
  private final G2 tau;
  private final String origin;
  private final boolean insecure;

  Srs(Bases bases, G2 tau, String origin, boolean insecure) {
    this.bases = bases;
    this.tau = tau;
    this.origin = origin;
    this.insecure = insecure;
  }

  /**
   * An SRS of 2^logSize + 1 powers whose tau is drawn here and then dropped. It is INSECURE, and
   * marked so for ever: whoever made it could have kept tau, and with tau every statement can be
   * proven.
   *
   * @param random a {@link java.security.SecureRandom}, but in tests
   */
  public static Srs test(int logSize, RandomGenerator random) {
    if (logSize < 0 || logSize > 24) {
      throw new IllegalArgumentException("an SRS of 2^" + logSize + " powers");
    }
    Fr secret;
    do {
      secret = Fr.random(random);
    } while (secret.isZero());
    FrVector powers = new FrVector((1 << logSize) + 1);
    Fr power = Fr.ONE;
    for (int i = 0; i < powers.size(); i++) {
      powers.set(i, power);
      power = power.mul(secret);
    }
    Bases bases = new FixedBase(G1.GENERATOR).multiples(powers, Parallel.common());
    powers.clear();
    return new Srs(bases, G2.GENERATOR.mul(secret), "insecure test setup", true);
  }

  /**
   * Opens a file that {@link #write} made, mapping its points. Its checksum is verified; that the
   * points are what they should be was checked before the file was written, and {@link
   * SrsCheck#check} checks it again.
   *
   * @throws SrsException if the file cannot be read, is none of this kind, or was altered
   */
  public static Srs open(Path file) {
    return SrsFile.open(file);
  }

  /**
   * Writes all powers to a file, under a temporary name first.
   *
   * @throws SrsException if the file cannot be written
   */
  public void write(Path file) {
    SrsFile.write(this, file);
  }

  /** The number of powers in G1. */
  public int size() {
    return bases.size();
  }

  /** Bytes of the file that {@link #write} makes of so many powers. */
  public static long fileBytes(long powers) {
    return SrsFile.HEADER + G1.BYTES * powers;
  }

  /** [tau^i]_1. */
  public G1 g1(int i) {
    return bases.get(i);
  }

  /** All powers in G1, for sums. */
  public Bases bases() {
    return bases;
  }

  /** [1]_2, EIP-197's generator. */
  public G2 g2Generator() {
    return G2.GENERATOR;
  }

  /** [tau]_2. */
  public G2 g2Tau() {
    return tau;
  }

  /** Where it comes from, in words. */
  public String origin() {
    return origin;
  }

  /** Whether somebody may know tau by construction: never to be used but for tests. */
  public boolean insecure() {
    return insecure;
  }

  /**
   * The first {@code needed} powers, in the same memory.
   *
   * @throws SrsException.TooSmall if there are fewer
   */
  public Srs prefix(int needed) {
    if (needed < 2) {
      throw new IllegalArgumentException(
          "an SRS has at least the powers 0 and 1; asked for " + needed);
    }
    if (needed > size()) {
      throw new SrsException.TooSmall(size(), needed);
    }
    return new Srs(bases.slice(0, needed), tau, origin, insecure);
  }

  /**
   * SHA-256 over a label, the insecure flag and [tau]_2: the identity of the setup, the same for
   * every number of powers. Since all powers follow from tau, it stands for them.
   */
  public byte[] digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update("zkchain srs 1".getBytes(StandardCharsets.US_ASCII));
      sha.update((byte) (insecure ? 1 : 0));
      sha.update(tau.toBytes());
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Size, origin and digest. */
  @Override
  public String toString() {
    return "Srs[" + size() + " powers, " + origin + ", " + HexFormat.of().formatHex(digest()) + "]";
  }
}
