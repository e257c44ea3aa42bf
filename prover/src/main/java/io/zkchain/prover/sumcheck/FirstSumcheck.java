package io.zkchain.prover.sumcheck;

import static io.zkchain.prover.field.PrimeField.LIMBS;

import io.zkchain.prover.field.FieldKernel;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.parallel.Parallel;
import java.util.ArrayList;
import java.util.List;

/**
 * The prover's tables of the first sum-check, without its mask:
 *
 * <pre>
 * sum_x [ sum_c f_c A_c + xi e Id + xi^2 s (sum_l h_l - sum_t ht_t) ]
 * Id = sum_l delta^l (h phi1 phi2 - N1 phi2 - N2 phi1) + sum_t delta^(L+t) (ht phi - act m)
 * </pre>
 *
 * <p>e is eq(tau, .) without the reserved row N - 1, s is 1 without it. Neither is tabulated: eq is
 * split into bound part, current variable and rest (Gruen, ePrint 2024/108), so that only a cubic
 * polynomial is summed over the rows, and the reserved row is subtracted where it occurs, once a
 * round. Variables are bound from the highest to the lowest; the tables are overwritten.
 */
public final class FirstSumcheck {
  private static final int GRAIN = 1024;
  private static final int TILE = 128;

  private final FieldKernel kernel = Kernels.fr();
  private final Parallel parallel;
  private final List<Lane> lanes;
  private final List<TableLane> tableLanes;
  private final List<Product> products;
  private final List<FrVector> tables;
  private final List<Fr> tau;
  private final Fr xi;
  private final Fr tauProduct;

  private final FrVector rest; // eq over the variables below the current one
  private int variable;
  private Fr boundEq = Fr.ONE;
  private Fr boundProduct = Fr.ONE;

  /** One lane's tables over all rows; phi1 and n1 are already multiplied by delta^l. */
  public record Lane(FrVector h, FrVector phi1, FrVector phi2, FrVector n1, FrVector n2) {}

  /** One table lane's tables over all rows; phi and act are already multiplied by delta^(L+t). */
  public record TableLane(FrVector h, FrVector m, FrVector phi, FrVector act) {}

  /** A column and its weight A. */
  public record Product(FrVector column, FrVector weight) {}

  /**
   * @param others columns that are only evaluated
   */
  public FirstSumcheck(
      List<Lane> lanes,
      List<TableLane> tableLanes,
      List<Product> products,
      List<FrVector> others,
      List<Fr> tau,
      Fr xi,
      Parallel parallel) {
    this.parallel = parallel;
    this.lanes = List.copyOf(lanes);
    this.tableLanes = List.copyOf(tableLanes);
    this.products = List.copyOf(products);
    this.tau = List.copyOf(tau);
    this.xi = xi;
    this.tauProduct = tau.stream().reduce(Fr.ONE, Fr::mul);
    this.variable = tau.size() - 1;
    this.rest = EqTable.of(tau.subList(0, variable));
    tables = new ArrayList<>(others);
    lanes.forEach(l -> tables.addAll(List.of(l.h, l.phi1, l.phi2, l.n1, l.n2)));
    tableLanes.forEach(t -> tables.addAll(List.of(t.h, t.m, t.phi, t.act)));
    products.forEach(p -> tables.addAll(List.of(p.column, p.weight)));
  }

  /** Coefficients 0, 2, 3, 4 of the current round's polynomial. */
  public Fr[] round() {
    int half = 1 << variable;
    FrVector sums = new FrVector(Sums.COUNT);
    parallel.forRange(
        half,
        GRAIN,
        (from, to) -> {
          FrVector part = new Sums(half).run(from, to);
          synchronized (sums) {
            kernel.add(sums.limbs(), 0, part.limbs(), 0, sums.limbs(), 0, Sums.COUNT);
          }
        });
    Fr[] last = cubic(lastRow(half));
    Fr[] cubic = cubic(sums);
    Fr scale = xi.mul(boundEq);
    Fr t = tau.get(variable);
    Fr e0 = scale.mul(Fr.ONE.sub(t));
    Fr e1 = scale.mul(t.twice().sub(Fr.ONE));
    Fr reserved = xi.mul(tauProduct).mul(boundProduct);
    Fr xi2 = xi.square();
    Fr helperStep = sums.get(Sums.LAST_HELPER_STEP).mul(boundProduct);
    return new Fr[] {
      e0.mul(cubic[0]).add(sums.get(Sums.PRODUCT_0)).add(xi2.mul(sums.get(Sums.HELPERS))),
      e0.mul(cubic[2])
          .add(e1.mul(cubic[1]))
          .sub(reserved.mul(last[1]))
          .add(sums.get(Sums.PRODUCT_2))
          .sub(xi2.mul(helperStep)),
      e0.mul(cubic[3]).add(e1.mul(cubic[2])).sub(reserved.mul(last[2])),
      e1.mul(cubic[3]).sub(reserved.mul(last[3]))
    };
  }

