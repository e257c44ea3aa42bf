package io.zkchain.prover.sumcheck;

import static io.zkchain.prover.field.PrimeField.LIMBS;

import io.zkchain.prover.field.FieldKernel;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.parallel.Parallel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * round. The cubic's value at 1 follows from the round before. Variables are bound from the highest
 * to the lowest; the tables are overwritten.
 */
public final class FirstSumcheck {
  private static final int GRAIN = 1024;

  private final FieldKernel kernel = Kernels.fr();
  private final Parallel parallel;
  private final List<Lane> lanes;
  private final List<TableLane> tableLanes;
  private final List<Product> products;
  private final List<Product> fullProducts;
  private final List<FrVector> tables = new ArrayList<>();
  private final List<FrVector> fullTables = new ArrayList<>();
  private final int active;
  private final List<Fr> tau;
  private final Fr xi;
  private final Fr tauProduct;

  private final FrVector rest; // eq over the variables below the current one
  private int variable;

  /** sum eq Id over the current variable and those below; unknown before the first round. */
  private @Nullable Fr identityClaim;

  private Fr[] cubic = {}; // the same without the current variable's factor of eq, as a polynomial
  private Fr boundEq = Fr.ONE;
  private Fr boundProduct = Fr.ONE;

  /** One lane's tables over all rows; phi1 and n1 are already multiplied by delta^l. */
  public record Lane(FrVector h, FrVector phi1, FrVector phi2, FrVector n1, FrVector n2) {}

  /** One table lane's tables over all rows; phi and act are already multiplied by delta^(L+t). */
  public record TableLane(FrVector h, FrVector m, FrVector phi, FrVector act) {}

  /** A column and its weight A. */
  public record Product(FrVector column, FrVector weight) {}

  /**
   * @param products of columns that are 0 on idle rows
   * @param fullProducts of other columns
   * @param others columns that are only evaluated, 0 on idle rows
   * @param active rows from here on, but the last one, are idle: nothing is looked up, so helpers
   *     and selectors are 0, and denominators are constant
   */
  public FirstSumcheck(
      List<Lane> lanes,
      List<TableLane> tableLanes,
      List<Product> products,
      List<Product> fullProducts,
      List<FrVector> others,
      int active,
      List<Fr> tau,
      Fr xi,
      Parallel parallel) {
    this.parallel = parallel;
    this.active = active;
    this.lanes = List.copyOf(lanes);
    this.tableLanes = List.copyOf(tableLanes);
    this.products = List.copyOf(products);
    this.fullProducts = List.copyOf(fullProducts);
    this.tau = List.copyOf(tau);
    this.xi = xi;
    this.tauProduct = tau.stream().reduce(Fr.ONE, Fr::mul);
    this.variable = tau.size() - 1;
    this.rest = EqTable.of(tau.subList(0, variable));
    tables.addAll(others);
    lanes.forEach(l -> tables.addAll(List.of(l.h, l.phi1, l.phi2, l.n1, l.n2)));
    tableLanes.forEach(t -> tables.addAll(List.of(t.h, t.m, t.phi, t.act)));
    products.forEach(p -> tables.addAll(List.of(p.column, p.weight)));
    fullProducts.forEach(p -> fullTables.addAll(List.of(p.column, p.weight)));
  }

