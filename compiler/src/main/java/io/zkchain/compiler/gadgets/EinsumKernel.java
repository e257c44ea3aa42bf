package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.Execution;
import io.zkchain.compiler.lower.Kernel;
import io.zkchain.compiler.lower.QTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Evaluates a product with summed axes by loops over the integers of both factors. */
public final class EinsumKernel implements Kernel {
  private final int x;
  private final int w;
  private final int[] xOut;
  private final int[] wOut;
  private final int[] xSum;
  private final int[] wSum;

  /** Labels as in {@link io.zkchain.compiler.lower.Contraction}. */
  public EinsumKernel(
      QTensor x, int[] xLabels, QTensor w, int[] wLabels, int[] dims, int[] outLabels) {
    this.x = x.buffer();
    this.w = w.buffer();
    List<Integer> summed = new ArrayList<>();
    for (int[] labels : new int[][] {xLabels, wLabels}) {
      for (int label : labels) {
        if (!summed.contains(label) && Arrays.stream(outLabels).noneMatch(o -> o == label)) {
          summed.add(label);
        }
      }
    }
    int[] sumLabels = summed.stream().mapToInt(Integer::intValue).toArray();
    int[] sumDims = new int[sumLabels.length];
    for (int k = 0; k < sumDims.length; k++) {
      sumDims[k] = Math.max(size(x, xLabels, sumLabels[k]), size(w, wLabels, sumLabels[k]));
    }
    xOut = offsets(x, xLabels, dims, outLabels);
    wOut = offsets(w, wLabels, dims, outLabels);
    xSum = offsets(x, xLabels, sumDims, sumLabels);
    wSum = offsets(w, wLabels, sumDims, sumLabels);
  }

  private static int size(QTensor t, int[] labels, int label) {
    for (int axis = 0; axis < labels.length; axis++) {
      if (labels[axis] == label) {
        return t.dim(axis);
      }
    }
    return 1;
  }

  // For every index over the given labels, the offset that it adds in the tensor.
  private static int[] offsets(QTensor t, int[] labels, int[] dims, int[] order) {
    int[] strides = new int[order.length];
    int stride = 1;
    for (int axis = labels.length - 1; axis >= 0; axis--) {
      for (int k = 0; k < order.length; k++) {
        if (order[k] == labels[axis] && t.dim(axis) > 1) {
          strides[k] = stride;
        }
      }
      stride *= t.dim(axis);
    }
    int[] out = new int[Arithmetic.volume(dims)];
    int[] index = new int[dims.length];
    for (int i = 0; i < out.length; i++) {
      for (int k = 0; k < dims.length; k++) {
        out[i] += index[k] * strides[k];
      }
      for (int k = dims.length - 1; k >= 0 && ++index[k] == dims[k]; k--) {
        index[k] = 0;
      }
    }
    return out;
  }

  @Override
  public void compute(Execution execution, long[] out) {
    long[] left = execution.buffer(x);
    long[] right = execution.buffer(w);
    for (int i = 0; i < out.length; i++) {
      long sum = 0;
      for (int k = 0; k < xSum.length; k++) {
        sum += left[xOut[i] + xSum[k]] * right[wOut[i] + wSum[k]];
      }
      out[i] = sum;
    }
  }
}
