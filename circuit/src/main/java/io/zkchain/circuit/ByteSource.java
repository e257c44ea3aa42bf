package io.zkchain.circuit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ByteSink} writes, from untrusted bytes. Every failure is a {@link
 * CircuitException} that names the field and its position; nothing is allocated before the bytes
 * for it are known to be there.
 */
final class ByteSource {
  private final ByteBuffer buffer;
  private final String what;

  ByteSource(byte[] bytes, String what) {
    this.buffer = ByteBuffer.wrap(bytes);
    this.what = what;
  }

  CircuitException error(String problem) {
    return new CircuitException(what + " file, byte " + buffer.position() + ": " + problem);
  }

  private ByteBuffer need(long bytes, String field) {
    if (bytes > buffer.remaining()) {
      throw error(
          field + " needs " + bytes + " bytes, " + buffer.remaining() + " are left (truncated?)");
    }
    return buffer;
  }

  int int1(String field) {
    return need(1, field).get();
  }

  int int4(String field) {
    return need(4, field).getInt();
  }

  long int8(String field) {
    return need(8, field).getLong();
  }

  boolean bool(String field) {
    int value = int1(field);
    if (value != 0 && value != 1) {
      throw error(field + " is " + value + ", not 0 or 1");
    }
    return value == 1;
  }

  <E extends Enum<E>> E constant(String field, E[] constants) {
    int position = int1(field);
    if (position < 0 || position >= constants.length) {
      throw error(field + " is " + position + ", not in 0.." + (constants.length - 1));
    }
    return constants[position];
  }

  int count(String field) {
    int count = int4(field);
    if (count < 0) {
      throw error(field + " has the negative length " + count);
    }
    return count;
  }

  String string(String field) {
    int length = count(field);
    ByteBuffer bytes = need(length, field).slice(buffer.position(), length);
    try {
      // A new decoder reports malformed input, where new String would replace it.
      String value = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      buffer.position(buffer.position() + length);
      return value;
    } catch (CharacterCodingException e) {
      throw error(field + " is not UTF-8");
    }
  }

  long[] values(String field, int count, int width) {
    ByteBuffer in = need((long) count * width, field);
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      long value = in.get();
      for (int k = 1; k < width; k++) {
        value = (value << 8) | (in.get() & 0xFF);
      }
      values[i] = value;
    }
    return values;
  }

  <T> List<T> list(String field, Function<ByteSource, T> element) {
    int count = count(field);
    // Every element has at least one byte, so the list cannot outgrow the input.
    need(count, field);
    List<T> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(element.apply(this));
    }
    return list;
  }

  <T> @Nullable T optional(String field, Function<ByteSource, T> content) {
    return bool(field) ? content.apply(this) : null;
  }

  void end() {
    if (buffer.hasRemaining()) {
      throw error(buffer.remaining() + " bytes follow the end");
    }
  }
}
