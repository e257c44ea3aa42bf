package io.zkchain.prover.field;

import static io.zkchain.prover.field.PrimeField.LIMBS;

/**
 * {@link FieldKernel} in plain Java, one element after another: right on every machine, and the
 * reference for faster ones.
 */
public final class ScalarKernel implements FieldKernel {
  private final PrimeField f;

  /** For a field. */
  public ScalarKernel(PrimeField field) {
    this.f = field;
  }

  @Override
  public PrimeField field() {
    return f;
  }

  @Override
  public void add(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n) {
    for (int i = 0; i < LIMBS * n; i += LIMBS) {
      f.add(a, ao + i, b, bo + i, r, ro + i);
    }
  }

  @Override
  public void sub(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n) {
    for (int i = 0; i < LIMBS * n; i += LIMBS) {
      f.sub(a, ao + i, b, bo + i, r, ro + i);
    }
  }

  @Override
  public void negate(long[] a, int ao, long[] r, int ro, int n) {
    for (int i = 0; i < LIMBS * n; i += LIMBS) {
      f.negate(a, ao + i, r, ro + i);
    }
  }

  @Override
  public void mul(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n) {
    for (int i = 0; i < LIMBS * n; i += LIMBS) {
      f.mul(a, ao + i, b, bo + i, r, ro + i);
    }
  }

  @Override
  public void square(long[] a, int ao, long[] r, int ro, int n) {
    for (int i = 0; i < LIMBS * n; i += LIMBS) {
      f.square(a, ao + i, r, ro + i);
    }
  }

  @Override
  public void scale(long[] a, int ao, long[] s, int so, long[] r, int ro, int n) {
    long[] factor = element(s, so);
    for (int i = 0; i < LIMBS * n; i += LIMBS) {
      f.mul(a, ao + i, factor, 0, r, ro + i);
    }
  }

  @Override
  public void addScaled(long[] a, int ao, long[] s, int so, long[] r, int ro, int n) {
    long[] factor = element(s, so);
    long[] t = new long[LIMBS];
    for (int i = 0; i < LIMBS * n; i += LIMBS) {
      f.mul(a, ao + i, factor, 0, t, 0);
      f.add(r, ro + i, t, 0, r, ro + i);
    }
  }

  @Override
  public void addProduct(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n) {
    long[] t = new long[LIMBS];
    for (int i = 0; i < LIMBS * n; i += LIMBS) {
      f.mul(a, ao + i, b, bo + i, t, 0);
      f.add(r, ro + i, t, 0, r, ro + i);
    }
  }

  @Override
  public void fold(long[] a, int ao, int high, long[] s, int so, long[] r, int ro, int n) {
    long[] point = element(s, so);
    long[] t = new long[LIMBS];
    for (int i = 0; i < LIMBS * n; i += LIMBS) {
      f.sub(a, high + i, a, ao + i, t, 0);
      f.mul(t, 0, point, 0, t, 0);
      f.add(a, ao + i, t, 0, r, ro + i);
    }
  }

  @Override
  public void foldLongs(long[] v, int vo, long[] s, int so, long[] r, int ro, int half) {
    long[] point = element(s, so);
    long[] complement = new long[LIMBS];
    f.setOne(complement, 0);
    f.sub(complement, 0, point, 0, complement, 0);
    long[] t = new long[LIMBS];
    for (int i = 0; i < half; i++) {
      // Not point * (difference): that could leave the range of a long.
      f.mulLong(complement, 0, v[vo + i], t, 0);
      f.mulLong(point, 0, v[vo + half + i], r, ro + LIMBS * i);
      f.add(t, 0, r, ro + LIMBS * i, r, ro + LIMBS * i);
    }
  }

  @Override
  public void innerProduct(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n) {
    long[] acc = new long[2 * LIMBS + 1];
    for (int i = 0; i < LIMBS * n; i += LIMBS) {
      f.addProductWide(a, ao + i, b, bo + i, acc);
    }
    f.reduceWide(acc, r, ro);
  }

