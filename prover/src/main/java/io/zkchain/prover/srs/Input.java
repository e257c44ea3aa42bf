package io.zkchain.prover.srs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A ceremony's file, read at given places with lengths checked. */
final class Input {
  private final Path file;
  private final FileChannel channel;

  Input(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  Path file() {
    return file;
  }

  long size() throws IOException {
    return channel.size();
  }

  /** The first bytes, fewer than {@code length} if the file is shorter. */
  byte[] prefix(int length) throws IOException {
    return read(0, (int) Math.min(length, size()), "start").array();
  }

  /** Exactly {@code length} bytes, little-endian for numbers. */
  ByteBuffer read(long from, int length, String what) throws IOException {
    if (from < 0 || from > size() - length) {
      throw new SrsException.WrongLength(
          file
              + " is truncated: "
              + what
              + " needs bytes "
              + from
              + " to "
              + (from + length)
              + " of "
              + size());
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new SrsException.WrongLength(file + " became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  /** The number of powers to read, of those that there are. */
  static int powers(long available, int asked) {
    int all = (int) Math.min(available, Integer.MAX_VALUE / 8);
    if (asked == SrsImport.ALL) {
      return all;
    }
    if (asked < 2) {
      throw new IllegalArgumentException(
          "an SRS has at least the powers 0 and 1; asked for " + asked);
    }
    if (asked > all) {
      throw new SrsException.TooSmall(all, asked);
    }
    return asked;
  }
}
