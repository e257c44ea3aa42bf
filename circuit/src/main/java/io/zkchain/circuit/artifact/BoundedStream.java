package io.zkchain.circuit.artifact;

import java.io.IOException;
import java.io.InputStream;

/** The next bytes of a stream, up to a given number. */
final class BoundedStream extends InputStream {
  private final InputStream in;
  private long left;

  BoundedStream(InputStream in, long length) {
    this.in = in;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    if (left == 0 && count > 0) {
      return -1;
    }
    int got = in.read(bytes, offset, (int) Math.min(count, left));
    left -= Math.max(got, 0);
    return got;
  }
}
