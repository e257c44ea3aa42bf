package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.QTensor;

/** A tensor twice: virtual, and its integers by definition. */
record Twin(QTensor tensor, long[] values) {

  /** Row-major source of an element, or -1 for 0. */
  @FunctionalInterface
  interface Source {
    int of(int[] index);
  }

  int[] dims() {
    return tensor.dims();
  }

  static int[] strides(int[] dims) {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int k = dims.length - 1; k >= 0; k--) {
      strides[k] = stride;
      stride *= dims[k];
    }
    return strides;
  }

  static long[] gathered(long[] values, int[] dims, Source source) {
    long[] out = new long[Arithmetic.volume(dims)];
    int[] strides = strides(dims);
    int[] index = new int[dims.length];
    for (int i = 0; i < out.length; i++) {
      for (int k = 0; k < dims.length; k++) {
        index[k] = i / strides[k] % dims[k];
      }
      int at = source.of(index);
      out[i] = at < 0 ? 0 : values[at];
    }
    return out;
  }

  static int dot(int[] index, int[] strides) {
    int sum = 0;
    for (int k = 0; k < index.length; k++) {
      sum += index[k] * strides[k];
    }
    return sum;
  }
}
