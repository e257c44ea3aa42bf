package io.zkchain.prover.field;

/**
 * Bulk operations of one prime field on arrays of elements (layout: {@link PrimeField}).
 *
 * <p>Offsets are in limbs (four per element), {@code n} is a number of elements. A result array may
 * be one of the inputs at the same offset; otherwise ranges must not overlap. All implementations
 * give the same bits for the same inputs, and are free of mutable state, so one instance serves any
 * number of threads. Get one from {@link Kernels}.
 */
public interface FieldKernel {
  /** The field. */
  PrimeField field();

  /** {@code r[i] = a[i] + b[i]}. */
  void add(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n);

  /** {@code r[i] = a[i] - b[i]}. */
  void sub(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n);

  /** {@code r[i] = -a[i]}. */
  void negate(long[] a, int ao, long[] r, int ro, int n);

  /** {@code r[i] = a[i] * b[i]}. */
  void mul(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n);

  /** {@code r[i] = a[i]^2}. */
  void square(long[] a, int ao, long[] r, int ro, int n);

  /** {@code r[i] = s * a[i]} for one element s. */
  void scale(long[] a, int ao, long[] s, int so, long[] r, int ro, int n);

  /** {@code r[i] += s * a[i]} for one element s. */
  void addScaled(long[] a, int ao, long[] s, int so, long[] r, int ro, int n);

  /** {@code r[i] += a[i] * b[i]}. */
  void addProduct(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n);

  /**
   * Binds the highest variable of a multilinear table to s: {@code r[i] = a[i] + s * (a[i+half] -
   * a[i])} for {@code i < half}. {@code r} may be {@code a} itself at the same offset.
   */
  default void fold(long[] a, int ao, long[] s, int so, long[] r, int ro, int half) {
    fold(a, ao, ao + PrimeField.LIMBS * half, s, so, r, ro, half);
  }

  /**
   * Binds the highest variable of a part of a table to s: {@code r[i] = a[i] + s * (b[i] - a[i])}
   * for {@code i < n}, b being the elements of the same array from {@code high} on. {@code r} may
   * be {@code a} itself at the same offset.
   */
  void fold(long[] a, int ao, int high, long[] s, int so, long[] r, int ro, int n);

  /**
   * {@link #fold} of a table of plain signed integers (one per element, {@code vo} its offset) into
   * field elements.
   */
  void foldLongs(long[] v, int vo, long[] s, int so, long[] r, int ro, int half);

  /** The one element {@code r = sum a[i] * b[i]}; products are summed before they are reduced. */
  void innerProduct(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n);

  /** The one element {@code r = sum v[i] * a[i]} for plain signed integers v. */
  void innerProductLongs(long[] a, int ao, long[] v, int vo, long[] r, int ro, int n);

  /** The one element {@code r = sum a[i]}. */
  void sum(long[] a, int ao, long[] r, int ro, int n);

  /**
   * {@code r[i] = 1/a[i]}, and 0 where a[i] = 0: one inversion and three products an element
   * (Montgomery's trick).
   */
  void invert(long[] a, int ao, long[] r, int ro, int n);

  /** {@code r[i] = v[i]} for plain signed integers v. */
  void setLongs(long[] v, int vo, long[] r, int ro, int n);

  /** {@code r[i] = s * v[i]} for one element s and plain signed integers v. */
  void scaleLongs(long[] v, int vo, long[] s, int so, long[] r, int ro, int n);

  /**
   * {@code r[i] = sum_j w[j] * v[j][offsets[j] + i]} for elements w, as many as there are offsets,
   * and rows of plain signed integers v.
   */
  void combineLongs(long[][] v, int[] offsets, long[] w, int wo, long[] r, int ro, int n);

  /**
   * The {@code rows} elements {@code r[j] = sum_i v[vo + j * step + i] * a[i]}, i < n, for plain
   * signed integers v.
   */
  void innerProductsLongs(
      long[] v, int vo, int step, int rows, long[] a, int ao, int n, long[] r, int ro);

  /** Elements to plain integers in [0, p), four limbs each. */
  void fromMontgomery(long[] a, int ao, long[] r, int ro, int n);

  /** Plain integers of four limbs, of any value, to elements, reducing modulo p. */
  void toMontgomery(long[] a, int ao, long[] r, int ro, int n);

  /**
   * A work space for one task.
   *
   * @param registers how many registers it has
   * @param sums how many sums
   */
  ElementTile tile(int registers, int sums);
}
