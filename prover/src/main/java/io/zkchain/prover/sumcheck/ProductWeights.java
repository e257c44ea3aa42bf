package io.zkchain.prover.sumcheck;

import static io.zkchain.prover.field.PrimeField.LIMBS;

import io.zkchain.circuit.Block;
import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Tensor;
import io.zkchain.prover.field.FieldKernel;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * Weights of a tensor's cells that are a product of one small vector an axis, times a scale.
 *
 * @param axes as many entries as the axis has
 */
record ProductWeights(Tensor tensor, Cell cell, Fr scale, FrVector[] axes) {

  /**
   * The sum with other weights of the same cells, or null if it is no such product: they must not
   * differ in more than one axis.
   */
  @Nullable ProductWeights plus(ProductWeights other) {
    if (tensor.id() != other.tensor.id() || cell != other.cell) {
      return null;
    }
    int different = -1;
    for (int axis = 0; axis < axes.length; axis++) {
      if (!axes[axis].contentEquals(other.axes[axis])) {
        if (different >= 0) {
          return null;
        }
        different = axis;
      }
    }
    if (different < 0) {
      return new ProductWeights(tensor, cell, scale.add(other.scale), axes);
    }
    FrVector sum = scaled(axes[different], scale);
    FrVector factor = FrVector.of(other.scale);
    FrVector addend = other.axes[different];
    Kernels.fr()
        .addScaled(addend.limbs(), addend.offset(0), factor.limbs(), 0, sum.limbs(), 0, sum.size());
    FrVector[] all = axes.clone();
    all[different] = sum;
    return new ProductWeights(tensor, cell, Fr.ONE, all);
  }

  static FrVector scaled(FrVector vector, Fr factor) {
    FrVector scaled = new FrVector(vector.size());
    FrVector f = FrVector.of(factor);
    Kernels.fr()
        .scale(vector.limbs(), vector.offset(0), f.limbs(), 0, scaled.limbs(), 0, vector.size());
    return scaled;
  }

  /** One vector an axis over the indices of a block; padding weighs 0. */
  FrVector[] local(Block block) {
    Shape shape = tensor.shape();
    FrVector[] local = new FrVector[axes.length];
    for (int axis = 0; axis < axes.length; axis++) {
      int base = block.parts().get(axis).base();
      FrVector all = axes[axis];
      FrVector part = new FrVector(1 << block.parts().get(axis).bits());
      int valid = Math.min(part.size(), shape.size(axis) - base);
      if (valid > 0) {
        System.arraycopy(all.limbs(), all.offset(base), part.limbs(), 0, valid * LIMBS);
      }
      local[axis] = part;
    }
    return local;
  }

  /** The product of vectors, the last one's index lowest, times a scale. */
  static FrVector outer(FrVector[] vectors, int from, int to, Fr scale) {
    FieldKernel kernel = Kernels.fr();
    FrVector product = FrVector.of(scale);
    for (int k = to - 1; k >= from; k--) {
      FrVector vector = vectors[k];
      int size = product.size();
      FrVector next = new FrVector(vector.size() * size);
      for (int i = 0; i < vector.size(); i++) {
        if (!vector.isZero(i)) {
          kernel.scale(
              product.limbs(),
              0,
              vector.limbs(),
              vector.offset(i),
              next.limbs(),
              next.offset(i * size),
              size);
        }
      }
      product = next;
    }
    return product;
  }

  /** Adds the weights of a block's cells to a table of its column. */
  void addTo(FrVector column, Block block) {
    FrVector[] local = local(block);
    FrVector product = outer(local, 0, local.length, scale);
    int at = column.offset(block.offset());
    Kernels.fr().add(column.limbs(), at, product.limbs(), 0, column.limbs(), at, product.size());
  }
}
