package io.zkchain.prover.msm;

import io.zkchain.prover.curve.G1;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;

/**
 * Points of G1 in memory outside the heap, 64 bytes each: the limbs of x and y in Montgomery form,
 * little-endian, all zeros for infinity. It may be a part of a mapped file, which is then used
 * without conversion. Immutable by convention: nobody writes to the memory after this is made.
 */
public final class Bases {
  /** Bytes per point. */
  public static final int POINT_BYTES = 64;

  private static final ValueLayout.OfLong LIMB =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment memory;
  private final int size;

  private Bases(MemorySegment memory) {
    this.memory = memory;
    this.size = Math.toIntExact(memory.byteSize() / POINT_BYTES);
  }

  /**
   * A view of memory outside the heap, of a multiple of 64 bytes, whose points have been checked.
   */
  public static Bases view(MemorySegment memory) {
    if (memory.byteSize() % POINT_BYTES != 0) {
      throw new IllegalArgumentException(
          memory.byteSize() + " bytes are not a whole number of points");
    }
    if (!memory.isNative()) {
      throw new IllegalArgumentException("bases must lie outside the heap");
    }
    return new Bases(memory.asReadOnly());
  }

  /** A copy of points. */
  public static Bases of(List<G1> points) {
    long[] limbs = new long[Math.multiplyExact(G1.LIMBS, points.size())];
    for (int i = 0; i < points.size(); i++) {
      points.get(i).store(limbs, G1.LIMBS * i);
    }
    return copyOf(limbs);
  }

  /** A copy of an array of points, {@link G1#LIMBS} limbs each. */
  public static Bases copyOf(long[] limbs) {
    MemorySegment memory =
        Arena.ofAuto().allocate(Math.multiplyExact(8L, limbs.length), POINT_BYTES);
    MemorySegment.copy(limbs, 0, memory, LIMB, 0, limbs.length);
    return view(memory);
  }

  /** The number of points. */
  public int size() {
    return size;
  }

  /** Point i. */
  public G1 get(int i) {
    long[] limbs = new long[G1.LIMBS];
    load(Objects.checkIndex(i, size), 1, limbs, 0);
    return G1.load(limbs, 0);
  }

  /** Copies point i to {@code out[at ..]}. */
  void load(int i, long[] out, int at) {
    long from = (long) i * POINT_BYTES;
    for (int k = 0; k < G1.LIMBS; k++) {
      out[at + k] = memory.get(LIMB, from + Long.BYTES * k);
    }
  }

  /**
   * Copies points to words of lanes: limb k of the point with number {@code refs[from + i] / 2}
   * goes to {@code out[k * step + i]}.
   */
  void gather(int[] refs, int from, int step, long[] out, int at) {
    for (int i = 0; i < step; i++) {
      long base = (long) (refs[from + i] >>> 1) * POINT_BYTES;
      out[at + i] = memory.get(LIMB, base);
      out[at + step + i] = memory.get(LIMB, base + 8);
      out[at + 2 * step + i] = memory.get(LIMB, base + 16);
      out[at + 3 * step + i] = memory.get(LIMB, base + 24);
      out[at + 4 * step + i] = memory.get(LIMB, base + 32);
      out[at + 5 * step + i] = memory.get(LIMB, base + 40);
      out[at + 6 * step + i] = memory.get(LIMB, base + 48);
      out[at + 7 * step + i] = memory.get(LIMB, base + 56);
    }
  }

  /** Reads a word of each of the points {@code refs[from] / 2} and so on. */
  long touch(int[] refs, int from, int n) {
    long words = 0;
    for (int i = from; i < from + n; i++) {
      words ^= memory.get(LIMB, (long) (refs[i] >>> 1) * POINT_BYTES);
    }
    return words;
  }

  /** Copies points {@code i .. i + count - 1}, {@link G1#LIMBS} limbs each. */
  public void load(int i, int count, long[] out, int offset) {
    MemorySegment.copy(memory, LIMB, (long) i * POINT_BYTES, out, offset, G1.LIMBS * count);
  }

  /** Points {@code from} to {@code from + count - 1}, in the same memory. */
  public Bases slice(int from, int count) {
    Objects.checkFromIndexSize(from, count, size);
    return new Bases(memory.asSlice((long) from * POINT_BYTES, (long) count * POINT_BYTES));
  }

  /** The memory, read-only, for writing to files and for digests. */
  public MemorySegment memory() {
    return memory;
  }
}
