package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random views, as operators make them and by their definition on arrays. */
final class TwinViews {
  private final TwinSource source;
  private final Random random;
  private final Lowering l;

  TwinViews(TwinSource source) {
    this.source = source;
    this.random = source.random();
    this.l = source.lowering();
  }

  /** Any of them. */
  Twin any(Twin x) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> transpose(x);
      case 2 -> slice(x);
      case 3 -> pad(x);
      case 4, 5 -> reshape(x);
      case 6 -> reduce(x);
      default -> windows(x);
    };
  }

  private Twin transpose(Twin x) {
    int[] old = x.dims();
    List<Integer> perm = new ArrayList<>();
    for (int k = 0; k < old.length; k++) {
      perm.add(k);
    }
    Collections.shuffle(perm, random);
    int[] dims = perm.stream().mapToInt(k -> old[k]).toArray();
    List<AxisExpression> from =
        new ArrayList<>(Collections.nCopies(old.length, AxisExpression.constant(0)));
    for (int axis = 0; axis < dims.length; axis++) {
      from.set(perm.get(axis), AxisExpression.axis(axis, dims[axis]));
    }
    source.tell("transpose " + perm);
    int[] strides = Twin.strides(old);
    long[] values =
        Twin.gathered(
            x.values(),
            dims,
            index -> {
              int at = 0;
              for (int k = 0; k < index.length; k++) {
                at += index[k] * strides[perm.get(k)];
              }
              return at;
            });
    return new Twin(Arithmetic.view(l, source.name("t"), x.tensor(), from, dims), values);
  }

  private Twin slice(Twin x) {
    int[] dims = x.dims();
    int[] starts = new int[dims.length];
    int[] steps = new int[dims.length];
    for (int k = 0; k < dims.length; k++) {
      int step = 1 + random.nextInt(2);
      int count = 1 + random.nextInt((dims[k] + step - 1) / step);
      int first = random.nextInt(dims[k] - (count - 1) * step);
      boolean back = random.nextInt(4) == 0;
      starts[k] = back ? first + (count - 1) * step : first;
      steps[k] = back ? -step : step;
      dims[k] = count;
    }
    source.tell("slice " + Arrays.toString(starts) + " by " + Arrays.toString(steps));
    return line(x, starts, steps, dims);
  }

  private Twin pad(Twin x) {
    int[] dims = x.dims();
    int[] starts = new int[dims.length];
    int[] steps = new int[dims.length];
    for (int k = 0; k < dims.length; k++) {
      starts[k] = random.nextInt(4) - 2;
      int end = random.nextInt(4) - 1;
      steps[k] = 1;
      int length = dims[k] - starts[k] + end;
      dims[k] = Math.max(1, length);
    }
    source.tell("pad " + Arrays.toString(starts) + " to " + Arrays.toString(dims));
    return line(x, starts, steps, dims);
  }

  // Element y reads starts + steps * y, or 0 outside.
  Twin line(Twin x, int[] starts, int[] steps, int[] dims) {
    List<AxisExpression> from = new ArrayList<>();
    for (int k = 0; k < dims.length; k++) {
      from.add(AxisExpression.constant(starts[k]).plus(steps[k], k, dims[k]));
    }
    int[] old = x.dims();
    int[] strides = Twin.strides(old);
    long[] values =
        Twin.gathered(
            x.values(),
            dims,
            index -> {
              int at = 0;
              for (int k = 0; k < index.length; k++) {
                int own = starts[k] + steps[k] * index[k];
                if (own < 0 || own >= old[k]) {
                  return -1;
                }
                at += own * strides[k];
              }
              return at;
            });
    return new Twin(Arithmetic.view(l, source.name("v"), x.tensor(), from, dims), values);
  }

  private Twin reshape(Twin x) {
    List<Integer> dims = new ArrayList<>();
    int rest = x.values().length;
    while (rest > 1) {
      int factor = 2 + random.nextInt(rest - 1);
      while (rest % factor != 0) {
        factor--;
        factor = factor < 2 ? rest : factor;
      }
      dims.add(random.nextInt(dims.size() + 1), factor);
      rest /= factor;
    }
    while (dims.size() < 5 && random.nextInt(3) == 0) {
      dims.add(random.nextInt(dims.size() + 1), 1);
    }
    source.tell("reshape " + dims);
    int[] next = dims.stream().mapToInt(Integer::intValue).toArray();
    return new Twin(Arithmetic.reshape(l, source.name("r"), x.tensor(), next), x.values());
  }

  private Twin reduce(Twin x) {
    if (x.dims().length == 0) {
      return x;
    }
    int axis = random.nextInt(x.dims().length);
    int[] dims = x.dims();
    List<AxisExpression> from = new ArrayList<>();
    for (int k = 0; k < dims.length; k++) {
      from.add(
          k == axis
              ? AxisExpression.constant(0).plusSummed(1, k, dims[k])
              : AxisExpression.axis(k, dims[k]));
    }
    int count = dims[axis];
    int stride = Twin.strides(dims)[axis];
    int[] strides = Twin.strides(dims);
    dims[axis] = 1;
    long[] values = new long[Arithmetic.volume(dims)];
    for (int t = 0; t < count; t++) {
      int offset = t * stride;
      long[] part = Twin.gathered(x.values(), dims, index -> offset + Twin.dot(index, strides));
      Arrays.setAll(values, i -> values[i] + part[i]);
    }
    source.tell("reduce " + axis);
    return new Twin(Arithmetic.view(l, source.name("s"), x.tensor(), from, dims), values);
  }

  // Sums over windows, padded with 0, along the last axis.
  private Twin windows(Twin x) {
    if (x.dims().length == 0) {
      return x;
    }
    int[] dims = x.dims();
    int axis = random.nextInt(dims.length);
    int size = dims[axis];
    int kernel = 1 + random.nextInt(3);
    int stride = 1 + random.nextInt(2);
    int dilation = 1 + random.nextInt(2);
    int pad = random.nextInt(3);
    int reach = size + 2 * pad - (kernel - 1) * dilation - 1;
    if (reach < 0) {
      return x;
    }
    int[] strides = Twin.strides(dims);
    dims[axis] = reach / stride + 1;
    List<AxisExpression> from = new ArrayList<>();
    for (int k = 0; k < dims.length; k++) {
      from.add(
          k == axis
              ? AxisExpression.constant(-pad)
                  .plus(stride, k, dims[k])
                  .plusSummed(dilation, 0, kernel)
              : AxisExpression.axis(k, dims[k]));
    }
    long[] values = new long[Arithmetic.volume(dims)];
    for (int t = 0; t < kernel; t++) {
      int offset = t * dilation - pad;
      long[] part =
          Twin.gathered(
              x.values(),
              dims,
              index -> {
                int own = index[axis] * stride + offset;
                boolean outside = own < 0 || own >= size;
                return outside
                    ? -1
                    : Twin.dot(index, strides) + (own - index[axis]) * strides[axis];
              });
      Arrays.setAll(values, i -> values[i] + part[i]);
    }
    source.tell("windows of " + kernel + " by " + stride + " along " + axis + " padded " + pad);
    return new Twin(Arithmetic.view(l, source.name("a"), x.tensor(), from, dims), values);
  }
}
