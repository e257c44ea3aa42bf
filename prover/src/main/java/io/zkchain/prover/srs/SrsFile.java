package io.zkchain.prover.srs;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.EncodingException;
import io.zkchain.prover.msm.Bases;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The project's own SRS file. Little-endian; a header of one page, then the points of G1 as {@link
 * Bases} holds them.
 *
 * <pre>
 * offset  bytes
 *      0      8  "ZKCSRS\r\n"
 *      8      4  format version, 2
 *     12      4  flags: 1 = insecure
 *     16      8  number of powers in G1
 *     24      4  bytes of the origin
 *     64    1024  origin, UTF-8, zeros behind it
 *   1088    128  [tau]_2, in the order of EIP-197
 *   4092      4  CRC-32C of the header before it and of all points: it finds accidents
 *   4096         points, 64 bytes each
 * </pre>
 */
final class SrsFile {
  private static final byte[] MAGIC = "ZKCSRS\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 2;
  static final int HEADER = 4096;
  private static final int ORIGIN = 64;
  private static final int MAX_ORIGIN = 1024;
  private static final int TAU = ORIGIN + MAX_ORIGIN;
  private static final int CHECKSUM = HEADER - 4;
  private static final int CHUNK = 1 << 26;

  private SrsFile() {}

  static boolean hasMagic(byte[] start) {
    return start.length >= MAGIC.length
        && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  static void write(Srs srs, Path file) {
    byte[] header = header(srs);
    MemorySegment points = srs.bases().memory();
    ByteBuffer.wrap(header)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(CHECKSUM, checksum(header, points));
    try {
      Path directory = file.toAbsolutePath().getParent();
      Path temporary = Files.createTempFile(directory, ".srs", ".tmp");
      try {
        try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
          writeFully(out, ByteBuffer.wrap(header));
          for (long from = 0; from < points.byteSize(); from += CHUNK) {
            writeFully(out, chunk(points, from));
          }
          out.force(true);
        }
        Files.move(
            temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new SrsException.FileFailed(file, e);
    }
  }

  private static void writeFully(FileChannel out, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }

  private static ByteBuffer chunk(MemorySegment points, long from) {
    return points.asSlice(from, Math.min(CHUNK, points.byteSize() - from)).asByteBuffer();
  }

  private static byte[] header(Srs srs) {
    byte[] origin = srs.origin().getBytes(StandardCharsets.UTF_8);
    if (origin.length > MAX_ORIGIN) {
      throw new IllegalArgumentException(
          "an origin of " + origin.length + " bytes; at most " + MAX_ORIGIN);
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header
        .put(MAGIC)
        .putInt(VERSION)
        .putInt(srs.insecure() ? 1 : 0)
        .putLong(srs.size())
        .putInt(origin.length);
    header.put(ORIGIN, origin);
    header.put(TAU, srs.g2Tau().toBytes());
    return header.array();
  }

  private static int checksum(byte[] header, MemorySegment points) {
    CRC32C checksum = new CRC32C();
    checksum.update(header, 0, CHECKSUM);
    for (long from = 0; from < points.byteSize(); from += CHUNK) {
      checksum.update(chunk(points, from));
    }
    return (int) checksum.getValue();
  }

  static Srs open(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment memory =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      return read(file, memory);
    } catch (IOException e) {
      throw new SrsException.FileFailed(file, e);
    }
  }

  private static Srs read(Path file, MemorySegment memory) {
    int available = (int) Math.min(HEADER, memory.byteSize());
    byte[] bytes = memory.asSlice(0, available).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    if (!hasMagic(bytes)) {
      throw new SrsException.WrongKind(
          file
              + " is not an SRS file of zkchain; import a ceremony's file with 'zkchain srs"
              + " import'");
    }
    if (available < HEADER) {
      throw new SrsException.WrongLength(file + " ends within its header");
    }
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int version = header.getInt(8);
    if (version != VERSION) {
      throw new SrsException.WrongKind(
          file
              + " has format version "
              + version
              + ", this program reads "
              + VERSION
              + "; import it again from the ceremony's file");
    }
    long count = header.getLong(16);
    if (count < 2
        || count > (memory.byteSize() - HEADER) / Bases.POINT_BYTES
        || HEADER + count * Bases.POINT_BYTES != memory.byteSize()) {
      throw new SrsException.WrongLength(
          file + " has " + memory.byteSize() + " bytes, which do not fit its " + count + " powers");
    }
    MemorySegment points = memory.asSlice(HEADER);
    if (header.getInt(CHECKSUM) != checksum(bytes, points)) {
      throw new SrsException.Corrupt(file + " does not have the checksum that it states");
    }
    return fromParts(file, header, Bases.view(points));
  }

  private static Srs fromParts(Path file, ByteBuffer header, Bases bases) {
    int flags = header.getInt(12);
    int length = header.getInt(24);
    if (flags < 0 || flags > 1 || length < 0 || length > MAX_ORIGIN) {
      throw new SrsException.WrongKind(file + " has a header that this program does not know");
    }
    if (!bases.get(0).equals(G1.GENERATOR)) {
      throw new SrsException.BadPoint("G1", 0, "it is not the generator (1, 2)");
    }
    byte[] origin = new byte[length];
    header.get(ORIGIN, origin);
    byte[] tau = new byte[G2.BYTES];
    header.get(TAU, tau);
    try {
      return new Srs(
          bases, G2.fromBytes(tau, 0), new String(origin, StandardCharsets.UTF_8), flags == 1);
    } catch (EncodingException e) {
      throw new SrsException.BadPoint("G2", 1, String.valueOf(e.getMessage()));
    }
  }
}
