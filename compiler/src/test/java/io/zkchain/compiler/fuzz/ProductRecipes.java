package io.zkchain.compiler.fuzz;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sums of products, with what compilers fuse with them. */
final class ProductRecipes {

  private ProductRecipes() {}

  static List<Recipe> all() {
    return List.of(
        ProductRecipes::matrix,
        ProductRecipes::matrix,
        ProductRecipes::self,
        ProductRecipes::gemm,
        ProductRecipes::gemm,
        ProductRecipes::einsum,
        ProductRecipes::convolution,
        ProductRecipes::convolution,
        ProductRecipes::transposed,
        ProductRecipes::pool);
  }

  private static void matrix(Sketch s) {
    String x = s.real(1);
    int inner = s.shape(x).dim(s.rank(x) - 1);
    String y =
        s.pick(other ->
                s.type(other) == DataType.FLOAT
                    && s.rank(other) == 2
                    && s.shape(other).dim(0) == inner
                    && s.chance(1, 2))
            .orElseGet(() -> s.weights(-1, 1, inner, 1 + s.below(4)));
    String product = s.one("MatMul", List.of(x, y));
    if (s.chance(1, 2) && s.rank(product) > 0) {
      s.one("Add", List.of(product, s.weights(-1, 1, s.shape(product).dim(s.rank(product) - 1))));
    }
  }

  // A value with its own transpose.
  private static void self(Sketch s) {
    String x = s.real(2);
    long[] perm = new long[s.rank(x)];
    for (int k = 0; k < perm.length; k++) {
      perm[k] = k;
    }
    perm[perm.length - 1] = perm.length - 2L;
    perm[perm.length - 2] = perm.length - 1L;
    String turned = s.one("Transpose", List.of(x), Map.of("perm", perm));
    s.one("MatMul", s.chance(1, 2) ? List.of(x, turned) : List.of(turned, x));
  }

  private static void gemm(Sketch s) {
    String x =
        s.pick(y -> s.type(y) == DataType.FLOAT && s.rank(y) == 2)
            .orElseGet(() -> s.shaped(s.real(), s.randomDims(2)));
    boolean left = s.chance(1, 4);
    boolean right = s.chance(1, 2);
    int rows = s.shape(x).dim(left ? 1 : 0);
    int inner = s.shape(x).dim(left ? 0 : 1);
    int columns = 1 + s.below(4);
    List<String> reads = new ArrayList<>();
    reads.add(x);
    reads.add(right ? s.weights(-1, 1, columns, inner) : s.weights(-1, 1, inner, columns));
    int[][] addends = {{columns}, {1, columns}, {rows, 1}, {rows, columns}, {1}};
    if (s.chance(2, 3)) {
      int[] dims = addends[s.below(addends.length)];
      reads.add(
          s.pick(y -> s.type(y) == DataType.FLOAT && s.shape(y).equals(TensorShape.of(dims)))
              .orElseGet(() -> s.weights(-1, 1, dims)));
    }
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("transA", left ? 1 : 0);
    attributes.put("transB", right ? 1 : 0);
    if (s.chance(1, 3)) {
      attributes.put("alpha", s.any(0.5f, 0.3f, -1f));
      attributes.put("beta", s.any(0.5f, 2f, 0f));
    }
    s.one("Gemm", reads, attributes);
  }

  private static void einsum(Sketch s) {
    String x = s.shaped(s.real(), s.randomDims(2));
    int[] dims = s.shape(x).toArray();
    String equation =
        s.any("ij,jk->ik", "ij,jk->ki", "ij,ij->i", "ij->ji", "ij,ij->", "ij->i", "ij,kj->ik");
    String y =
        switch (equation) {
          case "ij,jk->ik", "ij,jk->ki" -> s.weights(-1, 1, dims[1], 3);
          case "ij,kj->ik" -> s.chance(1, 2) ? x : s.weights(-1, 1, 2, dims[1]);
          case "ij,ij->i", "ij,ij->" -> s.chance(1, 2) ? x : s.shaped(s.real(), dims);
          default -> "";
        };
    s.one("Einsum", y.isEmpty() ? List.of(x) : List.of(x, y), Map.of("equation", equation));
  }

