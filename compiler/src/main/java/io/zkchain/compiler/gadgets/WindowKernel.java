package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.Execution;
import io.zkchain.compiler.lower.Kernel;
import io.zkchain.compiler.lower.QTensor;

/**
 * Puts updates [B, .., width, ..] at the place that the flags [B, places] name, cyclically, into
 * zeros of the given dims.
 */
public final class WindowKernel implements Kernel {
  private final QTensor update;
  private final QTensor flags;
  private final int length;
  private final int width;
  private final int inner;
  private final int batch;

  /** dims of the result; the window runs along the axis. */
  public WindowKernel(QTensor update, QTensor flags, int[] dims, int axis) {
    this.update = update;
    this.flags = flags;
    this.length = dims[axis];
    this.width = update.dim(axis);
    this.inner = Flags.inner(dims, axis);
    this.batch = Arithmetic.volume(update.dims()) / dims[0];
  }

  @Override
  public void compute(Execution execution, long[] out) {
    long[] in = execution.of(update);
    long[] set = execution.of(flags);
    int places = flags.dim(1);
    for (int i = 0; i < in.length; i++) {
      int entry = i / batch;
      int place = 0;
      while (set[entry * places + place] == 0) {
        place++;
      }
      int at = (place + i / inner % width) % length;
      out[(i / (inner * width) * length + at) * inner + i % inner] = in[i];
    }
  }
}
