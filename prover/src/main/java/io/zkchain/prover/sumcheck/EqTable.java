package io.zkchain.prover.sumcheck;

import io.zkchain.prover.field.FieldKernel;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.field.PrimeField;
import java.util.List;

/** The multilinear equality polynomial eq(a, x) = prod_k (a_k x_k + (1 - a_k)(1 - x_k)). */
public final class EqTable {
  private EqTable() {}

  /**
   * The values eq(point, x) for all x in {0,1}^k; bit j of the index is x_j.
   *
   * <p>One product an entry: each variable doubles the table, and the lower half is what the upper
   * half leaves.
   */
  public static FrVector of(List<Fr> point) {
    FrVector table = new FrVector(1 << point.size());
    table.set(0, Fr.ONE);
    FieldKernel kernel = Kernels.fr();
    long[] limbs = table.limbs();
    long[] coordinate = new long[PrimeField.LIMBS];
    for (int k = 0; k < point.size(); k++) {
      point.get(k).store(coordinate, 0);
      int half = 1 << k;
      int high = table.offset(half);
      kernel.scale(limbs, 0, coordinate, 0, limbs, high, half);
      kernel.sub(limbs, 0, limbs, high, limbs, 0, half);
    }
    return table;
  }

  /** eq(a, b) at two points of the field. */
  public static Fr evaluate(List<Fr> a, List<Fr> b) {
    Fr product = Fr.ONE;
    for (int k = 0; k < a.size(); k++) {
      Fr both = a.get(k).mul(b.get(k));
      product = product.mul(both.twice().add(Fr.ONE).sub(a.get(k)).sub(b.get(k)));
    }
    return product;
  }

  /** eq with the bits of an integer: prod of x_k or 1 - x_k. */
  public static Fr evaluateBits(int bits, List<Fr> point) {
    Fr product = Fr.ONE;
    for (int k = 0; k < point.size(); k++) {
      Fr x = point.get(k);
      product = product.mul((bits >> k & 1) == 1 ? x : Fr.ONE.sub(x));
    }
    return product;
  }
}
