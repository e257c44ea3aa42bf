package io.zkchain.compiler.operators;

/**
 * Which weights of a layer meet in one channel of its result: those that agree along the channel
 * axes. A row is a run of weights along the last axis.
 *
 * <p>Loops over millions of weights that run before anything is compiled: they are plain.
 *
 * @param count of channels
 * @param first channel of the first weight of every row
 * @param step from the channel of a weight to that of the next in its row
 */
record WeightChannels(int count, int[] first, int step) {

  /** Sums of each channel's positive and negative weights. */
  record Sums(long[] positive, long[] negative) {}

  /** As {@link Sums}, of real weights. */
  record RealSums(double[] positive, double[] negative) {}

  /**
   * @param dims of the weights
   * @param channelAxes axes that tell channels apart, the first one slowest
   */
  static WeightChannels of(int[] dims, int[] channelAxes) {
    int[] strides = new int[dims.length];
    int count = 1;
    for (int k = channelAxes.length - 1; k >= 0; k--) {
      strides[channelAxes[k]] = count;
      count *= dims[channelAxes[k]];
    }
    int last = dims.length - 1;
    int rows = 1;
    for (int axis = 0; axis < last; axis++) {
      rows *= dims[axis];
    }
    int[] first = new int[rows];
    int size = 1; // of the block of rows that differ along the axes so far, from the last on
    for (int axis = last - 1; axis >= 0; axis--) {
      for (int row = size; row < size * dims[axis]; row++) {
        first[row] = first[row - size] + strides[axis];
      }
      size *= dims[axis];
    }
    return new WeightChannels(count, first, last < 0 ? 0 : strides[last]);
  }

  /**
   * Sums of integers.
   *
   * @throws ArithmeticException if a sum leaves 64 bits
   */
  Sums sums(long[] weights) {
    long[] positive = new long[count];
    long[] negative = new long[count];
    for (int row = 0, i = 0; row < first.length; row++) {
      int channel = first[row];
      for (int end = i + weights.length / first.length; i < end; i++, channel += step) {
        long[] side = weights[i] < 0 ? negative : positive;
        side[channel] = Math.addExact(side[channel], weights[i]);
      }
    }
    return new Sums(positive, negative);
  }

  RealSums sums(double[] weights) {
    double[] positive = new double[count];
    double[] negative = new double[count];
    for (int row = 0, i = 0; row < first.length; row++) {
      int channel = first[row];
      for (int end = i + weights.length / first.length; i < end; i++, channel += step) {
        double[] side = weights[i] < 0 ? negative : positive;
        side[channel] += weights[i];
      }
    }
    return new RealSums(positive, negative);
  }
}
