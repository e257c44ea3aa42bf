package io.zkchain.prover.sumcheck;

import io.zkchain.prover.field.ElementTile;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import java.util.List;

/**
 * The first sum-check's sums over ranges of row pairs (i, i + half), tile by tile. One instance
 * serves one task: it owns the work space.
 */
final class RoundSums {
  /** Positions 0..3 hold the identity at 0, -1, inf and, where it is asked for, at 1. */
  private static final int POINTS = 4;

  static final int PRODUCT_0 = 4;
  static final int PRODUCT_2 = 5;
  static final int HELPERS = 6;
  static final int LAST_HELPER_STEP = 7;
  static final int COUNT = 8;

  // Sums of the tile; helpers of table lanes are subtracted in the end.
  private static final int TABLE_HELPERS = 7;

  // Registers: five tables of a lane at the point in question, on the lower and the upper rows,
  // their steps, and work space.
  private static final int TABLES = 5;
  private static final int LOW = 0;
  private static final int HIGH = LOW + TABLES;
  private static final int STEP = HIGH + TABLES;
  private static final int IDENTITY = STEP + TABLES;
  private static final int EQ = IDENTITY + POINTS;
  private static final int LEFT = EQ + 1;
  private static final int RIGHT = LEFT + 1;

  private final List<FirstSumcheck.Lane> lanes;
  private final List<FirstSumcheck.TableLane> tableLanes;
  private final List<FirstSumcheck.Product> products;
  private final FrVector rest;
  private final int half;
  private final boolean atOne;
  private final ElementTile tile = Kernels.fr().tile(RIGHT + 1, COUNT);

  /**
   * @param atOne whether to sum the identity at 1, too
   */
  RoundSums(
      List<FirstSumcheck.Lane> lanes,
      List<FirstSumcheck.TableLane> tableLanes,
      List<FirstSumcheck.Product> products,
      FrVector rest,
      int half,
      boolean atOne) {
    this.lanes = lanes;
    this.tableLanes = tableLanes;
    this.products = products;
    this.rest = rest;
    this.half = half;
    this.atOne = atOne;
  }

  FrVector run(int from, int to) {
    for (int row = from; row < to; row += ElementTile.SIZE) {
      tile.resize(Math.min(ElementTile.SIZE, to - row));
      identity(row, true);
      tile.load(EQ, rest.limbs(), rest.offset(row));
      for (int k = 0; k < points() && hasIdentity(); k++) {
        tile.mul(LEFT, IDENTITY + k, EQ);
        tile.addToSum(k, LEFT);
      }
      for (FirstSumcheck.Product product : products) {
        product(product, row);
      }
    }
    FrVector sums = new FrVector(COUNT);
    for (int k = 0; k < COUNT; k++) {
      tile.sum(k, sums.limbs(), sums.offset(k));
    }
    sums.set(HELPERS, sums.get(HELPERS).sub(sums.get(TABLE_HELPERS)));
    sums.set(LAST_HELPER_STEP, to == half ? lastHelperStep() : Fr.ZERO);
    return sums;
  }

  private boolean hasIdentity() {
    return !lanes.isEmpty() || !tableLanes.isEmpty();
  }

  private int points() {
    return atOne ? POINTS : POINTS - 1;
  }

  /** The identity on the last of the row pairs, at 0, -1, infinity and 1. */
  FrVector lastIdentity() {
    tile.resize(1);
    identity(half - 1, false);
    FrVector values = new FrVector(POINTS);
    for (int k = 0; k < points(); k++) {
      tile.store(IDENTITY + k, values.limbs(), values.offset(k));
    }
    return values;
  }

  private Fr lastHelperStep() {
    Fr sum = Fr.ZERO;
    for (FirstSumcheck.Lane lane : lanes) {
      sum = sum.add(lane.h().get(2 * half - 1)).sub(lane.h().get(half - 1));
    }
    for (FirstSumcheck.TableLane lane : tableLanes) {
      sum = sum.sub(lane.h().get(2 * half - 1)).add(lane.h().get(half - 1));
    }
    return sum;
  }

  /** Puts the identity on row pairs into registers. */
  private void identity(int row, boolean helpers) {
    for (int k = 0; k < POINTS; k++) {
      tile.clear(IDENTITY + k);
    }
    for (FirstSumcheck.Lane lane : lanes) {
      load(0, lane.h(), row);
      load(1, lane.phi1(), row);
      load(2, lane.phi2(), row);
      load(3, lane.n1(), row);
      load(4, lane.n2(), row);
      if (helpers) {
        tile.addToSum(HELPERS, LOW);
      }
      tile.mul(LEFT, STEP, STEP + 1);
      tile.mul(LEFT, LEFT, STEP + 2);
      tile.add(IDENTITY + 2, IDENTITY + 2, LEFT);
      lane(LOW, IDENTITY);
      if (atOne) {
        lane(HIGH, IDENTITY + 3);
      }
      toMinusOne(TABLES);
      lane(HIGH, IDENTITY + 1);
    }
    for (FirstSumcheck.TableLane lane : tableLanes) {
      load(0, lane.h(), row);
      load(1, lane.phi(), row);
      load(2, lane.m(), row);
      load(3, lane.act(), row);
      if (helpers) {
        tile.addToSum(TABLE_HELPERS, LOW);
      }
      tableLane(LOW, IDENTITY); // of degree 2: nothing at infinity
      if (atOne) {
        tableLane(HIGH, IDENTITY + 3);
      }
      toMinusOne(TABLES - 1);
      tableLane(HIGH, IDENTITY + 1);
    }
  }

  private void load(int k, FrVector table, int row) {
    tile.load(LOW + k, table.limbs(), table.offset(row));
    tile.load(HIGH + k, table.limbs(), table.offset(row + half));
    tile.sub(STEP + k, HIGH + k, LOW + k);
  }

  /** Puts the values at -1 in the place of those at 1. */
  private void toMinusOne(int tables) {
    for (int k = 0; k < tables; k++) {
      tile.sub(HIGH + k, LOW + k, STEP + k);
    }
  }

  /** Adds h phi1 phi2 - N1 phi2 - N2 phi1. */
  private void lane(int at, int identity) {
    tile.mul(LEFT, at, at + 2);
    tile.sub(LEFT, LEFT, at + 4);
    tile.mul(LEFT, LEFT, at + 1);
    tile.mul(RIGHT, at + 3, at + 2);
    tile.sub(LEFT, LEFT, RIGHT);
    tile.add(identity, identity, LEFT);
  }

  /** Adds h phi - act m. */
  private void tableLane(int at, int identity) {
    tile.mul(LEFT, at, at + 1);
    tile.mul(RIGHT, at + 3, at + 2);
    tile.sub(LEFT, LEFT, RIGHT);
    tile.add(identity, identity, LEFT);
  }

  private void product(FirstSumcheck.Product product, int row) {
    load(0, product.column(), row);
    load(1, product.weight(), row);
    tile.mul(LEFT, LOW, LOW + 1);
    tile.addToSum(PRODUCT_0, LEFT);
    tile.mul(LEFT, STEP, STEP + 1);
    tile.addToSum(PRODUCT_2, LEFT);
  }
}
