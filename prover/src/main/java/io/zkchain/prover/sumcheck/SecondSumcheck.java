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
 * The prover's tables of the second sum-check, without its mask: sum_x sum_k f_k(x) V_k(x).
 * Variables are bound from the highest to the lowest; the tables are overwritten.
 */
public final class SecondSumcheck {
  private static final int GRAIN = 1024;
  private static final int TILE = 128;

  private final FieldKernel kernel = Kernels.fr();
  private final Parallel parallel;
  private final List<Product> products;
  private final List<FrVector> tables = new ArrayList<>();
  private int variable;

  /**
   * Two tables of 2^k rows. If k is below the number of variables, both are 0 on all higher rows.
   */
  public record Product(FrVector column, FrVector weight) {}

  public SecondSumcheck(List<Product> products, int variables, Parallel parallel) {
    this.parallel = parallel;
    this.products = List.copyOf(products);
    products.forEach(p -> tables.addAll(List.of(p.column, p.weight)));
    this.variable = variables - 1;
  }

  /** Coefficients 0 and 2 of the current round's polynomial. */
  public Fr[] round() {
    FrVector sums = new FrVector(2);
    int half = 1 << variable;
    for (Product product : products) {
      int size = product.column.size();
      if (size <= half) {
        // f (1 - X) V (1 - X): both coefficients are the sum over the rows that are not 0.
        FrVector sum = sum(product, 0, size, false);
        sum.set(1, sum.get(0));
        add(sums, sum);
      } else {
        parallel.forRange(half, GRAIN, (from, to) -> add(sums, sum(product, from, to, true)));
      }
    }
    return new Fr[] {sums.get(0), sums.get(1)};
  }

  private void add(FrVector sums, FrVector part) {
    synchronized (sums) {
      kernel.add(sums.limbs(), 0, part.limbs(), 0, sums.limbs(), 0, 2);
    }
  }

  private FrVector sum(Product product, int from, int to, boolean steps) {
    FrVector f = product.column;
    FrVector v = product.weight;
    int half = 1 << variable;
    long[] left = new long[TILE * LIMBS];
    long[] right = new long[TILE * LIMBS];
    long[] one = new long[LIMBS];
    FrVector sums = new FrVector(2);
    kernel.innerProduct(
        f.limbs(), f.offset(from), v.limbs(), v.offset(from), sums.limbs(), 0, to - from);
    for (int row = from; steps && row < to; row += TILE) {
      int count = Math.min(TILE, to - row);
      kernel.sub(f.limbs(), f.offset(row + half), f.limbs(), f.offset(row), left, 0, count);
      kernel.sub(v.limbs(), v.offset(row + half), v.limbs(), v.offset(row), right, 0, count);
      kernel.innerProduct(left, 0, right, 0, one, 0, count);
      kernel.add(sums.limbs(), LIMBS, one, 0, sums.limbs(), LIMBS, 1);
    }
    return sums;
  }

  /** Binds the current variable. */
  public void bind(Fr challenge) {
    int half = 1 << variable;
    long[] r = new long[LIMBS];
    challenge.store(r, 0);
    long[] rest = new long[LIMBS];
    Fr.ONE.sub(challenge).store(rest, 0);
    parallel.forEach(
        tables.size(),
        k -> {
          FrVector t = tables.get(k);
          if (t.size() <= half) {
            kernel.scale(t.limbs(), t.offset(0), rest, 0, t.limbs(), t.offset(0), t.size());
          } else {
            kernel.fold(t.limbs(), t.offset(0), r, 0, t.limbs(), t.offset(0), half);
          }
        });
    variable--;
  }

  /** V_k at the bound point, after all variables are bound. */
  public Fr weight(int k) {
    return products.get(k).weight.get(0);
  }
}
