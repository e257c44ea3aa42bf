package io.zkchain.circuit.artifact;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * An artifact file that was opened and found whole: header, payload, CRC-32C of payload and header.
 * The checksum finds accidents only; it is one that the JVM computes at memory speed from the first
 * byte on, where a hash of megabytes would be a good part of a command's time.
 *
 * <p>The file stays open, so that what was checked is what is read, even if another file takes its
 * name meanwhile.
 *
 * <pre>{@code
 * ArtifactFile.write(path, ArtifactKind.PROOF, 1, "zkchain 0.1", digest, bytes);
 * try (ArtifactFile file = ArtifactFile.open(path, ArtifactKind.PROOF, 1)) {
 *   byte[] payload = file.payload();
 * }
 * }</pre>
 */
public final class ArtifactFile implements Closeable {
  static final int CHECKSUM_SIZE = Integer.BYTES;

  /** Bytes of a file beside its payload. */
  public static final int OVERHEAD = ArtifactHeader.SIZE + CHECKSUM_SIZE;

  private static final int CHUNK = 1 << 20;

  private final Path path;
  private final FileChannel channel;
  private final ArtifactHeader header;

  private ArtifactFile(Path path, FileChannel channel, ArtifactHeader header) {
    this.path = path;
    this.channel = channel;
    this.header = header;
  }

  /** Writes a payload to a stream. */
  @FunctionalInterface
  public interface PayloadWriter {
    void write(OutputStream out) throws IOException;
  }

  /**
   * Writes a file whose payload is at hand; see {@link #write(Path, ArtifactKind, int, String,
   * byte[], PayloadWriter)}.
   */
  public static void write(
      Path file,
      ArtifactKind kind,
      int formatVersion,
      String producer,
      byte[] circuitDigest,
      byte[] payload)
      throws IOException {
    write(file, kind, formatVersion, producer, circuitDigest, out -> out.write(payload));
  }

  /**
   * Writes a file: under a temporary name in the same folder, forced to the disk, then moved to its
   * name in one step. On any failure or interrupt the old file, if any, stays and no other is left.
   * Files of {@linkplain ArtifactKind#secret() secret} kinds are readable by their owner only, from
   * their creation on, where the file system has such permissions.
   *
   * @param circuitDigest 32 bytes
   * @throws IOException if the disk is full, the folder missing or not writable, or the thread was
   *     interrupted (ClosedByInterruptException)
   */
  public static void write(
      Path file,
      ArtifactKind kind,
      int formatVersion,
      String producer,
      byte[] circuitDigest,
      PayloadWriter payload)
      throws IOException {
    AtomicFile.replace(
        file,
        kind.secret(),
        channel -> {
          CRC32C checksum = new CRC32C();
          channel.position(ArtifactHeader.SIZE);
          CheckedStream out = new CheckedStream(channel, checksum);
          payload.write(out);
          out.flush();
          ArtifactHeader header =
              new ArtifactHeader(kind, formatVersion, producer, circuitDigest, out.length());
          ByteBuffer head = header.encode();
          checksum.update(head.array());
          AtomicFile.writeFully(
              channel, ByteBuffer.allocate(CHECKSUM_SIZE).putInt((int) checksum.getValue()).flip());
          channel.position(0);
          AtomicFile.writeFully(channel, head);
        });
  }

