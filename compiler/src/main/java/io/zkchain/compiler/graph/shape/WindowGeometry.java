package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The resolved windows of a convolution or pooling, one entry per spatial axis: {@code auto_pad} is
 * turned into pads and {@code ceil_mode} into the output length. Window w of output position y
 * covers the input positions {@code y * stride - padBegin + k * dilation}, {@code 0 <= k < kernel}.
 */
public record WindowGeometry(
    List<Integer> input,
    List<Integer> kernel,
    List<Integer> strides,
    List<Integer> dilations,
    List<Integer> padBegin,
    List<Integer> padEnd,
    List<Integer> output) {

  public WindowGeometry {
    input = List.copyOf(input);
    kernel = List.copyOf(kernel);
    strides = List.copyOf(strides);
    dilations = List.copyOf(dilations);
    padBegin = List.copyOf(padBegin);
    padEnd = List.copyOf(padEnd);
    output = List.copyOf(output);
  }

  /** The number of spatial axes. */
  public int rank() {
    return input.size();
  }

  /** The geometry of a convolution: X [N, C, spatial..], W [M, C / group, kernel..]. */
  public static WindowGeometry ofConvolution(Node node, TensorShape x, TensorShape w) {
    List<Integer> kernel = w.dims().subList(2, w.rank());
    node.intsAttribute("kernel_shape")
        .ifPresent(declared -> {
          if (!declared.equals(kernel.stream().map(Integer::longValue).toList())) {
            throw node.invalid(
                "kernel_shape %s does not fit the weights %s".formatted(declared, w));
          }
        });
    return of(node, x, kernel, false);
  }

  /** The geometry of a pooling: X [N, C, spatial..], the kernel an attribute. */
  public static WindowGeometry ofPooling(Node node, TensorShape x) {
    return of(
        node,
        x,
        spatial(node, "kernel_shape", spatialRank(node, x), -1, 1),
        node.intAttribute("ceil_mode", 0) != 0);
  }

  private static WindowGeometry of(
      Node node, TensorShape x, List<Integer> kernel, boolean ceilMode) {
    int rank = spatialRank(node, x);
    List<Integer> input = x.dims().subList(2, x.rank());
    List<Integer> strides = spatial(node, "strides", rank, 1, 1);
    List<Integer> dilations = spatial(node, "dilations", rank, 1, 1);
    List<Integer> begin = new ArrayList<>();
    List<Integer> end = new ArrayList<>();
    List<Integer> output = new ArrayList<>();
    List<Integer> pads = explicitPads(node, rank);
    String auto = node.stringAttribute("auto_pad", "NOTSET");
    for (int axis = 0; axis < rank; axis++) {
      int in = input.get(axis);
      int stride = strides.get(axis);
      long extent = (kernel.get(axis) - 1L) * dilations.get(axis) + 1;
      boolean same = auto.startsWith("SAME_");
      long total = same ? samePad(in, stride, extent) : 0L;
      long first = auto.equals("SAME_LOWER") ? total - total / 2 : total / 2;
      switch (auto) {
        case "NOTSET", "" -> {
          first = pads.get(axis);
          total = first + pads.get(axis + rank);
        }
        case "VALID", "SAME_UPPER", "SAME_LOWER" -> {}
        default -> throw node.invalid("auto_pad '" + auto + "' is unknown");
      }
      begin.add(Math.toIntExact(first));
      end.add(Math.toIntExact(total - first));
      output.add(outputLength(node, in, stride, extent, total, first, ceilMode && !same));
    }
    return new WindowGeometry(input, kernel, strides, dilations, begin, end, output);
  }

  private static long samePad(int in, int stride, long extent) {
    long out = (in + stride - 1L) / stride;
    return Math.max(0, (out - 1) * stride + extent - in);
  }

  /** With ceil_mode the last window must start inside the input or its left padding. */
  private static int outputLength(
      Node node, int in, int stride, long extent, long pads, long begin, boolean ceilMode) {
    long room = in + pads - extent;
    if (room < 0 || in == 0) {
      throw node.invalid(
          "a window of %d does not fit an axis of %d padded by %d".formatted(extent, in, pads));
    }
    long output = room / stride + 1;
    if (ceilMode && room % stride != 0 && output * stride < in + begin) {
      output++;
    }
    return Math.toIntExact(output);
  }

  static int spatialRank(Node node, TensorShape x) {
    if (x.rank() < 3) {
      throw node.invalid("needs an input [N, C, spatial..], not " + x);
    }
    return x.rank() - 2;
  }

  /** Begin pads of all axes, then end pads; zero if absent. */
  static List<Integer> explicitPads(Node node, int rank) {
    return spatial(node, "pads", 2 * rank, 0, 0);
  }

  /** An attribute with one integer per axis; {@code otherwise} -1 makes it required. */
  static List<Integer> spatial(Node node, String name, int count, int otherwise, int min) {
    var given = node.intsAttribute(name);
    if (given.isEmpty() && otherwise >= 0) {
      return Collections.nCopies(count, otherwise);
    }
    List<Long> values =
        given.orElseThrow(() -> node.invalid("attribute '" + name + "' is missing"));
    if (values.size() != count) {
      throw node.invalid("attribute '%s' %s needs %d values".formatted(name, values, count));
    }
    if (values.stream().anyMatch(value -> value < min || value > (1 << 24))) {
      throw node.invalid("attribute '%s' %s has a value out of range".formatted(name, values));
    }
    return values.stream().map(Long::intValue).toList();
  }
}