  /** An image of one or two spatial axes. */
  private static String image(Sketch s, int spatial) {
    return s.pick(y -> s.type(y) == DataType.FLOAT && s.rank(y) == spatial + 2)
        .orElseGet(() -> {
          int[] dims = new int[spatial + 2];
          dims[0] = 1 + s.below(2);
          dims[1] = 1 + s.below(3);
          for (int k = 2; k < dims.length; k++) {
            dims[k] = 3 + s.below(3);
          }
          return s.shaped(s.real(), dims);
        });
  }

  private static Map<String, Object> window(Sketch s, int[] kernel) {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("kernel_shape", Arrays.stream(kernel).asLongStream().toArray());
    int spatial = kernel.length;
    if (s.chance(1, 3)) {
      attributes.put("strides", longs(s, spatial, 1, 2));
    }
    switch (s.below(4)) {
      case 0 -> {
        long[] pads = new long[2 * spatial];
        for (int k = 0; k < pads.length; k++) {
          pads[k] = s.below(Math.min(2, kernel[k % spatial]));
        }
        attributes.put("pads", pads);
      }
      case 1 -> attributes.put("auto_pad", s.any("SAME_UPPER", "SAME_LOWER", "VALID"));
      default -> {}
    }
    return attributes;
  }

  private static long[] longs(Sketch s, int count, int low, int high) {
    long[] out = new long[count];
    for (int k = 0; k < count; k++) {
      out[k] = (long) low + s.below(high - low + 1);
    }
    return out;
  }

  private static int[] kernel(Sketch s, int spatial) {
    int[] kernel = new int[spatial];
    for (int k = 0; k < spatial; k++) {
      kernel[k] = 1 + s.below(3);
    }
    return kernel;
  }

  private static int[] weightDims(int out, int in, int[] kernel) {
    int[] dims = new int[kernel.length + 2];
    dims[0] = out;
    dims[1] = in;
    System.arraycopy(kernel, 0, dims, 2, kernel.length);
    return dims;
  }

  private static void convolution(Sketch s) {
    int spatial = 1 + s.below(2);
    String x = image(s, spatial);
    int channels = s.shape(x).dim(1);
    int[] kernel = kernel(s, spatial);
    int groups = s.chance(1, 4) ? channels : 1;
    int out = groups * (1 + s.below(2));
    Map<String, Object> attributes = window(s, kernel);
    attributes.put("group", groups);
    List<String> reads = new ArrayList<>();
    reads.add(x);
    reads.add(s.weights(-1, 1, weightDims(out, channels / groups, kernel)));
    if (s.chance(1, 2)) {
      reads.add(s.weights(-1, 1, out));
    }
    String y = s.one("Conv", reads, attributes);
    if (s.chance(1, 3)) {
      s.one(
          "BatchNormalization",
          List.of(
              y,
              s.weights(0.5, 1.5, out),
              s.weights(-1, 1, out),
              s.weights(-1, 1, out),
              s.weights(0.3, 2, out)));
    }
  }

  private static void transposed(Sketch s) {
    int spatial = 1 + s.below(2);
    String x = image(s, spatial);
    int[] kernel = kernel(s, spatial);
    Map<String, Object> attributes = new HashMap<>();
    if (s.chance(1, 2)) {
      attributes.put("strides", longs(s, spatial, 1, 2));
    }
    s.one(
        "ConvTranspose",
        List.of(x, s.weights(-1, 1, weightDims(s.shape(x).dim(1), 1 + s.below(2), kernel))),
        attributes);
  }

  private static void pool(Sketch s) {
    int spatial = 1 + s.below(2);
    String x = image(s, spatial);
    switch (s.below(4)) {
      case 0 -> s.one(s.any("GlobalAveragePool", "GlobalMaxPool"), List.of(x));
      case 1 -> {
        Map<String, Object> attributes = window(s, kernel(s, spatial));
        attributes.put("count_include_pad", s.below(2));
        attributes.put("ceil_mode", s.below(2));
        s.one("AveragePool", List.of(x), attributes);
      }
      default -> s.one("MaxPool", List.of(x), window(s, kernel(s, spatial)));
    }
  }
}
