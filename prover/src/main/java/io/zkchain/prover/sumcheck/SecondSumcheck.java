package io.zkchain.prover.sumcheck;

import static io.zkchain.prover.field.PrimeField.LIMBS;

import io.zkchain.prover.field.FieldKernel;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.parallel.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The prover's side of the second sum-check, without its mask: sum_x [ f(x) eq(r, x) + sum_k f_k(x)
 * V_k(x) ], where weights V_k are tables or fall apart into few products ({@link SplitWeights}).
 * Variables are bound from the highest to the lowest; the tables are overwritten.
 *
 * <p>eq(r, .) is not tabulated: it is split into bound part, current variable and rest (Gruen,
 * ePrint 2024/108).
 */
public final class SecondSumcheck {
  private static final int GRAIN = 1024;
  private static final int TILE = 128;

  private final FieldKernel kernel = Kernels.fr();
  private final Parallel parallel;
  private final FrVector linear;
  private final List<Fr> r;
  private final FrVector rest; // eq over the variables below the current one
  private final List<Product> products;
  private final @Nullable SplitColumns split;
  private @Nullable Product part; // of the columns that are split
  private int partWidth; // entries a row
  private int partLowest; // the variable that its lowest row bit belongs to
  private final List<Fr> boundHigh = new ArrayList<>(); // lowest first
  private Fr boundEq = Fr.ONE;
  private int variable;

  /**
   * Two tables of as many rows. If there are fewer than 2^variables, both are 0 on all higher rows.
   */
  public record Product(FrVector column, FrVector weight) {}

  /**
   * @param linear f, a table over all rows
   * @param r one coordinate a variable
   */
  public SecondSumcheck(
      FrVector linear,
      List<Fr> r,
      List<Product> products,
      @Nullable SplitColumns split,
      Parallel parallel) {
    this.parallel = parallel;
    this.linear = linear;
    this.r = List.copyOf(r);
    this.variable = r.size() - 1;
    this.rest = EqTable.of(r.subList(0, variable));
    this.products = List.copyOf(products);
    this.split = split;
    if (split != null) {
      Product high = split.highPart();
      this.part = high;
      this.partLowest = split.lowBits();
      this.partWidth = high.column.size() >> r.size() - split.lowBits();
    }
  }

  /** Coefficients 0 and 2 of the current round's polynomial. */
  public Fr[] round() {
    int half = 1 << variable;
    FrVector sums = new FrVector(2);
    FrVector ends = new FrVector(2); // sums of f against the rest of eq, at 0 and at 1
    parallel.forRange(half, GRAIN, (from, to) -> add(ends, ends(from, to, half)));
    for (Product product : products) {
      int size = product.column.size();
      if (size <= half) {
        // f (1 - X) V (1 - X): both coefficients are the sum over the rows that are not 0.
        FrVector sum = sum(product, 0, size, 0);
        sum.set(1, sum.get(0));
        add(sums, sum);
      } else {
        parallel.forRange(half, GRAIN, (from, to) -> add(sums, sum(product, from, to, half)));
      }
    }
    Product both = part;
    if (both != null) {
      int top = partWidth << variable - partLowest;
      parallel.forRange(top, GRAIN, (from, to) -> add(sums, sum(both, from, to, top)));
    }
    Fr t = r.get(variable);
    Fr e0 = boundEq.mul(Fr.ONE.sub(t));
    Fr e1 = boundEq.mul(t.twice().sub(Fr.ONE));
    return new Fr[] {
      sums.get(0).add(e0.mul(ends.get(0))), sums.get(1).add(e1.mul(ends.get(1).sub(ends.get(0))))
    };
  }

  private void add(FrVector sums, FrVector part) {
    synchronized (sums) {
      kernel.add(sums.limbs(), 0, part.limbs(), 0, sums.limbs(), 0, 2);
    }
  }

  private FrVector ends(int from, int to, int half) {
    FrVector ends = new FrVector(2);
    for (int k = 0; k < 2; k++) {
      kernel.innerProduct(
          linear.limbs(),
          linear.offset(from + k * half),
          rest.limbs(),
          rest.offset(from),
          ends.limbs(),
          ends.offset(k),
          to - from);
    }
    return ends;
  }

  /** sum f V at 0 and, if {@code half} is not 0, the sum of the products of steps. */
  private FrVector sum(Product product, int from, int to, int half) {
    FrVector f = product.column;
    FrVector v = product.weight;
    long[] left = new long[TILE * LIMBS];
    long[] right = new long[TILE * LIMBS];
    long[] one = new long[LIMBS];
    FrVector sums = new FrVector(2);
    kernel.innerProduct(
        f.limbs(), f.offset(from), v.limbs(), v.offset(from), sums.limbs(), 0, to - from);
    for (int row = from; half > 0 && row < to; row += TILE) {
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
    long[] point = FrVector.of(challenge).limbs();
    List<FrVector> whole = new ArrayList<>(List.of(linear));
    for (Product product : products) {
      if (product.column.size() <= half) {
        long[] rest = FrVector.of(Fr.ONE.sub(challenge)).limbs();
        for (FrVector t : List.of(product.column, product.weight)) {
          kernel.scale(t.limbs(), t.offset(0), rest, 0, t.limbs(), t.offset(0), t.size());
        }
      } else {
        whole.addAll(List.of(product.column, product.weight));
      }
    }
    whole.forEach(t -> fold(t, point, half));
    if (part != null) {
      int top = partWidth << variable - partLowest;
      fold(part.column, point, top);
      fold(part.weight, point, top);
    }
    Fr t = r.get(variable);
    boundEq = boundEq.mul(t.mul(challenge).twice().add(Fr.ONE).sub(t).sub(challenge));
    boundHigh.addFirst(challenge);
    variable--;
    if (variable >= 0) {
      int quarter = half / 2;
      long[] limbs = rest.limbs();
      // Summing eq over one variable drops its factor.
      kernel.add(limbs, 0, limbs, rest.offset(quarter), limbs, 0, quarter);
    }
    if (split != null && variable + 1 == split.lowBits()) {
      part = split.lowPart(boundHigh);
      partWidth = split.size();
      partLowest = 0;
    }
  }

  private void fold(FrVector table, long[] point, int half) {
    long[] limbs = table.limbs();
    parallel.forRange(
        half,
        GRAIN,
        (from, to) ->
            kernel.fold(
                limbs,
                table.offset(from),
                table.offset(from + half),
                point,
                0,
                limbs,
                table.offset(from),
                to - from));
  }

  /** eq(r, .) at the bound point, after all variables are bound. */
  public Fr eq() {
    return boundEq;
  }

  /** V_k at the bound point, after all variables are bound. */
  public Fr weight(int k) {
    return products.get(k).weight.get(0);
  }

  /** The weight of a split column at the bound point, after all variables are bound. */
  public Fr splitWeight(int column) {
    return Objects.requireNonNull(part).weight.get(column);
  }
}
