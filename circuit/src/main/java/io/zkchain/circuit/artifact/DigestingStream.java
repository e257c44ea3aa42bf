package io.zkchain.circuit.artifact;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;

/** Buffers, digests and counts what goes into a file. */
final class DigestingStream extends OutputStream {
  private final FileChannel channel;
  private final MessageDigest digest;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
  private long length;

  DigestingStream(FileChannel channel, MessageDigest digest) {
    this.channel = channel;
    this.digest = digest;
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
    digest.update(buffer.duplicate());
    AtomicFile.writeFully(channel, buffer);
    buffer.clear();
  }

  long length() {
    return length;
  }
}
