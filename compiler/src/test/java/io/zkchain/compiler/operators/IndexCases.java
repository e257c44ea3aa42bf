package io.zkchain.compiler.operators;

import static io.zkchain.compiler.operators.OperatorCase.of;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.List;

/** Cases of the operators that move, gather, scatter and sort elements. */
final class IndexCases {

  private IndexCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> cases = new ArrayList<>();
    movement(cases);
    gathers(cases);
    ranks(cases);
    scatters(cases);
    flags(cases);
    return cases;
  }

  private static void movement(List<OperatorCase> c) {
    c.add(of("Expand", "both ways", 13).in(3, 1).int64s(2, 1, 4));
    c.add(of("Expand", "fewer axes", 13).in(2, 1, 3).int64s(1));
    c.add(of("Tile", "two axes", 13).in(2, 3).int64s(2, 3));
    c.add(of("Tile", "of one", 13).in(2, 1, 3).int64s(1, 4, 1));
    c.add(of("DepthToSpace", "DCR", 13).in(1, 8, 2, 3).with("blocksize", 2));
    c.add(of("DepthToSpace", "CRD", 13).in(2, 8, 2, 3).with("blocksize", 2).with("mode", "CRD"));
    c.add(of("SpaceToDepth", "", 13).in(1, 2, 4, 6).with("blocksize", 2));
    c.add(of("CenterCropPad", "crop and pad", 18).in(5, 4).int64s(2, 7));
    c.add(of("CenterCropPad", "one axis", 18).in(2, 5).int64s(8).with("axes", new long[] {-1}));
    c.add(of("ReverseSequence", "time first", 10).in(4, 3).int64s(2, 4, 1));
    c.add(
        of("ReverseSequence", "batch first", 10)
            .in(3, 4, 2)
            .int64s(1, 3, 4)
            .with("batch_axis", 0)
            .with("time_axis", 1));
    c.add(of("CumSum", "", 14).in(5).int64s(0));
    c.add(of("CumSum", "reverse", 14).in(2, 4).int64s(-1).with("reverse", 1));
    c.add(of("CumSum", "exclusive", 14).in(3, 2).int64s(0).with("exclusive", 1));
    c.add(
        of("CumSum", "reverse, exclusive, int32", 14)
            .in(DataType.INT32, -9, 9, 4)
            .int64s(0)
            .with("reverse", 1)
            .with("exclusive", 1));
    c.add(of("Trilu", "upper", 14).in(4, 5));
    c.add(of("Trilu", "lower, int64", 14).in(DataType.INT64, -99, 99, 2, 3, 3).with("upper", 0));
    c.add(of("Trilu", "k", 14).in(3, 4).int64s(-1));
    c.add(of("Trilu", "all zero", 14).in(2, 3).int64s(5));
  }

  private static OperatorCase indices(OperatorCase c, int size, int... dims) {
    return c.in(DataType.INT64, -size, size - 1, dims);
  }

  private static void gathers(List<OperatorCase> c) {
    c.add(of("Gather", "constant, negative", 13).in(5, 3).int64s(0, 3, -1));
    c.add(of("Gather", "constant run", 13).in(2, 6).int64s(1, 2, 3).with("axis", 1));
    c.add(of("Gather", "constant, irregular", 13).in(9).int64s(0, 5, 1, 8, 2, 7, 3, 3, 0, 6, 4));
    c.add(of("Gather", "constant backwards, repeated", 13).in(4).int64s(3, 3, 2, 2, 1, 1));
    c.add(of("Gather", "constant, twice", 13).in(4).int64s(0, 2, 3, 0, 2, 3));
    c.add(indices(of("Gather", "index from the input", 13).in(4, 3), 4, 2));
    c.add(indices(of("Gather", "middle axis", 13).in(2, 3, 2).with("axis", 1), 3, 2, 2));
    c.add(indices(of("Gather", "constant data", 13).weights(5), 5, 3).units(0.5));
    c.add(
        indices(of("Gather", "constant matrix", 13).weights(2, 4, 3).with("axis", 1), 4, 2)
            .units(0.5));
    c.add(of("GatherElements", "constant", 13).in(3, 3).constant(LONGS_2_3).with("axis", 0));
    c.add(indices(of("GatherElements", "from the input", 13).in(3, 4).with("axis", 1), 4, 3, 2));
    c.add(indices(of("GatherElements", "smaller", 13).in(3, 4).with("axis", 0), 3, 2, 2));
    c.add(
        indices(of("GatherElements", "constant data", 13).weights(3, 2).with("axis", 0), 3, 2, 2)
            .units(0.5));
    c.add(of("GatherND", "constant", 13).in(2, 3, 2).constant(LONGS_2_2));
    c.add(
        of("GatherND", "constant, batch", 13)
            .in(2, 2, 3)
            .constant(LONGS_2_1)
            .with("batch_dims", 1));
    c.add(indices(of("GatherND", "from the input", 13).in(3, 2, 2), 2, 3, 2));
    c.add(indices(of("GatherND", "batch", 13).in(2, 3, 2).with("batch_dims", 1), 3, 2, 2, 1));
  }

  private static final TensorData LONGS_2_3 = longs(new long[] {2, 3}, 0, -1, 1, 2, 0, -3);
  private static final TensorData LONGS_2_2 = longs(new long[] {2, 2}, 1, 2, 0, -1);
  private static final TensorData LONGS_2_1 = longs(new long[] {2, 1}, 1, 0);

  private static TensorData longs(long[] dims, long... values) {
    return TensorData.ofLongs(DataType.INT64, TensorShape.of(dims), values);
  }

  private static void ranks(List<OperatorCase> c) {
    c.add(of("ArgMax", "default axis", 13).in(4, 3));
    c.add(of("ArgMax", "last axis, dropped", 13).in(2, 5).with("axis", -1).with("keepdims", 0));
    c.add(
        of("ArgMax", "ties, last", 13)
            .in(DataType.INT32, 0, 2, 3, 6)
            .with("axis", 1)
            .with("select_last_index", 1));
    c.add(of("ArgMax", "ties, first", 13).in(DataType.INT32, 0, 2, 6, 3));
    c.add(of("ArgMin", "", 13).in(3, 4).with("axis", 1));
    c.add(of("ArgMin", "one element", 13).in(3, 1).with("axis", 1));
    c.add(of("Hardmax", "", 13).in(2, 4));
    c.add(of("Hardmax", "flattened", 11).in(2, 2, 3));
    c.add(of("TopK", "largest", 11).in(2, 5).int64s(3).outputs(2));
    c.add(
        of("TopK", "smallest, ties", 11)
            .in(DataType.INT64, 0, 3, 6, 2)
            .int64s(4)
            .with("largest", 0)
            .with("axis", 0)
            .outputs(2));
    c.add(of("TopK", "all", 11).in(4).int64s(4).outputs(2));
    c.add(of("TopK", "attribute", 9).in(2, 3).with("k", 1).outputs(2));
  }

  private static void scatters(List<OperatorCase> c) {
    TensorData rows = longs(new long[] {2, 2}, 1, -1, 0, 2);
    TensorData same = longs(new long[] {2, 2}, 1, 1, 1, 2);
    c.add(of("ScatterElements", "constant", 18).in(3, 2).constant(rows).in(2, 2));
    c.add(
        of("ScatterElements", "constant, last wins", 18)
            .in(2, 4)
            .constant(same)
            .in(2, 2)
            .with("axis", 1));
    for (String reduction : List.of("add", "mul", "max", "min")) {
      c.add(
          of("ScatterElements", "constant, " + reduction, 18)
              .in(2, 4)
              .constant(same)
              .in(2, 2)
              .with("axis", 1)
              .with("reduction", reduction)
              .units(reduction.equals("mul") ? 4 : 0.5));
    }
    c.add(
        of("ScatterElements", "constant data", 18).weights(3, 2).constant(rows).in(2, 2).units(1));
    c.add(
        of("ScatterElements", "constant updates", 18)
            .in(3, 2)
            .constant(rows)
            .weights(2, 2)
            .units(1));
    c.add(
        indices(of("ScatterElements", "index from the input", 18).in(3, 4).with("axis", 1), 4, 2, 1)
            .in(2, 1));
    c.add(
        indices(of("ScatterElements", "added", 18).in(3, 2).with("reduction", "add"), 3, 2, 2)
            .in(2, 2)
            .units(0.5));
    c.add(
        indices(of("ScatterElements", "constant updates, index", 18).in(3, 2), 3, 1, 2)
            .weights(1, 2)
            .units(1));
    c.add(
        indices(of("ScatterElements", "constant data, index", 18).weights(3, 2), 3, 1, 2)
            .in(1, 2)
            .units(1));
    c.add(of("Scatter", "", 9).in(3, 2).constant(rows).in(2, 2));
    c.add(
        of("ScatterND", "constant", 18).in(4, 2).constant(longs(new long[] {2, 1}, 3, 0)).in(2, 2));
    c.add(
        of("ScatterND", "constant, max, int32", 18)
            .in(DataType.INT32, -9, 9, 4)
            .constant(longs(new long[] {3, 1}, 3, 0, 3))
            .in(DataType.INT32, -9, 9, 3)
            .with("reduction", "max"));
    c.add(indices(of("ScatterND", "index from the input", 18).in(4, 2), 4, 1, 1).in(1, 2));
    c.add(
        indices(of("ScatterND", "added", 18).in(2, 3).with("reduction", "add"), 2, 3, 2)
            .in(3)
            .units(0.5));
    c.add(
        of("MaxUnpool", "constant", 11)
            .in(1, 1, 2, 2)
            .constant(longs(new long[] {1, 1, 2, 2}, 1, 6, 8, 15))
            .with("kernel_shape", new long[] {2, 2})
            .with("strides", new long[] {2, 2}));
    c.add(
        of("MaxUnpool", "index from the input", 11)
            .in(1, 1, 1)
            .in(DataType.INT64, 0, 2, 1, 1, 1)
            .with("kernel_shape", new long[] {3}));
    c.add(
        of("MaxUnpool", "a constant at an index from the input", 11)
            .constant(TensorData.ofFloats(TensorShape.of(1, 1, 1), -1.375f))
            .in(DataType.INT64, 0, 2, 1, 1, 1)
            .with("kernel_shape", new long[] {3}));
  }

  private static void flags(List<OperatorCase> c) {
    TensorData two = TensorData.ofInt64s(2);
    TensorData three = TensorData.ofInt64s(3);
    TensorData values = TensorData.ofFloats(TensorShape.of(2), -1.5f, 2);
    TensorData bits = TensorData.ofFloats(TensorShape.of(2), 0, 1);
    c.add(
        of("OneHot", "outside, negative", 11)
            .in(DataType.INT64, -6, 6, 2, 3)
            .constant(three)
            .constant(values));
    c.add(
        of("OneHot", "axis", 11)
            .in(DataType.INT64, 0, 2, 2, 2)
            .constant(three)
            .constant(bits)
            .with("axis", 1));
    c.add(
        of("OneHot", "values from the input", 11).in(DataType.INT64, 0, 1, 4).constant(two).in(2));
    c.add(
        of("MaxPool", "indices", 12)
            .in(1, 2, 4, 5)
            .with("kernel_shape", new long[] {2, 3})
            .with("strides", new long[] {2, 1})
            .outputs(2));
    c.add(
        of("MaxPool", "indices, padded, column-major", 12)
            .in(2, 1, 4, 4)
            .with("kernel_shape", new long[] {3, 2})
            .with("pads", new long[] {1, 1, 1, 0})
            .with("dilations", new long[] {1, 2})
            .with("storage_order", 1)
            .units(0.5)
            .outputs(2));
    c.add(
        of("MaxPool", "indices of ties", 12)
            .in(DataType.UINT8, 0, 2, 1, 1, 5)
            .with("kernel_shape", new long[] {3})
            .outputs(2));
    c.add(
        of("TensorScatter", "linear", 24)
            .in(2, 5, 2)
            .in(2, 2, 2)
            .in(DataType.INT64, 0, 3, 2)
            .with("axis", 1));
    c.add(
        of("TensorScatter", "circular", 24)
            .in(2, 1, 4, 2)
            .in(2, 1, 3, 2)
            .in(DataType.INT64, 0, 3, 2)
            .with("mode", "circular"));
    c.add(of("TensorScatter", "at the front", 24).in(1, 3, 2).in(1, 2, 2));
    c.add(
        of("ReverseSequence", "lengths from the input", 10)
            .in(4, 3, 2)
            .in(DataType.INT64, 0, 4, 3));
    c.add(
        of("Pad", "value from the input", 17)
            .in(2, 3)
            .int64s(1, 0, 0, 2)
            .in(DataType.FLOAT, -9, 9)
            .units(0.5));
    for (String reduction : List.of("mul", "max", "min")) {
      c.add(
          indices(
                  of("ScatterElements", reduction + ", index", 18)
                      .in(3, 2)
                      .with("reduction", reduction),
                  3,
                  2,
                  1)
              .in(2, 1)
              .units(reduction.equals("mul") ? 6 : 0.5));
      boolean product = reduction.equals("mul");
      DataType type = product ? DataType.FLOAT : DataType.INT32;
      c.add(
          indices(
                  of("ScatterND", reduction + ", index", 18)
                      .in(type, product ? -2 : -9, product ? 2 : 9, 3, 2)
                      .with("reduction", reduction),
                  3,
                  2,
                  1)
              .in(type, product ? -2 : -9, product ? 2 : 9, 2, 2)
              .units(product ? 12 : 0));
    }
  }
}
