package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.Execution;
import io.zkchain.compiler.lower.IndexAlgebra.AxisSum;
import io.zkchain.compiler.lower.Kernel;
import io.zkchain.compiler.lower.QTensor;
import java.util.Arrays;
import java.util.List;

/**
 * Transposed convolution by its definition, on x [N, group, C, spatial..] and w [group, C, M,
 * kernel..]: every product is added where it meets.
 */
public final class TransposedKernel implements Kernel {
  private final int x;
  private final int w;
  private final int batches;
  private final int groups;
  private final int channels;
  private final int filters;
  private final int inputs;
  private final int taps;
  private final int outputs;
  private final int[] targets;

  /**
   * @param sums where a product goes, by axis of the result [N, group, M, spatial..]; axes of the
   *     products are batch, group, filter, input.., kernel..
   */
  public TransposedKernel(QTensor x, QTensor w, List<AxisSum> sums, int[] dims) {
    this.x = x.buffer();
    this.w = w.buffer();
    this.batches = x.dim(0);
    this.groups = x.dim(1);
    this.channels = x.dim(2);
    this.filters = w.dim(2);
    int rank = dims.length - 3;
    int[] input = Arrays.copyOfRange(x.dims(), 3, 3 + rank);
    int[] kernel = Arrays.copyOfRange(w.dims(), 3, 3 + rank);
    this.inputs = Arithmetic.volume(input);
    this.taps = Arithmetic.volume(kernel);
    int[] spatial = Arrays.copyOfRange(dims, 3, 3 + rank);
    this.outputs = Arithmetic.volume(spatial);
    int[] pairs = new int[2 * rank];
    System.arraycopy(input, 0, pairs, 0, rank);
    System.arraycopy(kernel, 0, pairs, rank, rank);
    List<AxisSum> own =
        sums.subList(3, 3 + rank).stream()
            .map(s ->
                new AxisSum(
                    s.axes().stream().map(a -> a - 3).toList(), s.coefficients(), s.constant()))
            .toList();
    this.targets = ScatterSum.targets(pairs, own, spatial);
  }

  @Override
  public void compute(Execution execution, long[] out) {
    long[] left = execution.buffer(x);
    long[] right = execution.buffer(w);
    for (int n = 0; n < batches; n++) {
      for (int g = 0; g < groups; g++) {
        for (int c = 0; c < channels; c++) {
          int xBase = ((n * groups + g) * channels + c) * inputs;
          for (int m = 0; m < filters; m++) {
            int wBase = ((g * channels + c) * filters + m) * taps;
            add(left, xBase, right, wBase, out, ((n * groups + g) * filters + m) * outputs);
          }
        }
      }
    }
  }

  private void add(long[] left, int xBase, long[] right, int wBase, long[] out, int base) {
    for (int i = 0; i < inputs; i++) {
      for (int k = 0; k < taps; k++) {
        int target = targets[i * taps + k];
        if (target >= 0) {
          out[base + target] += left[xBase + i] * right[wBase + k];
        }
      }
    }
  }
}
