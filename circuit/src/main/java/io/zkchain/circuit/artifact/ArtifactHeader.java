package io.zkchain.circuit.artifact;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The first 128 bytes of an artifact file, big-endian: 8 bytes mark, 4 kind, 4 format version, 32
 * producer (ASCII, zero-padded), 32 digest of the circuit, 8 payload length, the rest zero.
 *
 * @param formatVersion version of the payload's format, per kind
 * @param producer name and version of the program that wrote the file
 * @param circuitDigest 32 bytes; all zero if the file belongs to no circuit
 * @param payloadLength in bytes
 */
public record ArtifactHeader(
    ArtifactKind kind,
    int formatVersion,
    String producer,
    byte[] circuitDigest,
    long payloadLength) {
  static final int SIZE = 128;
  static final int DIGEST_SIZE = 32;
  private static final int PRODUCER_SIZE = 32;
  private static final byte[] MARK = "ZKCHAIN2".getBytes(StandardCharsets.US_ASCII);

  /** Of files whose checksum was SHA-256. */
  private static final byte[] FORMER_MARK = "ZKCHAIN1".getBytes(StandardCharsets.US_ASCII);

  public ArtifactHeader {
    circuitDigest = circuitDigest.clone();
    if (circuitDigest.length != DIGEST_SIZE) {
      throw new IllegalArgumentException("digest has " + circuitDigest.length + " bytes, not 32");
    }
    if (producer.length() > PRODUCER_SIZE || !producer.chars().allMatch(c -> c >= 32 && c < 127)) {
      throw new IllegalArgumentException("producer is not 0 to 32 printable ASCII characters");
    }
  }

  @Override
  public byte[] circuitDigest() {
    return circuitDigest.clone();
  }

  /** The digest in hexadecimal. */
  public String circuitDigestHex() {
    return HexFormat.of().formatHex(circuitDigest);
  }

  ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.BIG_ENDIAN);
    out.put(MARK).put(kind.code().getBytes(StandardCharsets.US_ASCII)).putInt(formatVersion);
    out.put(Arrays.copyOf(producer.getBytes(StandardCharsets.US_ASCII), PRODUCER_SIZE));
    out.put(circuitDigest).putLong(payloadLength);
    return out.rewind();
  }

  static ArtifactHeader decode(Path file, ByteBuffer in) throws ArtifactException {
    byte[] mark = bytes(in, MARK.length);
    if (Arrays.equals(mark, FORMER_MARK)) {
      throw new ArtifactException(
          file, "was written by an earlier release; make it again with this release");
    }
    if (!Arrays.equals(mark, MARK)) {
      throw new ArtifactException(file, "is no zkchain file");
    }
    String code = new String(bytes(in, 4), StandardCharsets.ISO_8859_1);
    ArtifactKind kind =
        ArtifactKind.of(code)
            .orElseThrow(() ->
                new ArtifactException(
                    file, "is a zkchain file of a kind that this release does not know"));
    int version = in.getInt();
    byte[] name = bytes(in, PRODUCER_SIZE);
    int length = PRODUCER_SIZE;
    while (length > 0 && name[length - 1] == 0) {
      length--;
    }
    for (int i = 0; i < length; i++) {
      if (name[i] < 32 || name[i] == 127) {
        throw new ArtifactException(file, "is altered: its header names no producer");
      }
    }
    String producer = new String(name, 0, length, StandardCharsets.US_ASCII);
    byte[] digest = bytes(in, DIGEST_SIZE);
    long payload = in.getLong();
    while (in.hasRemaining()) {
      if (in.get() != 0) {
        throw new ArtifactException(file, "is altered: reserved bytes of its header are not zero");
      }
    }
    return new ArtifactHeader(kind, version, producer, digest, payload);
  }

  private static byte[] bytes(ByteBuffer in, int count) {
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArtifactHeader that
        && kind == that.kind
        && formatVersion == that.formatVersion
        && payloadLength == that.payloadLength
        && producer.equals(that.producer)
        && Arrays.equals(circuitDigest, that.circuitDigest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(circuitDigest) + 31 * kind.hashCode() + Long.hashCode(payloadLength);
  }

  @Override
  public String toString() {
    return kind.title() + ", version " + formatVersion + ", of circuit " + circuitDigestHex();
  }
}
