package io.zkchain.prover.protocol;

import io.zkchain.circuit.artifact.ArtifactException;
import io.zkchain.circuit.artifact.ArtifactFile;
import io.zkchain.circuit.artifact.ArtifactKind;
import io.zkchain.prover.field.EncodingException;
import io.zkchain.prover.field.Fr;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keys in artifact files. The payload of a proving key, big-endian: length and bytes of the
 * verifying key, number of columns, width and blinder of each, then the columns themselves,
 * little-endian.
 */
final class KeyFiles {
  private static final int FORMAT = 1;
  private static final String PRODUCER = "zkchain";
  private static final int CHUNK = 1 << 16;

  private KeyFiles() {}

  static void write(VerifyingKey key, Path file) throws IOException {
    byte[] structure = KeyDigest.structure(key.circuit());
    ArtifactFile.write(file, ArtifactKind.VERIFYING_KEY, FORMAT, PRODUCER, structure, key.encode());
  }

  static VerifyingKey openVerifyingKey(Path file) throws IOException {
    try (ArtifactFile artifact = ArtifactFile.open(file, ArtifactKind.VERIFYING_KEY, FORMAT)) {
      VerifyingKey key = VerifyingKey.decode(artifact.payload());
      artifact.requireCircuit(KeyDigest.structure(key.circuit()), "its header says");
      return key;
    } catch (ArtifactException e) {
      throw new KeyFormatException(String.valueOf(e.getMessage()), e);
    }
  }

  static void write(ProvingKey key, Path file) throws IOException {
    byte[] structure = KeyDigest.structure(key.verifyingKey().circuit());
    ArtifactFile.write(
        file, ArtifactKind.PROVING_KEY, FORMAT, PRODUCER, structure, out -> writePayload(key, out));
  }

  /** Bytes of the file that {@link #write(VerifyingKey, Path)} makes. */
  static long fileBytes(VerifyingKey key) {
    return (long) ArtifactFile.OVERHEAD + key.encode().length;
  }

  /** Bytes of the file that {@link #write(ProvingKey, Path)} makes. */
  static long fileBytes(ProvingKey key) {
    AtomicLong bytes = new AtomicLong(ArtifactFile.OVERHEAD);
    try {
      writePayload(
          key,
          new OutputStream() {
            @Override
            public void write(int b) {
              bytes.incrementAndGet();
            }

            @Override
            public void write(byte[] b, int off, int len) {
              bytes.addAndGet(len);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written", e);
    }
    return bytes.get();
  }

  private static void writePayload(ProvingKey key, OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    byte[] verifyingKey = key.verifyingKey().encode();
    out.writeInt(verifyingKey.length);
    out.write(verifyingKey);
    out.writeInt(key.columns().size());
    for (int k = 0; k < key.columns().size(); k++) {
      out.writeInt(key.columns().get(k).width());
      out.write(key.blinders().get(k).toBytes32());
    }
    for (PackedColumn column : key.columns()) {
      MemorySegment memory = column.memory();
      for (long at = 0; at < memory.byteSize(); at += CHUNK) {
        long count = Math.min(CHUNK, memory.byteSize() - at);
        out.write(memory.asSlice(at, count).toArray(ValueLayout.JAVA_BYTE));
      }
    }
    out.flush();
  }

  /** Maps the columns; the mapping lives as long as the key. */
  static ProvingKey openProvingKey(Path file) throws IOException {
    try (ArtifactFile artifact = ArtifactFile.open(file, ArtifactKind.PROVING_KEY, FORMAT)) {
      return new Reader(artifact.map(Arena.ofAuto())).read();
    } catch (ArtifactException e) {
      throw new KeyFormatException(String.valueOf(e.getMessage()), e);
    } catch (EncodingException | IndexOutOfBoundsException e) {
      throw new KeyFormatException("the proving key is damaged: " + e.getMessage(), e);
    }
  }

  /** Reads the payload; every length is checked before it is used. */
  private static final class Reader {
    private final MemorySegment memory;
    private long at;

    Reader(MemorySegment memory) {
      this.memory = memory;
    }

    ProvingKey read() {
      VerifyingKey key = VerifyingKey.decode(bytes(integer()));
      int count = integer();
      if (count != key.commitments().size()) {
        throw new KeyFormatException(
            "the proving key has "
                + count
                + " columns, its circuit needs "
                + key.commitments().size());
      }
      List<Integer> widths = new ArrayList<>();
      List<Fr> blinders = new ArrayList<>();
      for (int k = 0; k < count; k++) {
        int width = integer();
        if (width < 1 || width > 8 || Integer.bitCount(width) != 1) {
          throw new KeyFormatException("column " + k + " has values of " + width + " bytes");
        }
        widths.add(width);
        blinders.add(Fr.fromCanonicalBytes(bytes(ProofLayout.WORD), 0));
      }
      List<PackedColumn> columns = new ArrayList<>();
      for (int width : widths) {
        long size = (long) width << key.circuit().logRows();
        columns.add(new PackedColumn(memory.asSlice(at, size), width));
        at += size;
      }
      if (at != memory.byteSize()) {
        throw new KeyFormatException(memory.byteSize() - at + " bytes follow the proving key");
      }
      return new ProvingKey(key, columns, blinders);
    }

    private int integer() {
      return ByteBuffer.wrap(bytes(Integer.BYTES)).order(ByteOrder.BIG_ENDIAN).getInt();
    }

    private byte[] bytes(int count) {
      byte[] bytes = memory.asSlice(at, count).toArray(ValueLayout.JAVA_BYTE);
      at += count;
      return bytes;
    }
  }
}