  /** Coefficients 0, 2, 3, 4 of the current round's polynomial. */
  public Fr[] round() {
    int half = 1 << variable;
    Fr claim = tau.get(variable).isZero() ? null : identityClaim;
    FrVector sums = new FrVector(RoundSums.COUNT);
    parallel.forRange(
        Math.min(active, half),
        GRAIN,
        (from, to) -> add(sums, roundSums(half, claim == null).run(from, to)));
    if (active < half) {
      add(sums, roundSums(half, claim == null).run(half - 1, half));
    }
    if (!fullProducts.isEmpty()) {
      parallel.forRange(
          half,
          GRAIN,
          (from, to) ->
              add(
                  sums,
                  new RoundSums(List.of(), List.of(), fullProducts, rest, half, false)
                      .run(from, to)));
    }
    FrVector lastRow = roundSums(half, true).lastIdentity();
    Fr[] last = cubic(lastRow, lastRow.get(3));
    cubic = cubic(sums, claim == null ? sums.get(3) : atOne(claim, sums.get(0)));
    Fr scale = xi.mul(boundEq);
    Fr t = tau.get(variable);
    Fr e0 = scale.mul(Fr.ONE.sub(t));
    Fr e1 = scale.mul(t.twice().sub(Fr.ONE));
    Fr reserved = xi.mul(tauProduct).mul(boundProduct);
    Fr xi2 = xi.square();
    Fr helperStep = sums.get(RoundSums.LAST_HELPER_STEP).mul(boundProduct);
    return new Fr[] {
      e0.mul(cubic[0]).add(sums.get(RoundSums.PRODUCT_0)).add(xi2.mul(sums.get(RoundSums.HELPERS))),
      e0.mul(cubic[2])
          .add(e1.mul(cubic[1]))
          .sub(reserved.mul(last[1]))
          .add(sums.get(RoundSums.PRODUCT_2))
          .sub(xi2.mul(helperStep)),
      e0.mul(cubic[3]).add(e1.mul(cubic[2])).sub(reserved.mul(last[2])),
      e1.mul(cubic[3]).sub(reserved.mul(last[3]))
    };
  }

  private void add(FrVector sums, FrVector part) {
    synchronized (sums) {
      kernel.add(sums.limbs(), 0, part.limbs(), 0, sums.limbs(), 0, RoundSums.COUNT);
    }
  }

  private RoundSums roundSums(int half, boolean atOne) {
    return new RoundSums(lanes, tableLanes, products, rest, half, atOne);
  }

  /** The cubic's value at 1, from (1 - tau) cubic(0) + tau cubic(1), which is known. */
  private Fr atOne(Fr claim, Fr atZero) {
    Fr t = tau.get(variable);
    return claim.sub(Fr.ONE.sub(t).mul(atZero)).mul(t.inverse());
  }

  /** Coefficients of the cubic through the values at 0, -1, infinity and 1. */
  private static Fr[] cubic(FrVector values, Fr atOne) {
    Fr half = Fr.fromLong(2).inverse();
    Fr even = atOne.add(values.get(1)).mul(half);
    Fr odd = atOne.sub(values.get(1)).mul(half);
    Fr c0 = values.get(0);
    Fr c3 = values.get(2);
    return new Fr[] {c0, odd.sub(c3), even.sub(c0), c3};
  }

  /** Binds the current variable, after its round. */
  public void bind(Fr challenge) {
    int half = 1 << variable;
    long[] r = new long[LIMBS];
    challenge.store(r, 0);
    parallel.forEach(
        tables.size() + fullTables.size(),
        k -> {
          if (k < fullTables.size()) {
            fold(fullTables.get(k), r, 0, half, half);
            return;
          }
          FrVector table = tables.get(k - fullTables.size());
          fold(table, r, 0, Math.min(active, half), half);
          if (active < half) {
            fold(table, r, half - 1, half, half);
          }
        });
    Fr claim = Fr.ZERO;
    for (int k = cubic.length - 1; k >= 0; k--) {
      claim = claim.mul(challenge).add(cubic[k]);
    }
    identityClaim = claim;
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

  /** Binds rows {@code from} to {@code to - 1}; what idle rows hold stays the same. */
  private void fold(FrVector table, long[] r, int from, int to, int half) {
    int at = table.offset(from);
    long[] limbs = table.limbs();
    kernel.fold(limbs, at, table.offset(from + half), r, 0, limbs, at, to - from);
  }

  /** e~ at the bound point. */
  public Fr e() {
    return boundEq.sub(tauProduct.mul(boundProduct));
  }
}
