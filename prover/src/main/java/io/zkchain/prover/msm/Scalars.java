package io.zkchain.prover.msm;

import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.field.PrimeField;

/** The multipliers of a sum, read block by block as signed digits. */
sealed interface Scalars {
  /** How many. */
  int size();

  /** The least b such that all magnitudes of scalars {@code from .. to-1} are below 2^b. */
  int bits(int from, int to);

  /** How many of scalars {@code from .. to-1} are not 0. */
  int nonZero(int from, int to);

  /** Prepares scalars {@code from .. to-1} for digits. */
  Block block(int from, int to, Windows windows);

  /** Some of the scalars, cut into windows; thread-safe. */
  sealed interface Block {
    /** Writes the digits of window w to {@code out[0 .. size-1]}. */
    void digits(int w, int[] out);
  }

  /** Scalars of full width. */
  record Full(FrVector values) implements Scalars {
    @Override
    public int size() {
      return values.size();
    }

    @Override
    public int bits(int from, int to) {
      long[] plain = new long[PrimeField.LIMBS];
      long[] all = new long[PrimeField.LIMBS];
      for (int i = from; i < to; i++) {
        PrimeField.FR.fromMontgomery(values.limbs(), values.offset(i), plain, 0);
        for (int j = 0; j < PrimeField.LIMBS; j++) {
          all[j] |= plain[j];
        }
      }
      int top = PrimeField.LIMBS - 1;
      while (top > 0 && all[top] == 0) {
        top--;
      }
      return 64 * top + 64 - Long.numberOfLeadingZeros(all[top]);
    }

    @Override
    public int nonZero(int from, int to) {
      int count = 0;
      for (int i = from; i < to; i++) {
        count += values.isZero(i) ? 0 : 1;
      }
      return count;
    }

    @Override
    public Block block(int from, int to, Windows windows) {
      long[] limbs = new long[PrimeField.LIMBS * (to - from)];
      Kernels.fr().fromMontgomery(values.limbs(), values.offset(from), limbs, 0, to - from);
      long[] offset = windows.offset();
      for (int i = 0; i < limbs.length; i += PrimeField.LIMBS) {
        if (!PrimeField.isZero(limbs, i)) {
          addPlain(limbs, i, offset);
        } else {
          System.arraycopy(offset, 0, limbs, i, PrimeField.LIMBS); // all digits 0
        }
      }
      return new LimbBlock(limbs, windows);
    }

    private static void addPlain(long[] a, int ao, long[] b) {
      long carry = 0;
      for (int j = 0; j < PrimeField.LIMBS; j++) {
        long s = a[ao + j] + b[j];
        long c = Long.compareUnsigned(s, b[j]) < 0 ? 1 : 0;
        a[ao + j] = s + carry;
        carry = c | (Long.compareUnsigned(s + carry, carry) < 0 ? 1 : 0);
      }
    }
  }

  /** Digits of four-limb integers to which {@link Windows#offset} has been added. */
  record LimbBlock(long[] limbs, Windows windows) implements Block {
    @Override
    public void digits(int w, int[] out) {
      int width = windows.width();
      int bit = w * width;
      int limb = bit >>> 6;
      int shift = bit & 63;
      boolean top = w == windows.count() - 1;
      int subtract = top ? 0 : windows.half();
      long mask = top ? -1 : (1L << width) - 1;
      boolean crosses = shift + width > 64 && limb < 3;
      for (int i = 0; i < limbs.length / 4; i++) {
        long v = limb > 3 ? 0 : limbs[4 * i + limb] >>> shift;
        if (crosses) {
          v |= limbs[4 * i + limb + 1] << (64 - shift);
        }
        out[i] = (int) (v & mask) - subtract;
      }
    }
  }

  /** Small signed integers. */
  record Small(long[] values, int offset, int size) implements Scalars {
    @Override
    public int bits(int from, int to) {
      long all = 0;
      for (int i = from; i < to; i++) {
        all |= Math.absExact(values[offset + i]);
      }
      return 64 - Long.numberOfLeadingZeros(all);
    }

    @Override
    public int nonZero(int from, int to) {
      int count = 0;
      for (int i = from; i < to; i++) {
        count += values[offset + i] == 0 ? 0 : 1;
      }
      return count;
    }

    @Override
    public Block block(int from, int to, Windows windows) {
      return new LongBlock(values, offset + from, to - from, windows);
    }
  }

  /**
   * Digits of signed integers by sign and magnitude; magnitudes are below 2^62, so the offset does
   * not overflow.
   */
  record LongBlock(long[] values, int from, int size, Windows windows) implements Block {
    @Override
    public void digits(int w, int[] out) {
      int width = windows.width();
      int shift = w * width;
      long offset = windows.offset()[0];
      boolean top = w == windows.count() - 1;
      int subtract = top ? 0 : windows.half();
      long mask = top ? -1 : (1L << width) - 1;
      for (int i = 0; i < size; i++) {
        long v = values[from + i];
        long sign = v >> 63;
        long shifted = ((v ^ sign) - sign) + offset;
        int digit = (int) (shifted >>> shift & mask) - subtract;
        out[i] = (digit ^ (int) sign) - (int) sign;
      }
    }
  }
}