  /** The identity's values on the pair of rows that contains the reserved one, at 0, 1, -1, inf. */
  private FrVector lastRow(int half) {
    Sums sums = new Sums(half);
    FrVector one = new FrVector(Sums.COUNT);
    sums.identity(half - 1, 1);
    for (int k = 0; k < 4; k++) {
      one.set(k, Fr.load(sums.values[k], 0));
    }
    return one;
  }

  /** Coefficients of the cubic through the values at 0, 1, -1 and infinity. */
  private static Fr[] cubic(FrVector values) {
    Fr half = Fr.fromLong(2).inverse();
    Fr even = values.get(1).add(values.get(2)).mul(half);
    Fr odd = values.get(1).sub(values.get(2)).mul(half);
    Fr c0 = values.get(0);
    Fr c3 = values.get(3);
    return new Fr[] {c0, odd.sub(c3), even.sub(c0), c3};
  }

  /** Binds the current variable. */
  public void bind(Fr challenge) {
    int half = 1 << variable;
    long[] r = new long[LIMBS];
    challenge.store(r, 0);
    parallel.forEach(
        tables.size(),
        k -> {
          FrVector table = tables.get(k);
          kernel.fold(table.limbs(), table.offset(0), r, 0, table.limbs(), table.offset(0), half);
        });
    Fr t = tau.get(variable);
    Fr both = t.mul(challenge);
    boundEq = boundEq.mul(both.twice().add(Fr.ONE).sub(t).sub(challenge));
    boundProduct = boundProduct.mul(challenge);
    variable--;
    if (variable >= 0) {
      int quarter = half / 2;
      long[] limbs = rest.limbs();
      // Summing eq over one variable drops its factor.
      kernel.add(limbs, 0, limbs, rest.offset(quarter), limbs, 0, quarter);
    }
  }

  /** e~ at the bound point. */
  public Fr e() {
    return boundEq.sub(tauProduct.mul(boundProduct));
  }

  /** Sums over a range of row pairs. */
  private final class Sums {
    /** Positions 0..3 hold the identity at 0, 1, -1, inf. */
    static final int PRODUCT_0 = 4;

    static final int PRODUCT_2 = 5;
    static final int HELPERS = 6;
    static final int LAST_HELPER_STEP = 7;
    static final int COUNT = 8;

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

    Sums(int half) {
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

    /** Fills {@link #values} with the identity on row pairs. */
    void identity(int row, int count) {
      for (long[] value : values) {
        java.util.Arrays.fill(value, 0, count * LIMBS, 0);
      }
      for (Lane lane : lanes) {
        h.load(lane.h, row, half, count);
        first.load(lane.phi1, row, half, count);
        second.load(lane.phi2, row, half, count);
        n1.load(lane.n1, row, half, count);
        n2.load(lane.n2, row, half, count);
        for (int k = 0; k < 3; k++) {
          lane(k, count);
        }
        kernel.mul(h.step, 0, first.step, 0, left, 0, count);
        kernel.mul(left, 0, second.step, 0, left, 0, count);
        kernel.add(values[3], 0, left, 0, values[3], 0, count);
      }
      for (TableLane lane : tableLanes) {
        h.load(lane.h, row, half, count);
        first.load(lane.phi, row, half, count);
        second.load(lane.m, row, half, count);
        n1.load(lane.act, row, half, count);
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
      for (Product product : products) {
        FrVector f = product.column;
        FrVector a = product.weight;
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
      for (Lane lane : lanes) {
        helper(lane.h, row, count, last, false);
      }
      for (TableLane lane : tableLanes) {
        helper(lane.h, row, count, last, true);
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
