package io.zkchain.prover.field;

import static io.zkchain.prover.field.PrimeField.LIMBS;

import java.util.Arrays;
import java.util.Objects;

/**
 * A mutable sequence of scalar-field elements in one {@code long[]} array, for provers. A slice
 * shares its elements with the vector that it was cut from.
 *
 * <pre>{@code
 * FrVector v = new FrVector(1 << 15);
 * v.setLong(0, -7);
 * Kernels.fr().scale(v.limbs(), v.offset(0), s, 0, v.limbs(), v.offset(0), v.size());
 * }</pre>
 */
public final class FrVector {
  private final long[] limbs;
  private final int start; // in limbs
  private final int size;

  /** Of zeros. */
  public FrVector(int size) {
    this(new long[Math.multiplyExact(LIMBS, size)], 0, size);
  }

  private FrVector(long[] limbs, int start, int size) {
    this.limbs = limbs;
    this.start = start;
    this.size = size;
  }

  /** A view of {@code size} elements of an array, from limb {@code offset} on, not copied. */
  public static FrVector wrap(long[] limbs, int offset, int size) {
    Objects.checkFromIndexSize(offset, Math.multiplyExact(LIMBS, size), limbs.length);
    return new FrVector(limbs, offset, size);
  }

  /** The residues of signed integers. */
  public static FrVector ofLongs(long... values) {
    FrVector v = new FrVector(values.length);
    Kernels.fr().setLongs(values, 0, v.limbs, 0, values.length);
    return v;
  }

  /** The given elements. */
  public static FrVector of(Fr... values) {
    FrVector v = new FrVector(values.length);
    for (int i = 0; i < values.length; i++) {
      v.set(i, values[i]);
    }
    return v;
  }

  /** The number of elements. */
  public int size() {
    return size;
  }

  /** The array itself, in which element i lies at {@link #offset}(i). */
  public long[] limbs() {
    return limbs;
  }

  /** The index of the first limb of element i, for 0 <= i <= size. */
  public int offset(int i) {
    return start + LIMBS * Objects.checkIndex(i, size + 1);
  }

  private int element(int i) {
    return start + LIMBS * Objects.checkIndex(i, size);
  }

  /** Element i. */
  public Fr get(int i) {
    return Fr.load(limbs, element(i));
  }

  /** Sets element i. */
  public void set(int i, Fr value) {
    value.store(limbs, element(i));
  }

  /** Sets element i to the residue of a signed integer. */
  public void setLong(int i, long value) {
    PrimeField.FR.setLong(value, limbs, element(i));
  }

  /** Whether element i is 0. */
  public boolean isZero(int i) {
    return PrimeField.isZero(limbs, element(i));
  }

  /** Elements {@code from} to {@code from + count - 1}, sharing storage. */
  public FrVector slice(int from, int count) {
    Objects.checkFromIndexSize(from, count, size);
    return new FrVector(limbs, start + LIMBS * from, count);
  }

  /** A copy with its own storage. */
  public FrVector copy() {
    return new FrVector(Arrays.copyOfRange(limbs, start, start + LIMBS * size), 0, size);
  }

  /** Sets all elements to 0, to drop secrets as soon as they are not needed. */
  public void clear() {
    Arrays.fill(limbs, start, start + LIMBS * size, 0);
  }

  /** Whether both hold the same elements in the same order. */
  public boolean contentEquals(FrVector other) {
    return Arrays.equals(
        limbs,
        start,
        start + LIMBS * size,
        other.limbs,
        other.start,
        other.start + LIMBS * other.size);
  }
}
