package io.zkchain.circuit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A growing big-endian byte buffer. Enum constants are one byte, their position. */
final class ByteSink {
  private ByteBuffer buffer = ByteBuffer.allocate(1 << 12);

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int size = Math.max(Math.addExact(buffer.position(), bytes), 2 * buffer.capacity());
      buffer = ByteBuffer.allocate(size).put(buffer.flip());
    }
    return buffer;
  }

  void int1(int value) {
    room(1).put((byte) value);
  }

  void int4(int value) {
    room(4).putInt(value);
  }

  void int8(long value) {
    room(8).putLong(value);
  }

  void bool(boolean value) {
    int1(value ? 1 : 0);
  }

  void constant(Enum<?> value) {
    int1(value.ordinal());
  }

  void string(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    int4(bytes.length);
    room(bytes.length).put(bytes);
  }

  /** Values of the given width: the low bytes of each, in two's complement. */
  void values(long[] values, int width) {
    ByteBuffer out = room(Math.multiplyExact(values.length, width));
    for (long value : values) {
      for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
        out.put((byte) (value >> shift));
      }
    }
  }

  <T> void list(List<T> list, BiConsumer<ByteSink, T> element) {
    int4(list.size());
    list.forEach(item -> element.accept(this, item));
  }

  <T> void optional(@Nullable T value, BiConsumer<ByteSink, T> content) {
    bool(value != null);
    if (value != null) {
      content.accept(this, value);
    }
  }

  byte[] toByteArray() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
