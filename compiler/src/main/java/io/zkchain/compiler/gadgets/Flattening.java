package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexRelation.Affine;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Side;
import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.QTensor;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the axes that an earlier reshape joined, so that weights over the joined axis can take the
 * separate axes instead: plain equalities are much cheaper for the verifier than an equation.
 */
public final class Flattening {

  private Flattening() {}

  /**
   * Sizes whose row-major number is the index along an axis, if all addends join that axis the same
   * way.
   */
  public static Optional<int[]> joinedSizes(QTensor t, int axis) {
    TreeSet<Long> strides = new TreeSet<>();
    for (Addend addend : t.addends()) {
      for (IndexRelation relation : addend.relations()) {
        if (relation instanceof Affine affine && mentions(affine, axis)) {
          if (!isJoin(affine, axis)) {
            return Optional.empty();
          }
          affine.coefficients().forEach(c -> strides.add(Math.abs(c)));
        }
      }
    }
    if (strides.size() < 2 || strides.first() != 1) {
      return Optional.empty();
    }
    int[] sizes = new int[strides.size()];
    long above = t.dim(axis);
    int k = 0;
    for (long stride : strides.descendingSet()) {
      if (above % stride != 0) {
        return Optional.empty();
      }
      sizes[k++] = (int) (above / stride);
      above = stride;
    }
    return Optional.of(sizes);
  }

  private static boolean mentions(Affine affine, int axis) {
    return affine.variables().stream().anyMatch(v -> v.side() == Side.Y && v.axis() == axis);
  }

  // sum of stride * variable - y = 0
  private static boolean isJoin(Affine affine, int axis) {
    for (int k = 0; k < affine.variables().size(); k++) {
      IndexVariable v = affine.variables().get(k);
      boolean own = v.side() == Side.Y && v.axis() == axis;
      long c = affine.coefficients().get(k);
      if (own ? c != -1 : c <= 0 || v.side() == Side.Y) {
        return false;
      }
    }
    return affine.constant() == 0;
  }
}
