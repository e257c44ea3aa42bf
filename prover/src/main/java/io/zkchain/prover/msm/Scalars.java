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

  /** Scalars {@code from .. from + count - 1}. */
  Scalars slice(int from, int count);

  /** Looks at the scalars. */
  Block block(Parallel parallel);

  /** The scalars, prepared; thread-safe. */
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
    private static final int TILE = 256; // that are converted together

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
    public Scalars slice(int from, int count) {
      return new Full(values.slice(from, count));
    }

    @Override
    public Block block(Parallel parallel) {
      int n = values.size();
      long[][] limbs = new long[PrimeField.LIMBS][n];
      AtomicInteger nonZero = new AtomicInteger();
      AtomicLongArray all = new AtomicLongArray(PrimeField.LIMBS);
      parallel.forRange(
          n,
          GRAIN,
          (from, to) -> {
            long[] plain = new long[PrimeField.LIMBS * TILE];
            for (int i = from; i < to; i += TILE) {
              int count = Math.min(TILE, to - i);
              Kernels.fr().fromMontgomery(values.limbs(), values.offset(i), plain, 0, count);
              part(plain, count, limbs, i);
            }
            nonZero.addAndGet(survey(limbs, from, to, all));
          });
      int top = PrimeField.LIMBS - 1;
      while (top > 0 && all.get(top) == 0) {
        top--;
      }
      int bits = 64 * top + 64 - Long.numberOfLeadingZeros(all.get(top));
      return new LimbBlock(limbs, bits, nonZero.get());
    }

    private static void part(long[] plain, int count, long[][] limbs, int at) {
      for (int j = 0; j < PrimeField.LIMBS; j++) {
        long[] target = limbs[j];
        for (int i = 0; i < count; i++) {
          target[at + i] = plain[PrimeField.LIMBS * i + j];
        }
      }
    }

    /** Counts those that are not 0, and collects the bits that occur. */
    private static int survey(long[][] limbs, int from, int to, AtomicLongArray all) {
      int count = 0;
      for (int i = from; i < to; i++) {
        count += (limbs[0][i] | limbs[1][i] | limbs[2][i] | limbs[3][i]) == 0 ? 0 : 1;
      }
      for (int j = 0; j < PrimeField.LIMBS; j++) {
        long or = 0;
        for (int i = from; i < to; i++) {
          or |= limbs[j][i];
        }
        long bits = or;
        all.updateAndGet(j, x -> x | bits);
      }
      return count;
    }
  }

  /** Plain integers of four limbs, limb by limb, which {@code cut} uses up. */
  record LimbBlock(long[][] limbs, int bits, int nonZero) implements Block {
    @Override
    public Digits cut(Windows windows, Parallel parallel) {
      long[] offset = windows.offset();
      parallel.forRange(
          limbs[0].length, Full.GRAIN, (from, to) -> addPlain(limbs, from, to, offset));
      return new LimbDigits(limbs, windows);
    }

    private static void addPlain(long[][] limbs, int from, int to, long[] b) {
      for (int i = from; i < to; i++) {
        long carry = 0;
        for (int j = 0; j < PrimeField.LIMBS; j++) {
          long s = limbs[j][i] + b[j];
          long c = Long.compareUnsigned(s, b[j]) < 0 ? 1 : 0;
          limbs[j][i] = s + carry;
          carry = c | (Long.compareUnsigned(s + carry, carry) < 0 ? 1 : 0);
        }
      }
    }
  }

  /** Digits of four-limb integers to which {@link Windows#offset} has been added. */
  record LimbDigits(long[][] limbs, Windows windows) implements Digits {
    @Override
    public void get(int w, int from, int to, int[] out) {
      int width = windows.width();
      int bit = w * width;
      int shift = bit & 63;
      boolean top = w == windows.count() - 1;
      int subtract = top ? 0 : windows.half();
      long mask = top ? -1 : (1L << width) - 1;
      long[] low = limbs[bit >>> 6];
      if (shift + width > 64 && bit >>> 6 < PrimeField.LIMBS - 1) {
        long[] high = limbs[(bit >>> 6) + 1];
        for (int i = from; i < to; i++) {
          long v = low[i] >>> shift | high[i] << (64 - shift);
          out[i - from] = (int) (v & mask) - subtract;
        }
      } else {
        for (int i = from; i < to; i++) {
          out[i - from] = (int) (low[i] >>> shift & mask) - subtract;
        }
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
    public Scalars slice(int from, int count) {
      return new Small(values, offset + from, count);
    }

    @Override
    public Block block(Parallel parallel) {
      long all = 0;
      int nonZero = 0;
      for (int i = offset; i < offset + size; i++) {
        long v = values[i];
        // |v| <= 2^b if and only if |v| - 1 < 2^b.
        all |= Math.max(Math.abs(v) - 1, 0);
        nonZero += v == 0 ? 0 : 1;
      }
      return new LongBlock(values, offset, 64 - Long.numberOfLeadingZeros(all), nonZero);
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
