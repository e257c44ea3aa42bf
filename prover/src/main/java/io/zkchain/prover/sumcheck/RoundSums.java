package io.zkchain.prover.sumcheck;

import static io.zkchain.prover.field.PrimeField.LIMBS;

import io.zkchain.prover.field.FieldKernel;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import java.util.Arrays;
import java.util.List;

/**
 * The first sum-check's sums over ranges of row pairs (i, i + half), tile by tile through the field
 * kernel. One instance serves one task: it owns the work space.
 */
final class RoundSums {
  private static final int TILE = 128;

  /** Positions 0..3 hold the identity at 0, 1, -1, inf. */
  static final int PRODUCT_0 = 4;

  static final int PRODUCT_2 = 5;
  static final int HELPERS = 6;
  static final int LAST_HELPER_STEP = 7;
  static final int COUNT = 8;

  private final FieldKernel kernel = Kernels.fr();
  private final List<FirstSumcheck.Lane> lanes;
  private final List<FirstSumcheck.TableLane> tableLanes;
  private final List<FirstSumcheck.Product> products;
  private final FrVector rest;
  private final int half;
  private final long[][] values = new long[4][TILE * LIMBS];
  private final Line h = new Line();
  private final Line first = new Line();
  private final Line second = new Line();
  private final Line n1 = new Line();
  private final Line n2 = new Line();
  private final long[] left = new long[TILE * LIMBS];
  private final long[] right = new long[TILE * LIMBS];
  private final FrVector sums = new FrVector(COUNT);

  RoundSums(
      List<FirstSumcheck.Lane> lanes,
      List<FirstSumcheck.TableLane> tableLanes,
      List<FirstSumcheck.Product> products,
      FrVector rest,
      int half) {
    this.lanes = lanes;
    this.tableLanes = tableLanes;
    this.products = products;
    this.rest = rest;
    this.half = half;
  }

  FrVector run(int from, int to) {
    for (int row = from; row < to; row += TILE) {
      int count = Math.min(TILE, to - row);
      identity(row, count);
      for (int k = 0; k < 4; k++) {
        kernel.innerProduct(values[k], 0, rest.limbs(), rest.offset(row), left, 0, count);
        accumulate(k);
      }
      products(row, count);
      helpers(row, count);
    }
    return sums;
  }

  private void accumulate(int position) {
    int at = sums.offset(position);
    kernel.add(sums.limbs(), at, left, 0, sums.limbs(), at, 1);
  }

  /** The identity on the first of the row pairs, at 0, 1, -1 or infinity. */
  Fr identityAt(int position) {
    return Fr.load(values[position], 0);
  }

  /** Fills {@link #values} with the identity on row pairs. */
  void identity(int row, int count) {
    for (long[] value : values) {
      Arrays.fill(value, 0, count * LIMBS, 0);
    }
    for (FirstSumcheck.Lane lane : lanes) {
      h.load(lane.h(), row, half, count);
      first.load(lane.phi1(), row, half, count);
      second.load(lane.phi2(), row, half, count);
      n1.load(lane.n1(), row, half, count);
      n2.load(lane.n2(), row, half, count);
      for (int k = 0; k < 3; k++) {
        lane(k, count);
      }
      kernel.mul(h.step, 0, first.step, 0, left, 0, count);
      kernel.mul(left, 0, second.step, 0, left, 0, count);
      kernel.add(values[3], 0, left, 0, values[3], 0, count);
    }
    for (FirstSumcheck.TableLane lane : tableLanes) {
      h.load(lane.h(), row, half, count);
      first.load(lane.phi(), row, half, count);
      second.load(lane.m(), row, half, count);
      n1.load(lane.act(), row, half, count);
      for (int k = 0; k < 3; k++) { // degree 2: nothing at infinity
        tableLane(k, count);
      }
    }
  }

  private void lane(int k, int count) {
    kernel.mul(h.at(k), h.from(k), second.at(k), second.from(k), left, 0, count);
    kernel.sub(left, 0, n2.at(k), n2.from(k), left, 0, count);
    kernel.mul(left, 0, first.at(k), first.from(k), left, 0, count);
    kernel.mul(n1.at(k), n1.from(k), second.at(k), second.from(k), right, 0, count);
    addDifference(k, count);
  }

  private void tableLane(int k, int count) {
    kernel.mul(h.at(k), h.from(k), first.at(k), first.from(k), left, 0, count);
    kernel.mul(n1.at(k), n1.from(k), second.at(k), second.from(k), right, 0, count);
    addDifference(k, count);
  }

  private void addDifference(int k, int count) {
    kernel.sub(left, 0, right, 0, left, 0, count);
    kernel.add(values[k], 0, left, 0, values[k], 0, count);
  }

  private void products(int row, int count) {
    for (FirstSumcheck.Product product : products) {
      FrVector f = product.column();
      FrVector a = product.weight();
      kernel.innerProduct(f.limbs(), f.offset(row), a.limbs(), a.offset(row), left, 0, count);
      accumulate(PRODUCT_0);
      difference(f, row, count, left);
      difference(a, row, count, right);
      kernel.innerProduct(left, 0, right, 0, h.step, 0, count);
      System.arraycopy(h.step, 0, left, 0, LIMBS);
      accumulate(PRODUCT_2);
    }
  }

  private void difference(FrVector f, int row, int count, long[] out) {
    kernel.sub(f.limbs(), f.offset(row + half), f.limbs(), f.offset(row), out, 0, count);
  }

  private void helpers(int row, int count) {
    boolean last = row + count == half;
    for (FirstSumcheck.Lane lane : lanes) {
      helper(lane.h(), row, count, last, false);
    }
    for (FirstSumcheck.TableLane lane : tableLanes) {
      helper(lane.h(), row, count, last, true);
    }
  }

  private void helper(FrVector f, int row, int count, boolean last, boolean negative) {
    kernel.sum(f.limbs(), f.offset(row), left, 0, count);
    signed(HELPERS, negative);
    if (last) {
      kernel.sub(f.limbs(), f.offset(2 * half - 1), f.limbs(), f.offset(half - 1), left, 0, 1);
      signed(LAST_HELPER_STEP, negative);
    }
  }

  private void signed(int position, boolean negative) {
    if (negative) {
      kernel.negate(left, 0, left, 0, 1);
    }
    accumulate(position);
  }

  /**
   * A linear function in the current variable on a tile of row pairs, at 0, 1 and -1, and its step.
   */
  private final class Line {
    private final long[] step = new long[TILE * LIMBS];
    private final long[] minus = new long[TILE * LIMBS];
    private FrVector table = new FrVector(0);
    private int low;
    private int high;

    void load(FrVector table, int row, int half, int count) {
      this.table = table;
      this.low = table.offset(row);
      this.high = table.offset(row + half);
      kernel.sub(table.limbs(), high, table.limbs(), low, step, 0, count);
      kernel.sub(table.limbs(), low, step, 0, minus, 0, count);
    }

    long[] at(int k) {
      return switch (k) {
        case 0, 1 -> table.limbs();
        default -> minus;
      };
    }

    int from(int k) {
      return switch (k) {
        case 0 -> low;
        case 1 -> high;
        default -> 0;
      };
    }
  }
}