  /**
   * Opens a file and checks it whole; the time is that of reading it once.
   *
   * @throws ArtifactException if it is no such file: wrong mark, other kind or version, truncated,
   *     altered; the message names both kinds
   * @throws IOException if it cannot be read
   */
  public static ArtifactFile open(Path file, ArtifactKind kind, int formatVersion)
      throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      ArtifactHeader header = readHeader(file, channel);
      if (header.kind() != kind) {
        throw new ArtifactException(
            file, "is a " + header.kind().title() + ", but a " + kind.title() + " is needed");
      }
      if (header.formatVersion() != formatVersion) {
        throw new ArtifactException(
            file,
            "is a "
                + kind.title()
                + " of format version "
                + header.formatVersion()
                + " written by "
                + header.producer()
                + ", this release reads version "
                + formatVersion
                + "; make it again with this release");
      }
      requireWhole(file, channel, header);
      return new ArtifactFile(file, channel, header);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The header of any artifact file, for listings; the payload is not checked. */
  public static ArtifactHeader inspect(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return readHeader(file, channel);
    }
  }

  private static ArtifactHeader readHeader(Path file, FileChannel channel) throws IOException {
    if (channel.size() < ArtifactHeader.SIZE + CHECKSUM_SIZE) {
      throw new ArtifactException(
          file, "is no zkchain file, or truncated: it has " + channel.size() + " bytes");
    }
    ArtifactHeader header = ArtifactHeader.decode(file, read(channel, 0, ArtifactHeader.SIZE));
    long expected = channel.size() - ArtifactHeader.SIZE - CHECKSUM_SIZE;
    if (header.payloadLength() != expected) {
      throw new ArtifactException(
          file,
          "is a "
              + header.kind().title()
              + (header.payloadLength() > expected ? ", but truncated" : ", but altered")
              + ": its payload should have "
              + header.payloadLength()
              + " bytes and has "
              + expected);
    }
    return header;
  }

  private static void requireWhole(Path file, FileChannel channel, ArtifactHeader header)
      throws IOException {
    CRC32C checksum = new CRC32C();
    ByteBuffer chunk =
        ByteBuffer.allocateDirect((int) Math.min(CHUNK, Math.max(1, header.payloadLength())));
    long end = ArtifactHeader.SIZE + header.payloadLength();
    for (long position = ArtifactHeader.SIZE; position < end; ) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), end - position));
      int count = channel.read(chunk, position);
      if (count < 0) {
        throw new ArtifactException(file, "was truncated while it was read");
      }
      checksum.update(chunk.flip());
      position += count;
    }
    checksum.update(read(channel, 0, ArtifactHeader.SIZE));
    if ((int) checksum.getValue() != read(channel, end, CHECKSUM_SIZE).getInt()) {
      throw new ArtifactException(
          file, "is a " + header.kind().title() + ", but altered: its checksum does not match");
    }
  }

  private static ByteBuffer read(FileChannel channel, long position, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  public ArtifactHeader header() {
    return header;
  }

  /**
   * Refuses a file that belongs to another circuit.
   *
   * @param what the thing whose digest is given, for the message, such as "the verifying key"
   */
  public ArtifactFile requireCircuit(byte[] circuitDigest, String what) throws ArtifactException {
    if (!Arrays.equals(header.circuitDigest(), circuitDigest)) {
      throw new ArtifactException(
          path, "is a " + header.kind().title() + " of another circuit than " + what);
    }
    return this;
  }

  /**
   * The payload's bytes.
   *
   * @throws ArtifactException if it has more than an array can hold
   */
  public byte[] payload() throws IOException {
    if (header.payloadLength() > Integer.MAX_VALUE - 8) {
      throw new ArtifactException(path, "has a payload of more than 2 GiB; map it");
    }
    return read(channel, ArtifactHeader.SIZE, (int) header.payloadLength()).array();
  }

  /** The payload from its beginning. Closing the stream does not close the file. */
  public InputStream stream() throws IOException {
    channel.position(ArtifactHeader.SIZE);
    return new BoundedStream(Channels.newInputStream(channel), header.payloadLength());
  }

  /**
   * The payload in memory that is read on demand; its address is 128 bytes into a page, so longs
   * are aligned. It stays valid until the arena is closed, even after the file is.
   */
  public MemorySegment map(Arena arena) throws IOException {
    return channel.map(
        FileChannel.MapMode.READ_ONLY, ArtifactHeader.SIZE, header.payloadLength(), arena);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
