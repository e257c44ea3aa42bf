package io.zkchain.circuit.artifact;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.Checksum;

/** Buffers, checks and counts what goes into a file. */
final class CheckedStream extends OutputStream {
  private final FileChannel channel;
  private final Checksum checksum;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
  private long length;

  CheckedStream(FileChannel channel, Checksum checksum) {
    this.channel = channel;
    this.checksum = checksum;
  }

  @Override
  public void write(int value) throws IOException {
    if (!buffer.hasRemaining()) {
      flush();
    }
    buffer.put((byte) value);
    length++;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int from = offset;
    int left = count;
    while (left > 0) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int part = Math.min(left, buffer.remaining());
      buffer.put(bytes, from, part);
      from += part;
      left -= part;
    }
    length += count;
  }

  @Override
  public void flush() throws IOException {
    buffer.flip();
    checksum.update(buffer.duplicate());
    AtomicFile.writeFully(channel, buffer);
    buffer.clear();
  }

  long length() {
    return length;
  }
}
