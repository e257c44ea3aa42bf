package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Side;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Execution;
import io.zkchain.compiler.lower.Kernel;
import io.zkchain.compiler.lower.QTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Evaluates a view by its definition: each element is the sum of the elements it reads. */
final class ViewKernel implements Kernel {
  private final int source;
  private final int[] offsets;
  private final int reads;

  private ViewKernel(int source, int[] offsets, int reads) {
    this.source = source;
    this.offsets = offsets;
    this.reads = reads;
  }

  /**
   * @param dims of the view
   */
  static ViewKernel of(QTensor tensor, List<AxisExpression> from, int[] dims) {
    Map<Integer, Integer> bounds = new LinkedHashMap<>(); // of summed variables, by number
    for (AxisExpression expression : from) {
      for (IndexVariable v : expression.variables()) {
        if (v.side() == Side.FREE) {
          bounds.put(v.axis(), v.bound());
        }
      }
    }
    int[] summed = bounds.values().stream().mapToInt(Integer::intValue).toArray();
    int[] sizes = IntStream.concat(Arrays.stream(dims), Arrays.stream(summed)).toArray();
    long[][] steps = steps(from, dims.length, List.copyOf(bounds.keySet()), sizes.length);
    int[] offsets = new int[Arithmetic.volume(sizes)];
    int[] index = new int[sizes.length];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = offset(tensor, from, steps, index);
      for (int k = sizes.length - 1; k >= 0 && ++index[k] == sizes[k]; k--) {
        index[k] = 0;
      }
    }
    return new ViewKernel(tensor.buffer(), offsets, Arithmetic.volume(summed));
  }

  // Coefficients by axis of the tensor and by variable: axes of the view, then summed variables.
  private static long[][] steps(
      List<AxisExpression> from, int rank, List<Integer> numbers, int variables) {
    long[][] steps = new long[from.size()][variables];
    for (int axis = 0; axis < from.size(); axis++) {
      AxisExpression e = from.get(axis);
      for (int j = 0; j < e.variables().size(); j++) {
        IndexVariable v = e.variables().get(j);
        int at = v.side() == Side.Y ? v.axis() : rank + numbers.indexOf(v.axis());
        steps[axis][at] += e.coefficients().get(j);
      }
    }
    return steps;
  }

  private static int offset(
      QTensor tensor, List<AxisExpression> from, long[][] steps, int[] index) {
    int offset = 0;
    for (int axis = 0; axis < from.size(); axis++) {
      long at = from.get(axis).constant();
      for (int k = 0; k < index.length; k++) {
        at += steps[axis][k] * index[k];
      }
      if (at < 0 || at >= tensor.dim(axis)) {
        return -1;
      }
      offset = offset * tensor.dim(axis) + (int) at;
    }
    return offset;
  }

  /** Whether some element reads nothing at some position. */
  boolean readsOutside() {
    for (int offset : offsets) {
      if (offset < 0) {
        return true;
      }
    }
    return false;
  }

  /** The largest number of elements that one element sums. */
  int reads() {
    return reads;
  }

  @Override
  public void compute(Execution execution, long[] out) {
    long[] in = execution.buffer(source);
    for (int i = 0; i < out.length; i++) {
      long sum = 0;
      for (int k = 0; k < reads; k++) {
        int offset = offsets[i * reads + k];
        sum += offset < 0 ? 0 : in[offset];
      }
      out[i] = sum;
    }
  }
}
