package io.zkchain.prover.sumcheck;

import io.zkchain.circuit.Block;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Side;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.PrimeField;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights of the index values of one side, a product of one factor an axis. Index relations are
 * summed against them.
 *
 * @param side the side that is weighted
 * @param bases first index value of each axis that has a weight
 * @param tables weights of the values base, base + 1, ..; all others weigh 0
 */
record AxisWeights(Side side, int[] bases, List<FrVector> tables) {

  /** eq(point, index) for all indices of a relation's box; the point has one entry a padded bit. */
  static AxisWeights ofBox(Shape shape, List<Fr> point) {
    List<FrVector> tables = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      int from = shape.bitOffset(axis);
      tables.add(EqTable.of(point.subList(from, from + shape.bits(axis))));
    }
    return new AxisWeights(Side.Y, new int[shape.rank()], tables);
  }

  /** eq(point, local index) for the indices in a block; the point has one entry a row bit. */
  static AxisWeights ofBlock(Side side, Block block, List<Fr> point) {
    int rank = block.parts().size();
    int[] bases = new int[rank];
    List<FrVector> tables = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      int from = block.bitOffset(axis);
      bases[axis] = block.parts().get(axis).base();
      tables.add(EqTable.of(point.subList(from, from + block.parts().get(axis).bits())));
    }
    return new AxisWeights(side, bases, tables);
  }

  /**
   * Multiplies a product by the weight of one index value.
   *
   * @param replace the product is 1, and the weight takes its place
   * @return false if the value weighs 0, being outside of the table; the product is then left alone
   */
  boolean multiply(int axis, int value, long[] product, boolean replace) {
    int local = value - bases[axis];
    FrVector table = tables.get(axis);
    if (local < 0 || local >= table.size()) {
      return false;
    }
    if (replace) {
      System.arraycopy(table.limbs(), table.offset(local), product, 0, PrimeField.LIMBS);
    } else {
      PrimeField.FR.mul(product, 0, table.limbs(), table.offset(local), product, 0);
    }
    return true;
  }
}
