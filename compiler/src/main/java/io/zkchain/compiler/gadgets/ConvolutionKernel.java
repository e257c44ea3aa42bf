package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.graph.shape.WindowGeometry;
import io.zkchain.compiler.lower.Execution;
import io.zkchain.compiler.lower.Kernel;

/** Convolution by its definition, on x [N, C, spatial..] and w [M, C / group, kernel..]. */
public final class ConvolutionKernel implements Kernel {
  private final int x;
  private final int w;
  private final int batches;
  private final int channels;
  private final int filters;
  private final int groups;
  private final int inputs;
  private final int outputs;
  private final int taps;
  private final int[] offsets;

  /**
   * @param x buffer of the input
   * @param w buffer of the weights
   */
  public ConvolutionKernel(
      int x, int w, WindowGeometry geometry, int[] xDims, int[] wDims, int groups) {
    this.x = x;
    this.w = w;
    this.batches = xDims[0];
    this.channels = xDims[1];
    this.filters = wDims[0];
    this.groups = groups;
    this.inputs = geometry.input().stream().reduce(1, (a, b) -> a * b);
    this.outputs = geometry.output().stream().reduce(1, (a, b) -> a * b);
    this.taps = geometry.kernel().stream().reduce(1, (a, b) -> a * b);
    this.offsets = new int[outputs * taps];
    for (int y = 0; y < outputs; y++) {
      for (int k = 0; k < taps; k++) {
        offsets[y * taps + k] = offset(geometry, y, k);
      }
    }
  }

  // Spatial offset that output position y reads at tap k, -1 outside.
  private static int offset(WindowGeometry g, int y, int k) {
    int offset = 0;
    int stride = 1;
    int restY = y;
    int restK = k;
    for (int axis = g.rank() - 1; axis >= 0; axis--) {
      int at =
          restY % g.output().get(axis) * g.strides().get(axis)
              + restK % g.kernel().get(axis) * g.dilations().get(axis)
              - g.padBegin().get(axis);
      restY /= g.output().get(axis);
      restK /= g.kernel().get(axis);
      if (at < 0 || at >= g.input().get(axis)) {
        return -1;
      }
      offset += at * stride;
      stride *= g.input().get(axis);
    }
    return offset;
  }

  @Override
  public void compute(Execution execution, long[] out) {
    long[] in = execution.buffer(x);
    long[] weights = execution.buffer(w);
    int depth = channels / groups;
    int perGroup = filters / groups;
    for (int n = 0; n < batches; n++) {
      for (int m = 0; m < filters; m++) {
        int target = (n * filters + m) * outputs;
        for (int c = 0; c < depth; c++) {
          int source = (n * channels + m / perGroup * depth + c) * inputs;
          accumulate(in, source, weights, (m * depth + c) * taps, out, target);
        }
      }
    }
  }

  private void accumulate(
      long[] in, int source, long[] weights, int first, long[] out, int target) {
    for (int y = 0; y < outputs; y++) {
      long sum = 0;
      for (int k = 0; k < taps; k++) {
        int offset = offsets[y * taps + k];
        if (offset >= 0) {
          sum += weights[first + k] * in[source + offset];
        }
      }
      out[target + y] += sum;
    }
  }
}
