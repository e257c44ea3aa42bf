package io.zkchain.prover.msm;

import io.zkchain.prover.curve.G1;

/** Points to read by number, {@link G1#LIMBS} limbs each. */
sealed interface Points {
  /** Copies point i to {@code out[at ..]}. */
  void load(int i, long[] out, int at);

  /**
   * Copies {@code lanes} points to words of lanes: limb k of the point with number {@code refs[from
   * + i] / 2} goes to {@code out[at + k * lanes + i]}.
   */
  void gather(int[] refs, int from, int lanes, long[] out, int at);

  /**
   * Reads a word of each of {@code n} points, so that they come into the cache: these reads overlap
   * as those of {@link #gather} cannot, which have too much to do between them. Returns something
   * to do with the words.
   */
  long touch(int[] refs, int from, int n);

  /** In memory outside the heap. */
  record OfBases(Bases bases) implements Points {
    @Override
    public void load(int i, long[] out, int at) {
      bases.load(i, out, at);
    }

    @Override
    public void gather(int[] refs, int from, int lanes, long[] out, int at) {
      bases.gather(refs, from, lanes, out, at);
    }

    @Override
    public long touch(int[] refs, int from, int n) {
      return bases.touch(refs, from, n);
    }
  }

  /** In an array. */
  record OfArray(long[] limbs) implements Points {
    @Override
    public void load(int i, long[] out, int at) {
      System.arraycopy(limbs, G1.LIMBS * i, out, at, G1.LIMBS);
    }

    @Override
    public void gather(int[] refs, int from, int lanes, long[] out, int at) {
      for (int i = 0; i < lanes; i++) {
        int point = G1.LIMBS * (refs[from + i] >>> 1);
        for (int k = 0; k < G1.LIMBS; k++) {
          out[at + k * lanes + i] = limbs[point + k];
        }
      }
    }

    @Override
    public long touch(int[] refs, int from, int n) {
      long words = 0;
      for (int i = from; i < from + n; i++) {
        words ^= limbs[G1.LIMBS * (refs[i] >>> 1)];
      }
      return words;
    }
  }
}
