package io.zkchain.prover.protocol;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A column of integers in as few bytes each as they need (1, 2, 4 or 8, little-endian), in an array
 * or a mapped file.
 */
record PackedColumn(MemorySegment memory, int width) {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static PackedColumn of(long[] values) {
    int width = width(values);
    MemorySegment memory =
        MemorySegment.ofArray(new byte[Math.multiplyExact(width, values.length)]);
    for (int i = 0; i < values.length; i++) {
      long at = (long) i * width;
      switch (width) {
        case 1 -> memory.set(ValueLayout.JAVA_BYTE, at, (byte) values[i]);
        case 2 -> memory.set(SHORT, at, (short) values[i]);
        case 4 -> memory.set(INT, at, (int) values[i]);
        default -> memory.set(LONG, at, values[i]);
      }
    }
    return new PackedColumn(memory, width);
  }

  private static int width(long[] values) {
    long used = 0;
    for (long value : values) {
      used |= value ^ (value >> 63);
    }
    int bits = 65 - Long.numberOfLeadingZeros(used);
    return bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8;
  }

  long[] unpack() {
    long[] values = new long[Math.toIntExact(memory.byteSize() / width)];
    // One plain loop a width: reading the segment element by element costs 50 times as much until
    // it is compiled, which it would not be before the first proof is half done.
    switch (width) {
      case 1 -> {
        byte[] bytes = memory.toArray(ValueLayout.JAVA_BYTE);
        for (int i = 0; i < values.length; i++) {
          values[i] = bytes[i];
        }
      }
      case 2 -> {
        short[] shorts = memory.toArray(SHORT);
        for (int i = 0; i < values.length; i++) {
          values[i] = shorts[i];
        }
      }
      case 4 -> {
        int[] ints = memory.toArray(INT);
        for (int i = 0; i < values.length; i++) {
          values[i] = ints[i];
        }
      }
      default -> MemorySegment.copy(memory, LONG, 0, values, 0, values.length);
    }
    return values;
  }
}
