package io.zkchain.prover.msm;

import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.field.PrimeField;
import io.zkchain.prover.parallel.Parallel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** The multipliers of a sum, read block by block as signed digits. */
sealed interface Scalars {
  /** How many. */
  int size();

  /** The magnitude of scalar i. */
  Fr magnitude(int i);

  /** Whether scalar i is negative. */
  boolean isNegative(int i);

  /** Looks at scalars {@code from .. to-1}. */
  Block block(int from, int to, Parallel parallel);

  /** Some of the scalars; thread-safe. */
  sealed interface Block {
    /** The least b such that no magnitude is above 2^b. */
    int bits();

    /** How many are not 0. */
    int nonZero();

    /** Prepares the scalars for digits. */
    Digits cut(Windows windows, Parallel parallel);
  }

  /** Scalars that are cut into windows; thread-safe. */
  sealed interface Digits {
    /**
     * Writes the digits in window w of scalars {@code from .. to-1} of the block to {@code out}.
     */
    void get(int w, int from, int to, int[] out);
  }

  /** Scalars of full width. */
  record Full(FrVector values) implements Scalars {
    private static final int GRAIN = 1 << 11;

    @Override
    public int size() {
      return values.size();
    }

    @Override
    public Fr magnitude(int i) {
      return values.get(i);
    }

    @Override
    public boolean isNegative(int i) {
      return false;
    }

    @Override
    public Block block(int from, int to, Parallel parallel) {
      long[] limbs = new long[PrimeField.LIMBS * (to - from)];
      AtomicInteger nonZero = new AtomicInteger();
      AtomicLongArray all = new AtomicLongArray(PrimeField.LIMBS);
      parallel.forRange(
          to - from,
          GRAIN,
          (a, b) -> {
            int at = PrimeField.LIMBS * a;
            Kernels.fr().fromMontgomery(values.limbs(), values.offset(from + a), limbs, at, b - a);
            nonZero.addAndGet(survey(limbs, a, b, all));
          });
      int top = PrimeField.LIMBS - 1;
      while (top > 0 && all.get(top) == 0) {
        top--;
      }
      int bits = 64 * top + 64 - Long.numberOfLeadingZeros(all.get(top));
      return new LimbBlock(limbs, bits, nonZero.get());
    }

    /** Counts those that are not 0, and collects the bits that occur. */
    private static int survey(long[] limbs, int from, int to, AtomicLongArray all) {
      int count = 0;
      long[] or = new long[PrimeField.LIMBS];
      for (int i = from; i < to; i++) {
        int at = PrimeField.LIMBS * i;
        count += PrimeField.isZero(limbs, at) ? 0 : 1;
        for (int j = 0; j < PrimeField.LIMBS; j++) {
          or[j] |= limbs[at + j];
        }
      }
      for (int j = 0; j < PrimeField.LIMBS; j++) {
        long bits = or[j];
        all.updateAndGet(j, x -> x | bits);
      }
      return count;
    }
  }

  /** Plain integers of four limbs, which {@code cut} uses up. */
  record LimbBlock(long[] limbs, int bits, int nonZero) implements Block {
    @Override
    public Digits cut(Windows windows, Parallel parallel) {
      long[] offset = windows.offset();
      parallel.forRange(
          limbs.length / PrimeField.LIMBS,
          Full.GRAIN,
          (a, b) -> {
            for (int i = a; i < b; i++) {
              addPlain(limbs, PrimeField.LIMBS * i, offset);
            }
          });
      return new LimbDigits(limbs, windows);
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
  record LimbDigits(long[] limbs, Windows windows) implements Digits {
    @Override
    public void get(int w, int from, int to, int[] out) {
      int width = windows.width();
      int bit = w * width;
      int limb = bit >>> 6;
      int shift = bit & 63;
      boolean top = w == windows.count() - 1;
      int subtract = top ? 0 : windows.half();
      long mask = top ? -1 : (1L << width) - 1;
      boolean crosses = shift + width > 64 && limb < 3;
      for (int i = from; i < to; i++) {
        long v = limb > 3 ? 0 : limbs[4 * i + limb] >>> shift;
        if (crosses) {
          v |= limbs[4 * i + limb + 1] << (64 - shift);
        }
        out[i - from] = (int) (v & mask) - subtract;
      }
    }
  }

  /** Small signed integers. */
  record Small(long[] values, int offset, int size) implements Scalars {
    @Override
    public Fr magnitude(int i) {
      return Fr.fromLong(Math.abs(values[offset + i]));
    }

    @Override
    public boolean isNegative(int i) {
      return values[offset + i] < 0;
    }

    @Override
    public Block block(int from, int to, Parallel parallel) {
      long all = 0;
      int nonZero = 0;
      for (int i = offset + from; i < offset + to; i++) {
        long v = values[i];
        // |v| <= 2^b if and only if |v| - 1 < 2^b.
        all |= Math.max(Math.abs(v) - 1, 0);
        nonZero += v == 0 ? 0 : 1;
      }
      int bits = 64 - Long.numberOfLeadingZeros(all);
      return new LongBlock(values, offset + from, bits, nonZero);
    }
  }

  /** Signed integers of magnitudes up to 2^62. */
  record LongBlock(long[] values, int first, int bits, int nonZero) implements Block {
    @Override
    public Digits cut(Windows windows, Parallel parallel) {
      return new LongDigits(values, first, windows);
    }
  }

  /**
   * Digits of signed integers by sign and magnitude; magnitudes are at most 2^62, so the offset
   * does not overflow.
   */
  record LongDigits(long[] values, int first, Windows windows) implements Digits {
    @Override
    public void get(int w, int from, int to, int[] out) {
      int width = windows.width();
      int shift = w * width;
      long offset = windows.offset()[0];
      boolean top = w == windows.count() - 1;
      int subtract = top ? 0 : windows.half();
      long mask = top ? -1 : (1L << width) - 1;
      for (int i = from; i < to; i++) {
        long v = values[first + i];
        long sign = v >> 63;
        long shifted = ((v ^ sign) - sign) + offset;
        int digit = (int) (shifted >>> shift & mask) - subtract;
        out[i - from] = (digit ^ (int) sign) - (int) sign;
      }
    }
  }
}
