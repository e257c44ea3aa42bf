package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Scale;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Resize and Upsample: along every resized axis one constant matrix ({@link ResizeWeights}).
 *
 * <p>Semantics: each axis in turn, y = M x in exact integers with M rounded like weights; the
 * result is rounded before the next axis. Nearest modes select, so they are exact and virtual;
 * whole factors are index relations. No cell but those of rounding, so unique by {@link
 * io.zkchain.compiler.gadgets.Requantise}.
 *
 * <p>Error: u/2 for every axis after the first that interpolates, plus weight rounding.
 */
final class Resizing implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    String how = "constant matrix along each axis; nearest: index relation or 0/1 matrix";
    return List.of(
        new OperatorEntry(
            "Resize",
            10,
            how,
            "scales or sizes, axes; modes nearest, linear, cubic; all coordinate and nearest modes;"
                + " cubic_coeff_a, exclude_outside, antialias; roi, extrapolation_value;"
                + " keep_aspect_ratio_policy",
            "0 (1 + 1 between axes)",
            "weight rounding, u/2 per further axis"),
        new OperatorEntry(
            "Upsample",
            7,
            how,
            "scales as attribute or input; modes nearest, linear",
            "0 (1 + 1 between axes)",
            "weight rounding, u/2 per further axis"));
  }

  @Override
  public Optional<String> refuse(Node node) {
    boolean crops =
        node.stringAttribute("coordinate_transformation_mode", "").equals("tf_crop_and_resize");
    return crops && !node.hasInput(3) ? Optional.of(Limit.CROP_SCALES.reason()) : Optional.empty();
  }

  @Override
  public void lower(OperatorContext c) {
    QTensor x = c.tensor(0);
    int[] dims = c.dims(0);
    QTensor current = x;
    double[] kept = new double[Arithmetic.volume(dims)];
    Arrays.fill(kept, 1);
    boolean crops = false;
    List<Integer> axes = axes(c);
    for (int axis = 0; axis < dims.length; axis++) {
      int at = axes.indexOf(axis);
      if (at < 0) {
        continue;
      }
      ResizeWeights weights = weights(c, axes, at);
      double[] matrix = weights.matrix();
      String name = axis == dims.length - 1 ? c.name() : c.name() + ".axis" + axis;
      current = RealMaps.along(c, name, current, axis, matrix);
      crops |= clear(weights, axis, dims, kept);
    }
    c.output(crops ? extrapolated(c, current, kept) : current);
  }

  private static List<Integer> axes(OperatorContext c) {
    int rank = c.dims(0).length;
    return c.node().hasAttribute("axes")
        ? Axes.list(c.node(), c.inputs(), Integer.MAX_VALUE, rank).orElseThrow()
        : IntStream.range(0, rank).boxed().toList();
  }

  private static ResizeWeights weights(OperatorContext c, List<Integer> axes, int at) {
    Node node = c.node();
    int axis = axes.get(at);
    boolean old = node.is("Upsample") || node.opset() < 11;
    String transform =
        node.stringAttribute("coordinate_transformation_mode", old ? "asymmetric" : "half_pixel");
    double start = 0;
    double end = 1;
    if (transform.equals("tf_crop_and_resize")) {
      TensorData roi = c.constant(1);
      start = roi.doubleAt(at);
      end = roi.doubleAt(at + axes.size());
    }
    return new ResizeWeights(
        c.inputDims(0)[axis],
        c.dims(0)[axis],
        scale(c, axes, at),
        node.stringAttribute("mode", "nearest"),
        transform,
        old ? "simple" : node.stringAttribute("nearest_mode", "round_prefer_floor"),
        node.floatAttribute("cubic_coeff_a", -0.75f),
        node.intAttribute("exclude_outside", 0) != 0,
        node.intAttribute("antialias", 0) != 0,
        start,
        end);
  }

  private static double scale(OperatorContext c, List<Integer> axes, int at) {
    Node node = c.node();
    Optional<List<Float>> attribute = node.floatsAttribute("scales");
    if (attribute.isPresent()) {
      return attribute.get().get(at);
    }
    boolean old = node.is("Upsample") || node.opset() < 11;
    if (old || !node.hasInput(3)) {
      return c.constant(old ? 1 : 2).doubleAt(at);
    }
    int[] from = c.inputDims(0);
    int[] to = c.dims(0);
    TensorData sizes = c.constant(3);
    String policy = node.stringAttribute("keep_aspect_ratio_policy", "stretch");
    if (policy.equals("stretch")) {
      return (double) to[axes.get(at)] / from[axes.get(at)];
    }
    double[] own = new double[axes.size()];
    Arrays.setAll(own, k -> sizes.doubleAt(k) / from[axes.get(k)]);
    return policy.equals("not_larger")
        ? Arrays.stream(own).min().orElseThrow()
        : Arrays.stream(own).max().orElseThrow();
  }

  // Clears the elements that an axis takes outside the region; whether there are any.
  private static boolean clear(ResizeWeights weights, int axis, int[] dims, double[] kept) {
    int inner = 1;
    for (int k = axis + 1; k < dims.length; k++) {
      inner *= dims[k];
    }
    boolean any = false;
    for (int i = 0; i < kept.length; i++) {
      if (weights.outside(i / inner % dims[axis])) {
        kept[i] = 0;
        any = true;
      }
    }
    return any;
  }

  private static QTensor extrapolated(OperatorContext c, QTensor x, double[] kept) {
    double value = c.node().floatAttribute("extrapolation_value", 0);
    if (value == 0) {
      return x;
    }
    Lowering l = c.lowering();
    Scale unit = Elementwise.fine(x.scale());
    double[] outside = new double[kept.length];
    Arrays.setAll(outside, i -> (1 - kept[i]) * value);
    QTensor fixed = l.fixed(c.name() + ".outside", c.dims(0), Weights.round(outside, unit), unit);
    return Arithmetic.sum(l, c.name(), List.of(x, fixed), List.of(1L, 1L));
  }
}
