package io.zkchain.compiler.fuzz;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Operators that move elements: views, slices, joins, gathers, scatters. */
final class LayoutRecipes {

  private LayoutRecipes() {}

  static List<Recipe> all() {
    return List.of(
        LayoutRecipes::transpose,
        LayoutRecipes::transpose,
        LayoutRecipes::reshape,
        LayoutRecipes::reshape,
        LayoutRecipes::squeeze,
        LayoutRecipes::unsqueeze,
        LayoutRecipes::slice,
        LayoutRecipes::slice,
        LayoutRecipes::slice,
        LayoutRecipes::pad,
        LayoutRecipes::join,
        LayoutRecipes::join,
        LayoutRecipes::split,
        LayoutRecipes::repeat,
        LayoutRecipes::gather,
        LayoutRecipes::gather,
        LayoutRecipes::gatherElements,
        LayoutRecipes::gatherFromInput,
        LayoutRecipes::scatter,
        LayoutRecipes::triangle);
  }

  /** Any value, of any type, of at least a rank. */
  private static String value(Sketch s, int rank) {
    return s.chance(1, 4)
        ? s.pick(y -> s.rank(y) >= rank).orElseGet(() -> s.real(rank))
        : s.real(rank);
  }

  /** An axis, counted from the front or the back. */
  static int axis(Sketch s, int rank) {
    int axis = s.below(rank);
    return s.chance(1, 2) ? axis : axis - rank;
  }

  private static int wrap(int axis, int rank) {
    return axis < 0 ? axis + rank : axis;
  }

  private static void transpose(Sketch s) {
    String x = value(s, 1);
    List<Long> perm = new ArrayList<>();
    for (int k = 0; k < s.rank(x); k++) {
      perm.add((long) k);
    }
    Collections.shuffle(perm, s.random);
    s.one(
        "Transpose",
        List.of(x),
        s.chance(1, 4)
            ? Map.of()
            : Map.of("perm", perm.stream().mapToLong(Long::longValue).toArray()));
  }

  private static void reshape(Sketch s) {
    String x = value(s, 0);
    int size = s.shape(x).size();
    if (s.chance(1, 5)) {
      s.one("Flatten", List.of(x), Map.of("axis", s.below(s.rank(x) + 1)));
      return;
    }
    List<Long> dims = new ArrayList<>();
    int rest = size;
    while (rest > 1 && dims.size() < 3) {
      int factor = 1 + s.below(rest);
      while (rest % factor != 0) {
        factor--;
      }
      dims.add((long) factor);
      rest /= factor;
    }
    dims.add(s.below(dims.size() + 1), s.chance(1, 3) ? -1L : (long) rest);
    s.one("Reshape", List.of(x, s.ints(dims.stream().mapToLong(Long::longValue).toArray())));
  }

  private static String withAxes(Sketch s, String op, String x, int inputSince, long... axes) {
    return s.opset >= inputSince
        ? s.one(op, List.of(x, s.ints(axes)))
        : s.one(op, List.of(x), Map.of("axes", axes));
  }

  private static void squeeze(Sketch s) {
    String x = s.pick(y -> s.shape(y).dims().contains(1)).orElseGet(() -> s.real(1));
    if (!s.shape(x).dims().contains(1)) {
      x = withAxes(s, "Unsqueeze", x, 13, 0);
    }
    int axis = s.shape(x).dims().indexOf(1);
    if (s.chance(1, 3)) {
      s.one("Squeeze", List.of(x));
    } else {
      withAxes(s, "Squeeze", x, 13, s.chance(1, 2) ? axis : axis - s.rank(x));
    }
  }

  private static void unsqueeze(Sketch s) {
    String x = value(s, 0);
    withAxes(s, "Unsqueeze", x, 13, axis(s, s.rank(x) + 1));
  }

  private static void slice(Sketch s) {
    String x = value(s, 1);
    int axis = axis(s, s.rank(x));
    int length = s.shape(x).dim(wrap(axis, s.rank(x)));
    long step = s.any(1L, 1L, 2L, -1L, -2L, 3L, -3L);
    long from = (long) s.below(2 * length + 3) - length - 1;
    long to =
        s.chance(1, 3)
            ? (step > 0 ? Long.MAX_VALUE : Long.MIN_VALUE + 1)
            : (long) s.below(2 * length + 3) - length - 1;
    if (s.opset < 10) {
      s.one(
          "Slice",
          List.of(x),
          Map.of("axes", new long[] {axis}, "starts", new long[] {from}, "ends", new long[] {to}));
      return;
    }
    List<String> reads = new ArrayList<>(List.of(x, s.ints(from), s.ints(to), s.ints(axis)));
    if (step != 1) {
      reads.add(s.ints(step));
    }
    s.one("Slice", reads);
  }

  private static void pad(Sketch s) {
    String x = s.real(1);
    int rank = s.rank(x);
    long[] pads = new long[2 * rank];
    for (int k = 0; k < pads.length; k++) {
      pads[k] = s.chance(1, 2) ? 0 : s.below(4) - 1;
    }
    String mode = s.any("constant", "constant", "edge", "reflect");
    if (s.opset < 11) {
      s.one("Pad", List.of(x), Map.of("pads", pads, "mode", mode));
      return;
    }
    List<String> reads = new ArrayList<>(List.of(x, s.ints(pads)));
    if (s.chance(1, 2) && mode.equals("constant")) {
      reads.add(s.constant(TensorData.ofFloats(TensorShape.SCALAR, s.any(0.5f, -1f, 0f, 2.25f))));
    }
    s.one("Pad", reads, Map.of("mode", mode));
  }

