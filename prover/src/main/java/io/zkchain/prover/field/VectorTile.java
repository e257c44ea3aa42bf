package io.zkchain.prover.field;

import static io.zkchain.prover.field.PrimeField.LIMBS;
import static io.zkchain.prover.field.VectorField.BLOCK;
import static io.zkchain.prover.field.VectorField.LANES;

import java.util.Arrays;
import java.util.Objects;

/**
 * {@link ElementTile} in vectors. Registers hold halves modulo p, z 2^255: these are what the
 * vector product, which divides by 2^255, maps to one another.
 *
 * <p>Sizes, in units of p: loaded elements are below 1, sums and differences at most 0.51, so
 * products are at most 1.02.
 */
final class VectorTile implements ElementTile {
  /** Limbs up to 2^51 that doubles add up exactly. */
  private static final int EXACT_SUMMANDS = 4;

  /** Blocks of 2^11 numbers, whose limbs, of all lanes, stay below 2^62 in sum. */
  private static final int SUM_BLOCKS = (1 << 11) / LANES;

  private final PrimeField f;
  private final VectorField vectors;
  private final VectorElements elements;
  private final double[][] registers;
  private final long[][] sums; // of limbs
  private final int[] waiting; // blocks in them
  private final long[] totals;
  private final long[] powers; // 2^(51 k), plain
  private final double[] work = new double[BLOCK];
  private final long[] tail = new long[LIMBS * LANES];
  private int count;
  private int blocks;

  VectorTile(VectorField vectors, VectorElements elements, long[] powers, int registers, int sums) {
    this.f = vectors.field();
    this.vectors = vectors;
    this.elements = elements;
    this.powers = powers;
    this.registers = new double[registers][SIZE / LANES * BLOCK];
    this.sums = new long[sums][BLOCK];
    this.waiting = new int[sums];
    this.totals = new long[sums * LIMBS];
  }

  @Override
  public void resize(int count) {
    this.count = Objects.checkIndex(count, SIZE + 1);
    this.blocks = (count + LANES - 1) / LANES;
  }

  @Override
  public void load(int register, long[] a, int ao) {
    int full = count / LANES;
    elements.load(a, ao, 1, registers[register], 0, full);
    if (full < blocks) {
      int rest = LIMBS * (count - full * LANES);
      System.arraycopy(a, ao + LIMBS * full * LANES, tail, 0, rest);
      Arrays.fill(tail, rest, tail.length, 0);
      elements.load(tail, 0, 1, registers[register], full * BLOCK, 1);
    }
  }

  @Override
  public void store(int register, long[] r, int ro) {
    int full = count / LANES;
    elements.store(registers[register], 0, 2, r, ro, full);
    if (full < blocks) {
      elements.store(registers[register], full * BLOCK, 2, tail, 0, 1);
      int rest = LIMBS * (count - full * LANES);
      System.arraycopy(tail, 0, r, ro + LIMBS * full * LANES, rest);
    }
  }

  @Override
  public void clear(int register) {
    Arrays.fill(registers[register], 0);
  }

  @Override
  public void add(int r, int a, int b) {
    double[] to = registers[r];
    elements.add(registers[a], 0, BLOCK, 1, registers[b], 0, BLOCK, to, 0, blocks);
  }

  @Override
  public void sub(int r, int a, int b) {
    double[] to = registers[r];
    elements.add(registers[a], 0, BLOCK, -1, registers[b], 0, BLOCK, to, 0, blocks);
  }

  @Override
  public void mul(int r, int a, int b) {
    double[] to = registers[r];
    vectors.mul(registers[a], 0, BLOCK, registers[b], 0, BLOCK, to, 0, BLOCK, blocks);
  }

  @Override
  public void addToSum(int sum, int register) {
    double[] a = registers[register];
    long[] to = sums[sum];
    for (int from = 0; from < blocks; from += EXACT_SUMMANDS) {
      System.arraycopy(a, from * BLOCK, work, 0, BLOCK);
      for (int block = from + 1; block < Math.min(blocks, from + EXACT_SUMMANDS); block++) {
        for (int j = 0; j < BLOCK; j++) {
          work[j] += a[block * BLOCK + j];
        }
      }
      for (int j = 0; j < BLOCK; j++) {
        to[j] += (long) work[j];
      }
    }
    waiting[sum] += blocks;
    if (waiting[sum] > SUM_BLOCKS - SIZE / LANES) {
      flush(sum);
    }
  }

  private void flush(int sum) {
    long[] t = new long[LIMBS];
    for (int k = 0; k < BLOCK / LANES; k++) {
      long limb = 0;
      for (int lane = 0; lane < LANES; lane++) {
        limb += sums[sum][k * LANES + lane];
      }
      f.mulLong(powers, LIMBS * k, limb, t, 0);
      f.add(totals, LIMBS * sum, t, 0, totals, LIMBS * sum);
    }
    Arrays.fill(sums[sum], 0);
    waiting[sum] = 0;
  }

  @Override
  public void sum(int sum, long[] r, int ro) {
    flush(sum);
    f.twice(totals, LIMBS * sum, r, ro);
  }
}
