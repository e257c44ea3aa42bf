package io.zkchain.compiler.operators;

/** Labels of the axes of a matrix product: both operands' and the result's. */
record MatrixLabels(int[] left, int[] right, int[] out) {

  /** ONNX's MatMul: batch axes broadcast, vectors drop an axis of the result. */
  static MatrixLabels ofMatMul(OperatorContext c, int leftInput, int rightInput) {
    int ra = c.inputDims(leftInput).length;
    int rb = c.inputDims(rightInput).length;
    int batch = Math.max(Math.max(ra, rb) - 2, 0);
    // Labels: batch axes 0 .. batch-1 from the left, then row, column, inner.
    int row = batch;
    int column = batch + 1;
    int inner = batch + 2;
    int[] out = new int[c.dims(0).length];
    for (int k = 0; k < batch; k++) {
      out[k] = k;
    }
    int next = batch;
    if (ra > 1) {
      out[next++] = row;
    }
    if (rb > 1) {
      out[next] = column;
    }
    return new MatrixLabels(
        labels(ra, batch, row, inner, inner), labels(rb, batch, inner, column, inner), out);
  }

  /** ONNX's Gemm. */
  static MatrixLabels ofGemm(boolean transA, boolean transB) {
    return new MatrixLabels(
        transA ? new int[] {2, 0} : new int[] {0, 2},
        transB ? new int[] {1, 2} : new int[] {2, 1},
        new int[] {0, 1});
  }

  private static int[] labels(int rank, int batch, int first, int second, int only) {
    int[] labels = new int[rank];
    if (rank == 1) {
      labels[0] = only;
      return labels;
    }
    for (int k = 0; k < rank - 2; k++) {
      labels[k] = batch - (rank - 2) + k;
    }
    labels[rank - 2] = first;
    labels[rank - 1] = second;
    return labels;
  }
}
