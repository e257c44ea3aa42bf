package io.zkchain.prover.field;

/**
 * A work space for arithmetic on up to {@link #SIZE} elements at once that stays in the processor's
 * cache: numbered registers, each of which holds one element a position, and sums over positions.
 * Elements are converted on their way in and out only.
 *
 * <p>For one task; get it from {@link FieldKernel#tile}.
 */
public interface ElementTile {
  /** Positions. */
  int SIZE = 32;

  /** Sets the number of positions in use, for what follows. */
  void resize(int count);

  /** Loads elements from an array. */
  void load(int register, long[] a, int ao);

  /** Stores elements to an array. */
  void store(int register, long[] r, int ro);

  /** Sets a register to zeros. */
  void clear(int register);

  /** {@code r = a + b}. */
  void add(int r, int a, int b);

  /** {@code r = a - b}. */
  void sub(int r, int a, int b);

  /** {@code r = a * b}. */
  void mul(int r, int a, int b);

  /** Adds all positions of a register to a sum. */
  void addToSum(int sum, int register);

  /** A sum's value so far. */
  void sum(int sum, long[] r, int ro);
}