  @Override
  public void innerProductLongs(long[] a, int ao, long[] v, int vo, long[] r, int ro, int n) {
    // v = (v mod 2^64) - 2^64 [v < 0]: two plain sums without a branch on the sign.
    long[] unsigned = new long[2 * LIMBS];
    long[] negative = new long[LIMBS + 1];
    for (int i = 0; i < n; i++) {
      WideSum.addProduct(a, ao + LIMBS * i, v[vo + i], unsigned);
      WideSum.addMasked(a, ao + LIMBS * i, v[vo + i] >> 63, negative);
    }
    long[] result = new long[LIMBS];
    f.reducePlain(unsigned, 0, unsigned, LIMBS, result, 0);
    long[] low = {0, negative[0], negative[1], negative[2]};
    long[] high = {negative[3], negative[4], 0, 0};
    f.reducePlain(low, 0, high, 0, low, 0);
    f.sub(result, 0, low, 0, r, ro);
  }

  @Override
  public void sum(long[] a, int ao, long[] r, int ro, int n) {
    long[] total = new long[LIMBS];
    for (int i = 0; i < LIMBS * n; i += LIMBS) {
      f.add(total, 0, a, ao + i, total, 0);
    }
    System.arraycopy(total, 0, r, ro, LIMBS);
  }

  @Override
  public void invert(long[] a, int ao, long[] r, int ro, int n) {
    long[] before = new long[LIMBS * n]; // product of the non-zero elements before i
    long[] running = new long[LIMBS];
    f.setOne(running, 0);
    for (int i = 0; i < LIMBS * n; i += LIMBS) {
      System.arraycopy(running, 0, before, i, LIMBS);
      if (!PrimeField.isZero(a, ao + i)) {
        f.mul(running, 0, a, ao + i, running, 0);
      }
    }
    f.inverse(running, 0, running, 0);
    long[] inverse = new long[LIMBS];
    for (int i = LIMBS * (n - 1); i >= 0; i -= LIMBS) {
      if (PrimeField.isZero(a, ao + i)) {
        PrimeField.setZero(r, ro + i);
      } else {
        f.mul(running, 0, before, i, inverse, 0);
        f.mul(running, 0, a, ao + i, running, 0);
        System.arraycopy(inverse, 0, r, ro + i, LIMBS);
      }
    }
  }

  @Override
  public void setLongs(long[] v, int vo, long[] r, int ro, int n) {
    for (int i = 0; i < n; i++) {
      f.setLong(v[vo + i], r, ro + LIMBS * i);
    }
  }

  @Override
  public void scaleLongs(long[] v, int vo, long[] s, int so, long[] r, int ro, int n) {
    long[] factor = element(s, so);
    for (int i = 0; i < n; i++) {
      f.mulLong(factor, 0, v[vo + i], r, ro + LIMBS * i);
    }
  }

  @Override
  public void combineLongs(long[][] v, int[] offsets, long[] w, int wo, long[] r, int ro, int n) {
    long[] t = new long[LIMBS];
    long[] sum = new long[LIMBS];
    for (int i = 0; i < n; i++) {
      PrimeField.setZero(sum, 0);
      for (int j = 0; j < offsets.length; j++) {
        f.mulLong(w, wo + LIMBS * j, v[j][offsets[j] + i], t, 0);
        f.add(sum, 0, t, 0, sum, 0);
      }
      System.arraycopy(sum, 0, r, ro + LIMBS * i, LIMBS);
    }
  }

  @Override
  public void innerProductsLongs(
      long[] v, int vo, int step, int rows, long[] a, int ao, int n, long[] r, int ro) {
    for (int j = 0; j < rows; j++) {
      innerProductLongs(a, ao, v, vo + j * step, r, ro + LIMBS * j, n);
    }
  }

  @Override
  public void fromMontgomery(long[] a, int ao, long[] r, int ro, int n) {
    for (int i = 0; i < LIMBS * n; i += LIMBS) {
      f.fromMontgomery(a, ao + i, r, ro + i);
    }
  }

  @Override
  public void toMontgomery(long[] a, int ao, long[] r, int ro, int n) {
    for (int i = 0; i < LIMBS * n; i += LIMBS) {
      f.toMontgomery(a, ao + i, r, ro + i);
    }
  }

  @Override
  public ElementTile tile(int registers, int sums) {
    return new ScalarTile(this, registers, sums);
  }

  /** A copy, so that the result array may hold the factor. */
  private static long[] element(long[] s, int so) {
    return new long[] {s[so], s[so + 1], s[so + 2], s[so + 3]};
  }
}