  private static void join(Sketch s) {
    String x = value(s, 1);
    int axis = axis(s, s.rank(x));
    TensorShape shape = s.shape(x);
    int at = wrap(axis, s.rank(x));
    List<String> parts = new ArrayList<>();
    parts.add(x);
    for (int k = s.below(3); k >= 0; k--) {
      parts.add(
          s.pick(y ->
                  s.type(y) == s.type(parts.getFirst())
                      && s.rank(y) == shape.rank()
                      && s.shape(y).withDim(at, 1).equals(shape.withDim(at, 1)))
              .orElse(x));
    }
    if (s.type(x) == DataType.FLOAT && s.chance(1, 4)) {
      parts.add(s.weights(-2, 2, shape.withDim(at, 1 + s.below(2)).toArray()));
    }
    Collections.shuffle(parts, s.random);
    s.one("Concat", parts, Map.of("axis", axis));
  }

  private static void split(Sketch s) {
    String x = value(s, 1);
    int axis = axis(s, s.rank(x));
    int length = s.shape(x).dim(wrap(axis, s.rank(x)));
    long first = 1L + s.below(length);
    long[] lengths = first == length ? new long[] {length} : new long[] {first, length - first};
    if (s.opset < 13) {
      s.node("Split", List.of(x), lengths.length, Map.of("axis", axis, "split", lengths));
      return;
    }
    s.node("Split", List.of(x, s.ints(lengths)), lengths.length, Map.of("axis", axis));
  }

  private static void repeat(Sketch s) {
    String x = value(s, 1);
    if (s.chance(1, 2)) {
      long[] repeats = new long[s.rank(x)];
      for (int k = 0; k < repeats.length; k++) {
        repeats[k] = 1L + s.below(2);
      }
      s.one("Tile", List.of(x, s.ints(repeats)));
      return;
    }
    long[] dims =
        s.shape(x).dims().stream().mapToLong(d -> d == 1 && s.chance(1, 2) ? 3 : d).toArray();
    long[] more = s.chance(1, 2) ? dims : prepended(2, dims);
    s.one("Expand", List.of(x, s.ints(more)));
  }

  private static long[] prepended(long first, long[] rest) {
    long[] all = new long[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  private static long[] indices(Sketch s, int count, int length) {
    long[] indices = new long[count];
    for (int k = 0; k < count; k++) {
      indices[k] = (long) s.below(2 * length) - length;
    }
    return indices;
  }

  private static void gather(Sketch s) {
    String x = value(s, 1);
    int axis = axis(s, s.rank(x));
    int length = s.shape(x).dim(wrap(axis, s.rank(x)));
    int count = 1 + s.below(4);
    TensorShape shape =
        s.any(TensorShape.of(count), TensorShape.of(1, count), TensorShape.of(count, 1));
    long[] indices = indices(s, count, length);
    TensorData data =
        s.chance(1, 4)
            ? TensorData.ofLongs(DataType.INT64, TensorShape.SCALAR, new long[] {indices[0]})
            : TensorData.ofLongs(s.any(DataType.INT64, DataType.INT32), shape, indices);
    s.one("Gather", List.of(x, s.constant(data)), Map.of("axis", axis));
  }

  private static void gatherElements(Sketch s) {
    String x = value(s, 1);
    int axis = axis(s, s.rank(x));
    int at = wrap(axis, s.rank(x));
    TensorShape shape = s.shape(x).withDim(at, 1 + s.below(3));
    long[] indices = indices(s, shape.size(), s.shape(x).dim(at));
    s.one(
        "GatherElements",
        List.of(x, s.constant(TensorData.ofLongs(DataType.INT64, shape, indices))),
        Map.of("axis", axis));
  }

  private static void gatherFromInput(Sketch s) {
    String x = s.chance(2, 3) ? value(s, 1) : s.weights(-2, 2, 4, 2);
    int axis = axis(s, s.rank(x));
    int length = s.shape(x).dim(wrap(axis, s.rank(x)));
    String index =
        s.pick(y -> s.type(y) == DataType.INT64 && s.low(y) >= -length && s.high(y) < length)
            .orElseGet(() -> s.input(DataType.INT64, -length, length - 1, 1 + s.below(3)));
    s.one("Gather", List.of(x, index), Map.of("axis", axis));
  }

  private static void scatter(Sketch s) {
    String x = s.real(1);
    int rank = s.rank(x);
    int axis = axis(s, rank);
    int at = wrap(axis, rank);
    TensorShape shape = s.shape(x).withDim(at, 1 + s.below(s.shape(x).dim(at)));
    String updates =
        s.chance(1, 3) ? s.weights(-2, 2, shape.toArray()) : s.shaped(s.real(), shape.toArray());
    String index =
        s.constant(
            TensorData.ofLongs(
                DataType.INT64, shape, indices(s, shape.size(), s.shape(x).dim(at))));
    if (s.opset < 11) {
      return;
    }
    String reduction = s.any("none", "add", "max", "min", "mul");
    s.one(
        "ScatterElements",
        List.of(x, index, updates),
        reduction.equals("none") || s.opset < 18
            ? Map.of("axis", axis)
            : Map.of("axis", axis, "reduction", reduction));
  }

  private static void triangle(Sketch s) {
    String x = s.real(2);
    s.one(
        "Trilu",
        s.chance(1, 2)
            ? List.of(x)
            : List.of(
                x,
                s.constant(
                    TensorData.ofLongs(
                        DataType.INT64, TensorShape.SCALAR, new long[] {s.below(3) - 1}))),
        Map.of("upper", s.below(2)));
  }
}
