package io.zkchain.compiler.operators;

import static io.zkchain.compiler.operators.OperatorCase.of;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.List;

/** Cases of the operators on images and signals that are fixed or affine maps. */
final class SpatialCases {
  private static final double ROUNDED = 4e-3;

  private SpatialCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> cases = new ArrayList<>();
    transposed(cases);
    resized(cases);
    einsums(cases);
    signals(cases);
    geometry(cases);
    samples(cases);
    return cases;
  }

  private static void transposed(List<OperatorCase> c) {
    c.add(
        of("ConvTranspose", "", 11)
            .in(1, 1, 3, 3)
            .weights(1, 2, 3, 3)
            .units(0.5)
            .tolerance(ROUNDED));
    c.add(
        of("ConvTranspose", "strides, output_padding, bias", 11)
            .in(2, 2, 3, 3)
            .weights(2, 2, 3, 2)
            .weights(2)
            .with("strides", new long[] {3, 2})
            .with("output_padding", new long[] {1, 1})
            .units(0.5)
            .tolerance(ROUNDED));
    c.add(
        of("ConvTranspose", "pads, dilations, groups", 11)
            .in(1, 4, 5)
            .weights(4, 1, 3)
            .with("group", 2)
            .with("pads", new long[] {1, 2})
            .with("dilations", new long[] {2})
            .units(0.5)
            .tolerance(ROUNDED));
    c.add(
        of("ConvTranspose", "output_shape", 11)
            .in(1, 1, 3, 3)
            .weights(1, 1, 3, 3)
            .with("strides", new long[] {3, 2})
            .with("output_shape", new long[] {10, 8})
            .units(0.5)
            .tolerance(ROUNDED));
    c.add(
        of("ConvTranspose", "SAME_UPPER", 11)
            .in(1, 1, 3)
            .weights(1, 1, 3)
            .with("strides", new long[] {2})
            .with("auto_pad", "SAME_UPPER")
            .units(0.5)
            .tolerance(ROUNDED));
    c.add(
        of("ConvTranspose", "3-D, stride beyond the kernel", 11)
            .in(1, 1, 2, 1, 2)
            .weights(1, 1, 1, 2, 1)
            .with("strides", new long[] {2, 1, 3})
            .units(0.5)
            .tolerance(ROUNDED));
    c.add(
        of("ConvTranspose", "weights from the input", 11)
            .in(1, 2, 3)
            .in(2, 1, 2)
            .in(1)
            .with("strides", new long[] {2})
            .units(1));
    c.add(
        of("ConvTranspose", "of a product", 11)
            .in(1, 1, 4)
            .weights(1, 1, 2)
            .with("strides", new long[] {2})
            .units(0.5)
            .tolerance(ROUNDED));
    c.add(of("Col2Im", "", 18).in(1, 4, 9).int64s(4, 4).int64s(2, 2));
    c.add(
        of("Col2Im", "strides, dilations, pads", 18)
            .in(1, 8, 4)
            .int64s(4, 4)
            .int64s(2, 2)
            .with("strides", new long[] {2, 2})
            .with("dilations", new long[] {1, 2})
            .with("pads", new long[] {0, 1, 0, 1}));
  }

  private static OperatorCase resize(String title, String mode, String transform, int... dims) {
    return of("Resize", title, 19)
        .in(dims)
        .absent()
        .with("mode", mode)
        .with("coordinate_transformation_mode", transform)
        .tolerance(ROUNDED)
        .units(1);
  }

  private static TensorData scales(float... values) {
    return TensorData.ofFloats(TensorShape.of(values.length), values);
  }

  private static void resized(List<OperatorCase> c) {
    for (String rounding : List.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")) {
      c.add(
          resize("nearest, " + rounding, "nearest", "half_pixel", 1, 1, 2, 5)
              .constant(scales(1, 1, 2, 0.6f))
              .with("nearest_mode", rounding));
    }
    c.add(resize("nearest, factor", "nearest", "asymmetric", 2, 3).constant(scales(3, 2)));
    for (String transform :
        List.of("half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel")) {
      c.add(
          resize("linear, " + transform, "linear", transform, 1, 1, 3, 4)
              .constant(scales(1, 1, 2, 1.5f)));
      c.add(
          resize("cubic, " + transform, "cubic", transform, 1, 1, 4, 4)
              .constant(scales(1, 1, 2, 1.5f)));
    }
    c.add(
        resize("sizes, symmetric", "linear", "half_pixel_symmetric", 1, 1, 4, 5)
            .absent()
            .int64s(1, 1, 2, 3));
    c.add(
        resize("cubic, outside excluded", "cubic", "half_pixel", 1, 1, 4, 4)
            .constant(scales(1, 1, 2, 0.8f))
            .with("exclude_outside", 1)
            .with("cubic_coeff_a", -0.5f));
    c.add(
        resize("linear, antialias", "linear", "half_pixel", 1, 1, 4, 6)
            .constant(scales(1, 1, 0.6f, 0.5f))
            .with("antialias", 1));
    c.add(
        resize("cubic, antialias", "cubic", "half_pixel", 1, 1, 6, 6)
            .constant(scales(1, 1, 0.6f, 0.7f))
            .with("antialias", 1));
    c.add(
        of("Resize", "crop, extrapolation", 13)
            .in(1, 1, 4, 4)
            .constant(scales(0, 0, 0.4f, 0.6f, 1, 1, 1.2f, 1.7f))
            .absent()
            .int64s(1, 1, 3, 3)
            .with("mode", "linear")
            .with("coordinate_transformation_mode", "tf_crop_and_resize")
            .with("extrapolation_value", 1.5f)
            .tolerance(ROUNDED)
            .units(1));
    c.add(
        resize("axes, not larger", "linear", "half_pixel", 1, 4, 6)
            .absent()
            .int64s(7, 8)
            .with("axes", new long[] {1, 2})
            .with("keep_aspect_ratio_policy", "not_larger"));
    c.add(
        resize("nearest, whole length by a rounded scale", "nearest", "align_corners", 1, 1, 2, 5)
            .constant(scales(1, 1, 2, 0.6f))
            .with("nearest_mode", "floor"));
    c.add(
        resize("cubic, to length 1", "cubic", "pytorch_half_pixel", 1, 1, 4, 4)
            .absent()
            .int64s(1, 1, 1, 7));
    c.add(
        of("Resize", "half pixel for nearest neighbours", 11)
            .in(1, 1, 4, 5)
            .constant(scales())
            .constant(scales(1, 1, 0.5f, 1))
            .with("coordinate_transformation_mode", "tf_half_pixel_for_nn")
            .with("nearest_mode", "round_prefer_ceil"));
    c.add(of("Resize", "opset 10", 10).in(1, 1, 2, 4).constant(scales(1, 1, 2, 0.5f)));
    c.add(of("Upsample", "", 9).in(1, 1, 2, 2).constant(scales(1, 1, 2, 3)));
    c.add(
        of("Upsample", "linear", 9)
            .in(1, 1, 2, 3)
            .constant(scales(1, 1, 2, 2))
            .with("mode", "linear")
            .tolerance(ROUNDED)
            .units(1));
  }

  private static void einsums(List<OperatorCase> c) {
    c.add(of("Einsum", "matrices", 12).in(2, 3).in(3, 4).with("equation", "ij,jk").units(0.5));
    c.add(of("Einsum", "transposed", 12).in(2, 3).with("equation", "ij->ji"));
    c.add(of("Einsum", "sum", 12).in(2, 3).with("equation", "ij->i").units(0.5));
    c.add(of("Einsum", "diagonal", 12).in(2, 3, 3).with("equation", "...ii->...i"));
    c.add(of("Einsum", "trace", 12).in(3, 3).with("equation", "ii").units(0.5));
    c.add(
        of("Einsum", "batches", 12)
            .in(2, 2, 3)
            .in(2, 3, 2)
            .with("equation", "...ij,...jk->...ik")
            .units(0.5));
    c.add(of("Einsum", "outer", 12).in(2).in(3).with("equation", "i,j->ij").units(0.5));
    c.add(
        of("Einsum", "constant operand", 12)
            .in(2, 3)
            .weights(3, 2)
            .with("equation", "ij,jk->ki")
            .tolerance(ROUNDED)
            .units(0.5));
    c.add(
        of("Einsum", "three operands", 12)
            .in(2, 3)
            .in(3)
            .in(3, 2)
            .with("equation", "ij,j,jk->ik")
            .tolerance(0.03)
            .units(0.5));
  }

  private static TensorData scalar(long value) {
    return TensorData.ofLongs(DataType.INT64, TensorShape.SCALAR, new long[] {value});
  }

  private static void signals(List<OperatorCase> c) {
    c.add(of("DFT", "real", 20).in(1, 6, 1).tolerance(ROUNDED).units(0.5));
    c.add(
        of("DFT", "one-sided, longer", 20)
            .in(2, 5, 1)
            .constant(scalar(8))
            .with("onesided", 1)
            .tolerance(ROUNDED)
            .units(0.5));
    c.add(
        of("DFT", "inverse, complex, other axis", 20)
            .in(4, 3, 2)
            .absent()
            .constant(scalar(0))
            .with("inverse", 1)
            .tolerance(ROUNDED)
            .units(0.5));
    c.add(of("DFT", "attribute", 17).in(1, 4, 2).tolerance(ROUNDED).units(0.5));
    c.add(
        of("STFT", "window", 17)
            .in(1, 16, 1)
            .constant(scalar(4))
            .weights(8)
            .tolerance(ROUNDED)
            .units(0.5));
    c.add(
        of("STFT", "frames, two-sided", 17)
            .in(1, 10, 1)
            .constant(scalar(3))
            .absent()
            .constant(scalar(4))
            .with("onesided", 0)
            .tolerance(ROUNDED)
            .units(0.5));
    c.add(
        of("STFT", "window from the input", 17)
            .in(1, 8, 1)
            .constant(scalar(4))
            .in(4)
            .tolerance(0.02)
            .units(0.5));
  }

  private static void geometry(List<OperatorCase> c) {
    c.add(of("AffineGrid", "2-D", 20).in(2, 2, 3).int64s(2, 1, 2, 3).tolerance(ROUNDED).units(0.5));
    c.add(
        of("AffineGrid", "3-D, aligned", 20)
            .in(1, 3, 4)
            .int64s(1, 1, 2, 2, 3)
            .with("align_corners", 1)
            .tolerance(ROUNDED)
            .units(0.5));
    c.add(of("Det", "2 x 2", 22).in(2, 2).units(0.5));
    c.add(of("Det", "3 x 3, batch", 22).in(2, 3, 3).tolerance(0.02).units(0.5));
  }

  private static OperatorCase grid(String title, String mode, String padding) {
    return of("GridSample", title, 20)
        .in(1, 2, 3, 4)
        .in(DataType.FLOAT, -1.3, 1.3, 1, 2, 3, 2)
        .with("mode", mode)
        .with("padding_mode", padding);
  }

  private static void samples(List<OperatorCase> c) {
    for (String padding : List.of("zeros", "border", "reflection")) {
      c.add(grid("linear, " + padding, "linear", padding).tolerance(0.03));
      c.add(grid("cubic, " + padding, "cubic", padding).tolerance(0.05));
    }
    c.add(grid("linear, aligned", "linear", "border").with("align_corners", 1).tolerance(0.03));
    c.add(
        of("GridSample", "nearest, on half positions", 20)
            .in(1, 1, 2, 2)
            .in(DataType.FLOAT, -0.45, 0.45, 1, 2, 2, 2)
            .with("mode", "nearest")
            .with("align_corners", 0)
            .units(0.5));
    c.add(
        of("GridSample", "constant grid", 20)
            .in(1, 1, 3, 3)
            .weights(1, 2, 2, 2)
            .with("mode", "linear")
            .tolerance(0.01));
    c.add(
        of("RoiAlign", "half pixels", 16)
            .in(1, 2, 5, 4)
            .in(DataType.FLOAT, 0, 4, 2, 4)
            .int64s(0, 0)
            .with("output_height", 2)
            .with("output_width", 2)
            .with("sampling_ratio", 2)
            .tolerance(0.03));
    c.add(
        of("RoiAlign", "batch from the input", 16)
            .in(2, 1, 4, 4)
            .in(DataType.FLOAT, 0, 6, 2, 4)
            .in(DataType.INT64, 0, 1, 2)
            .with("output_height", 1)
            .with("output_width", 3)
            .with("sampling_ratio", 1)
            .with("spatial_scale", 0.5f)
            .with("coordinate_transformation_mode", "output_half_pixel")
            .tolerance(0.03));
    c.add(
        of("DeformConv", "", 19)
            .in(1, 2, 3, 4)
            .weights(2, 1, 2, 2)
            .in(DataType.FLOAT, -1, 1, 1, 16, 2, 3)
            .weights(2)
            .in(DataType.FLOAT, 0, 1, 1, 8, 2, 3)
            .with("group", 2)
            .with("offset_group", 2)
            .with("pads", new long[] {0, 0, 0, 0})
            .tolerance(0.04));
    c.add(
        of("DeformConv", "weights from the input, padded", 19)
            .in(1, 1, 3, 3)
            .in(1, 1, 2, 2)
            .in(DataType.FLOAT, -1, 1, 1, 8, 4, 4)
            .with("pads", new long[] {1, 1, 1, 1})
            .tolerance(0.04));
  }
}
