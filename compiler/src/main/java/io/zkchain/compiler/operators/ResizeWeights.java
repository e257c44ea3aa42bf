package io.zkchain.compiler.operators;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The matrix of a Resize along one axis, by the definitions of ONNX's reference implementation.
 *
 * @param scale output length over input length, before rounding
 * @param mode nearest, linear or cubic
 * @param transform the coordinate_transformation_mode
 * @param rounding the nearest_mode, or simple (that of opset 10)
 * @param cubic the coefficient a of the cubic kernel
 * @param excludeOutside whether weights outside the input are dropped and the others rescaled
 * @param antialias whether a reduction widens the kernel
 * @param start of the region of interest, for tf_crop_and_resize
 * @param end of the region of interest
 */
record ResizeWeights(
    int input,
    int output,
    double scale,
    String mode,
    String transform,
    String rounding,
    double cubic,
    boolean excludeOutside,
    boolean antialias,
    double start,
    double end) {

  /** Whether an output position lies outside the region that is read (tf_crop_and_resize only). */
  boolean outside(int position) {
    double at = source(position);
    return transform.equals("tf_crop_and_resize") && (at < 0 || at > input - 1);
  }

  /** Row-major, [output, input]; zero rows outside. */
  double[] matrix() {
    double[] out = new double[output * input];
    for (int y = 0; y < output; y++) {
      if (!outside(y)) {
        row(y, out);
      }
    }
    return out;
  }

  private double source(int y) {
    double length = scale * input;
    return switch (transform) {
      case "align_corners" -> alignedCorners(y);
      case "asymmetric" -> (float) y / (float) scale;
      case "tf_crop_and_resize" -> {
        double inside =
            output == 1
                ? (end - start) * (input - 1) / 2
                : y * (end - start) * (input - 1) / (output - 1);
        yield inside + start * (input - 1);
      }
      case "pytorch_half_pixel" -> output == 1 ? 0 : halfPixel(y);
      // As ONNX Runtime, which leaves an axis of scale 1 alone; ONNX dropped the mode.
      case "tf_half_pixel_for_nn" -> scale == 1 ? y : (y + 0.5f) / (float) scale;
      case "half_pixel_symmetric" -> input / 2.0 * (1 - output / length) + halfPixel(y);
      case "half_pixel" -> halfPixel(y);
      default ->
          throw new IllegalArgumentException(
              "coordinate_transformation_mode '" + transform + "' is unknown");
    };
  }

  // The length in float32: one that is whole but for the rounding of its scale is whole.
  private double alignedCorners(int y) {
    float length = (float) scale * input;
    return length == 1 ? 0 : y * (input - 1) / (length - 1.0);
  }

  // In float32, as in ONNX Runtime: it decides which side of a tie is read.
  private double halfPixel(int y) {
    return (y + 0.5f) / (float) scale - 0.5f;
  }

  private void row(int y, double[] out) {
    double at = source(y);
    int floor = (int) Math.floor(at);
    // In (0, 1]: the neighbour on the left counts as the one before a whole position.
    double ratio = at == floor ? 1 : at - floor;
    int before = at == floor ? floor - 1 : floor;
    double[] weights = weights(ratio);
    int first = before - (weights.length / 2 - 1);
    if (excludeOutside) {
      for (int k = 0; k < weights.length; k++) {
        weights[k] = first + k < 0 || first + k >= input ? 0 : weights[k];
      }
      normalise(weights);
    }
    for (int k = 0; k < weights.length; k++) {
      out[y * input + Math.clamp(first + k, 0, input - 1)] += weights[k];
    }
  }

  private static void normalise(double[] weights) {
    double sum = Arrays.stream(weights).sum();
    Arrays.setAll(weights, k -> weights[k] / sum);
  }

  private double[] weights(double ratio) {
    return switch (mode) {
      case "nearest" -> nearest(ratio);
      case "linear" -> kernel(ratio, 1, v -> Math.max(0, 1 - v));
      case "cubic" -> kernel(ratio, 2, this::cubicAt);
      default -> throw new IllegalArgumentException("mode '" + mode + "' is unknown");
    };
  }

  private double[] nearest(double ratio) {
    boolean right =
        ratio == 1
            || switch (rounding) {
              case "round_prefer_floor" -> ratio > 0.5;
              case "round_prefer_ceil" -> ratio >= 0.5;
              case "floor" -> false;
              case "ceil" -> true;
              case "simple" -> scale < 1;
              default ->
                  throw new IllegalArgumentException("nearest_mode '" + rounding + "' is unknown");
            };
    return right ? new double[] {0, 1} : new double[] {1, 0};
  }

  private double cubicAt(double v) {
    return v <= 1
        ? ((cubic + 2) * v - (cubic + 3)) * v * v + 1
        : v < 2 ? ((cubic * v - 5 * cubic) * v + 8 * cubic) * v - 4 * cubic : 0;
  }

  // Kernel values at the neighbours 1 - reach .. reach of the one on the left, the kernel widened
  // where antialias asks for it.
  private double[] kernel(double ratio, int radius, DoubleUnaryOperator at) {
    double shrink = antialias ? Math.min(scale, 1) : 1;
    int start = (int) Math.floor(-radius / shrink) + 1;
    double[] weights =
        IntStream.range(start, 2 - start)
            .mapToDouble(i -> at.applyAsDouble(Math.abs(shrink * (i - ratio))))
            .toArray();
    if (antialias) {
      normalise(weights);
    }
    return weights;
  }
}
