package io.zkchain.prover.protocol;

import io.zkchain.prover.field.FieldKernel;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.parallel.Parallel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fractions of the lookup argument (Haböck, ePrint 2022/1530) over all rows, after alpha and
 * beta.
 *
 * @param phi1 alpha + tag1 + beta a + beta^2 b, by lane
 * @param phi2 alpha + tag2 + beta c, by lane
 * @param phi alpha + tag + beta in + beta^2 out, by table lane
 * @param helpers h_l = N1/phi1 + N2/phi2 by lane, then h_t = act m / phi by table lane; row N - 1
 *     is 0
 */
record LookupTables(FrVector[] phi1, FrVector[] phi2, FrVector[] phi, FrVector[] helpers) {

  /**
   * Builds all tables, or returns null if a denominator is 0 and the proof has to start again.
   *
   * @param outputs table outputs by table lane, null for lanes without
   * @param active rows from here on have no lookups and no entries
   */
  static @Nullable LookupTables build(
      CellColumns cells,
      LookupSelectors selectors,
      long[] @Nullable [] outputs,
      int active,
      Fr alpha,
      Fr beta,
      Parallel parallel) {
    int lanes = cells.lanes();
    int tableLanes = cells.tableLanes();
    LookupTables tables =
        new LookupTables(
            new FrVector[lanes],
            new FrVector[lanes],
            new FrVector[tableLanes],
            new FrVector[lanes + tableLanes]);
    Fr square = beta.square();
    for (int l = 0; l < lanes; l++) {
      long[] a = cells.columns()[cells.a(l)];
      long[] b = cells.columns()[cells.b(l)];
      long[] c = cells.columns()[cells.c(l)];
      FrVector phi1 =
          denominator(alpha, List.of(selectors.first()[l], a, b), List.of(beta, square), parallel);
      cells.addReserved(phi1, cells.a(l), beta);
      cells.addReserved(phi1, cells.b(l), square);
      FrVector phi2 =
          denominator(alpha, List.of(selectors.second()[l], c), List.of(beta), parallel);
      cells.addReserved(phi2, cells.c(l), beta);
      tables.phi1[l] = phi1;
      tables.phi2[l] = phi2;
      tables.helpers[l] = pairHelper(selectors, l, active, phi1, phi2, parallel);
    }
    for (int t = 0; t < tableLanes; t++) {
      long[] output = outputs[t];
      List<long[]> summands = new ArrayList<>(List.of(selectors.tags()[t], selectors.inputs()[t]));
      List<Fr> factors = new ArrayList<>(List.of(beta));
      if (output != null) {
        summands.add(output);
        factors.add(square);
      }
      FrVector phi = denominator(alpha, summands, factors, parallel);
      tables.phi[t] = phi;
      tables.helpers[lanes + t] =
          tableHelper(cells.m(t), selectors.active()[t], active, phi, parallel);
    }
    return tables.hasZero() ? null : tables;
  }

  private boolean hasZero() {
    return hasZero(phi1) || hasZero(phi2) || hasZero(phi);
  }

  /** Row N - 1 takes no part in the argument. */
  private static boolean hasZero(FrVector[] denominators) {
    for (FrVector denominator : denominators) {
      for (int i = 0; i < denominator.size() - 1; i++) {
        if (denominator.isZero(i)) {
          return true;
        }
      }
    }
    return false;
  }

  /** alpha + the first column + the others times one factor each. */
  private static FrVector denominator(
      Fr alpha, List<long[]> columns, List<Fr> factors, Parallel parallel) {
    List<Fr> all = new ArrayList<>(List.of(Fr.ONE));
    all.addAll(factors);
    return LinearColumns.combination(columns.getFirst().length, alpha, columns, all, parallel);
  }

  /** (N1 phi2 + N2 phi1) / (phi1 phi2). */
  private static FrVector pairHelper(
      LookupSelectors selectors,
      int lane,
      int active,
      FrVector phi1,
      FrVector phi2,
      Parallel parallel) {
    int rows = phi1.size();
    FrVector helper = new FrVector(rows);
    FieldKernel kernel = Kernels.fr();
    long[] first = selectors.first()[lane];
    long[] second = selectors.second()[lane];
    parallel.forRange(
        active,
        2048,
        (from, to) -> {
          FrVector product = new FrVector(to - from);
          long[] limbs = product.limbs();
          int at = phi1.offset(from);
          kernel.mul(phi1.limbs(), at, phi2.limbs(), at, limbs, 0, to - from);
          kernel.invert(limbs, 0, limbs, 0, to - from);
          for (int i = from; i < to; i++) {
            addIf(first[i] != 0, phi2, i, helper);
            addIf(second[i] != 0, phi1, i, helper);
          }
          kernel.mul(helper.limbs(), at, limbs, 0, helper.limbs(), at, to - from);
        });
    helper.set(rows - 1, Fr.ZERO);
    return helper;
  }

  private static void addIf(boolean selected, FrVector from, int i, FrVector to) {
    if (selected) {
      int at = to.offset(i);
      Kernels.fr().add(to.limbs(), at, from.limbs(), at, to.limbs(), at, 1);
    }
  }

  private static FrVector tableHelper(
      long[] multiplicities, long[] selector, int active, FrVector phi, Parallel parallel) {
    int rows = phi.size();
    FrVector helper = new FrVector(rows);
    FieldKernel kernel = Kernels.fr();
    long[] numerators = new long[rows];
    for (int i = 0; i < active; i++) {
      numerators[i] = multiplicities[i] * selector[i];
    }
    parallel.forRange(
        active,
        2048,
        (from, to) -> {
          int at = phi.offset(from);
          FrVector inverse = new FrVector(to - from);
          kernel.invert(phi.limbs(), at, inverse.limbs(), 0, to - from);
          kernel.setLongs(numerators, from, helper.limbs(), at, to - from);
          kernel.mul(helper.limbs(), at, inverse.limbs(), 0, helper.limbs(), at, to - from);
        });
    helper.set(rows - 1, Fr.ZERO);
    return helper;
  }
}
