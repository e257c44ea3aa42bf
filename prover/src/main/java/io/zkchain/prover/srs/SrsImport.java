package io.zkchain.prover.srs;

import io.zkchain.prover.parallel.Parallel;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Reads the files of public ceremonies. Each point is checked to be canonical, on its curve and in
 * its group; all powers are checked by one batched pairing ({@link SrsCheck}). Only the powers that
 * are asked for are read.
 *
 * <pre>{@code
 * Srs srs = SrsImport.read(Path.of("powersOfTau28_hez_final_15.ptau"), Optional.empty(),
 *     SrsImport.ALL, new SecureRandom(), Parallel.common());
 * }</pre>
 */
public final class SrsImport {
  /** As the number of powers: all that the file has. */
  public static final int ALL = 0;

  private static final byte[] PTAU_MAGIC = {'p', 't', 'a', 'u'};

  private SrsImport() {}

  /** The kinds of files that can be read. */
  public enum Kind {
    /** snarkjs's .ptau, version 1. */
    PTAU,
    /** Aztec's Ignition ceremony as arkworks' uncompressed UniversalParams. */
    IGNITION,
    /**
     * gnark-crypto's compressed points without a header: the Perpetual Powers of Tau; G2 is in a
     * file of its own.
     */
    PPOT
  }

  /**
   * Reads all powers of a ceremony's file that has both of its parts.
   *
   * @throws SrsException as {@link #read(Path, Optional, int, RandomGenerator, Parallel)}
   */
  public static Srs read(Path file) {
    return read(file, Optional.empty(), ALL, new SecureRandom(), Parallel.common());
  }

  /**
   * Reads a file of any of the kinds.
   *
   * @param file with the powers in G1
   * @param g2File with the powers in G2: for {@link Kind#PPOT} only, where it is needed
   * @param powers how many to read, or {@link #ALL}
   * @param random a {@link java.security.SecureRandom}, for the check of the powers
   * @throws SrsException if it cannot be read, has too few powers, or fails a check
   */
  public static Srs read(
      Path file, Optional<Path> g2File, int powers, RandomGenerator random, Parallel parallel) {
    Kind kind = kindOf(file);
    if (kind != Kind.PPOT && g2File.isPresent()) {
      throw new SrsException.WrongKind(
          file
              + " is a "
              + kind.name().toLowerCase(Locale.ROOT)
              + " file, which has its own G2 part; leave out "
              + g2File.get());
    }
    return switch (kind) {
      case PTAU -> ptau(file, powers, random, parallel);
      case IGNITION -> ignition(file, powers, random, parallel);
      case PPOT ->
          ppot(
              file,
              g2File.orElseThrow(() ->
                  new SrsException.WrongKind(
                      file
                          + " holds points of G1 only; name the ceremony's file with the powers in G2, too")),
              powers,
              random,
              parallel);
    };
  }

  /** Reads snarkjs's .ptau, sections 1 to 3. */
  public static Srs ptau(Path file, int powers, RandomGenerator random, Parallel parallel) {
    return checked(
        load(file, input -> new PtauReader(input).read(powers, parallel)), random, parallel);
  }

  /** Reads an Ignition file. */
  public static Srs ignition(Path file, int powers, RandomGenerator random, Parallel parallel) {
    return checked(
        load(file, input -> IgnitionReader.read(input, powers, parallel)), random, parallel);
  }

  /**
   * Reads the two files of compressed points; the second one holds tau^0, tau^1, .. or tau^(2^0),
   * tau^(2^1), ..
   */
  public static Srs ppot(
      Path g1File, Path g2File, int powers, RandomGenerator random, Parallel parallel) {
    Srs srs = load(g1File, g1 -> load(g2File, g2 -> PpotReader.read(g1, g2, powers, parallel)));
    return checked(srs, random, parallel);
  }

  private static Srs checked(Srs srs, RandomGenerator random, Parallel parallel) {
    SrsCheck.check(srs, random, parallel);
    return srs;
  }

  /**
   * Tells the kind of a file from its content: the magic of .ptau, the length that Ignition's count
   * implies, or else a whole number of compressed points of which the first is the generator.
   *
   * @throws SrsException.WrongKind if it is none of them
   */
  public static Kind kindOf(Path file) {
    return load(
        file,
        input -> {
          byte[] start = input.prefix(32);
          if (Arrays.equals(start, 0, Math.min(4, start.length), PTAU_MAGIC, 0, 4)) {
            return Kind.PTAU;
          }
          if (IgnitionReader.matches(input)) {
            return Kind.IGNITION;
          }
          if (PpotReader.matches(input)) {
            return Kind.PPOT;
          }
          String own =
              SrsFile.hasMagic(start)
                  ? "an SRS file of zkchain, which needs no import"
                  : "none of .ptau, Ignition and PPOT";
          throw new SrsException.WrongKind(file + " is " + own);
        });
  }

  /**
   * Whether a file begins as those that {@link Srs#write} made; {@link Srs#open} then checks it.
   *
   * @throws SrsException.FileFailed if it cannot be read
   */
  public static boolean isImported(Path file) {
    return load(file, input -> SrsFile.hasMagic(input.prefix(32)));
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(Input input) throws IOException;
  }

  private static <T> T load(Path file, Reader<T> reader) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return reader.read(new Input(file, channel));
    } catch (IOException e) {
      throw new SrsException.FileFailed(file, e);
    }
  }
}
