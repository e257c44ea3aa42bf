package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.EinsumKernel;
import io.zkchain.compiler.gadgets.Flattening;
import io.zkchain.compiler.gadgets.Reshaping;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A product of a witness with constant weights, in labels (see {@link
 * io.zkchain.compiler.lower.Contraction}).
 *
 * <p>A summed axis that an earlier reshape joined is taken apart in both factors: the weights are
 * constant, so their axes can be named as one likes, and plain equalities cost the verifier less
 * than an equation over a row-major number.
 */
record WeightedProduct(QTensor x, int[] xLabels, double[] weights, int[] wDims, int[] wLabels) {
  private static final int FRESH = 1000;
  private static final int SPARE = 6000;

  /**
   * The product with the tensor as it was before a reshape that only joined axes.
   *
   * @param after its shape after the reshape, whose axes carry the labels
   * @return empty if the reshape split an axis, or joined one that is not summed
   */
  static Optional<WeightedProduct> beforeReshape(
      Lowering l,
      QTensor before,
      int[] after,
      int[] labels,
      double[] weights,
      int[] wDims,
      int[] wLabels,
      int[] out) {
    Optional<List<List<Integer>>> joins = Reshaping.joins(before.dims(), after);
    if (joins.isEmpty()) {
      return Optional.empty();
    }
    int[] xLabels = new int[before.rank()];
    Arrays.setAll(xLabels, k -> SPARE + k); // axes of size 1 that belong to no axis after it
    int[] dims = wDims;
    int[] apart = wLabels;
    for (int axis = 0; axis < after.length; axis++) {
      List<Integer> parts = joins.get().get(axis);
      int at = Labels.find(apart, labels[axis]);
      if (parts.size() == 1) {
        xLabels[parts.getFirst()] = labels[axis];
      } else if (parts.size() > 1 && (at < 0 || Labels.find(out, labels[axis]) >= 0)) {
        return Optional.empty();
      } else if (parts.size() > 1) {
        int[] sizes = parts.stream().mapToInt(before::dim).toArray();
        int[] fresh = Labels.fresh(axis, FRESH, sizes.length);
        for (int k = 0; k < sizes.length; k++) {
          xLabels[parts.get(k)] = fresh[k];
        }
        dims = Labels.split(dims, at, sizes);
        apart = Labels.split(apart, at, fresh);
      }
    }
    QTensor factor = Commit.factor(l, before);
    return Optional.of(new WeightedProduct(factor, xLabels, weights, dims, apart));
  }

  /** The same product with every summed axis taken apart that x's relations join. */
  WeightedProduct takenApart(Lowering l, int[] out) {
    for (int axis = 0; axis < xLabels.length; axis++) {
      Optional<int[]> sizes = Flattening.joinedSizes(x, axis);
      int label = xLabels[axis];
      int at = Labels.find(wLabels, label);
      if (sizes.isPresent() && at >= 0 && Labels.find(out, label) < 0) {
        int[] fresh = Labels.fresh(label, FRESH, sizes.get().length);
        return new WeightedProduct(
                Arithmetic.reshape(l, x.name(), x, Labels.split(x.dims(), axis, sizes.get())),
                Labels.split(xLabels, axis, fresh),
                weights,
                Labels.split(wDims, at, sizes.get()),
                Labels.split(wLabels, at, fresh))
            .takenApart(l, out);
      }
    }
    return this;
  }

  /**
   * The virtual result.
   *
   * @param bias by element of the last label, or empty
   */
  QTensor lower(OperatorContext c, int[] out, double[] bias) {
    int[] dims = c.dims(0);
    int[] channels = Labels.shared(wLabels, out);
    // Where the constant is the left operand, its channels are rows, and the bias goes by columns.
    boolean byChannel =
        channels.length > 0 && wLabels[channels[channels.length - 1]] == out[out.length - 1];
    LinearLayer layer = new LinearLayer(c, x, weights, wDims, channels, bias, byChannel, false);
    QTensor w = layer.quantised(c.name() + ".weights");
    EinsumKernel kernel = new EinsumKernel(x, xLabels, w, wLabels, dims, out);
    return layer.result(x, xLabels, w, wLabels, dims, out, new int[] {bias.length}, kernel);
  }
}
