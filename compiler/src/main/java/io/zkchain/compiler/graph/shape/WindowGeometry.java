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
    boolean same = node.stringAttribute("auto_pad", "NOTSET").startsWith("SAME_");
    for (int axis = 0; axis < rank; axis++) {
      int in = input.get(axis);
      int stride = strides.get(axis);
      long extent = (kernel.get(axis) - 1L) * dilations.get(axis) + 1;
      Pads pads = Pads.of(node, axis, rank, samePad(in, stride, extent));
      begin.add(Math.toIntExact(pads.begin));
      end.add(Math.toIntExact(pads.end));
      output.add(outputLength(node, in, stride, extent, pads, ceilMode && !same));
    }
    return new WindowGeometry(input, kernel, strides, dilations, begin, end, output);
  }

  /** The padding of one axis. */
  private record Pads(long begin, long end) {

    static Pads of(Node node, int axis, int rank, long same) {
      String auto = node.stringAttribute("auto_pad", "NOTSET");
      List<Integer> explicit = explicitPads(node, rank);
      return switch (auto) {
        case "NOTSET", "" -> new Pads(explicit.get(axis), explicit.get(axis + rank));
        case "VALID" -> new Pads(0, 0);
        case "SAME_UPPER" -> new Pads(same / 2, same - same / 2);
        case "SAME_LOWER" -> new Pads(same - same / 2, same / 2);
        default -> throw node.invalid("auto_pad '" + auto + "' is unknown");
      };
    }
  }

  private static long samePad(int in, int stride, long extent) {
    long out = (in + stride - 1L) / stride;
    return Math.max(0, (out - 1) * stride + extent - in);
  }

  /**
   * With ceil_mode the last window must start inside the input or its left padding; a window longer
   * than the padded axis, by less than the stride, is the only one.
   */
  private static int outputLength(
      Node node, int in, int stride, long extent, Pads pads, boolean ceilMode) {
    long room = in + pads.begin + pads.end - extent;
    boolean alone = ceilMode && room < 0 && room > -stride;
    if ((room < 0 && !alone) || in == 0) {
      throw node.invalid(
          "a window of %d does not fit an axis of %d padded by %d"
              .formatted(extent, in, pads.begin + pads.end));
    }
    long output = room / stride + 1;
    if (ceilMode && room > 0 && room % stride != 0 && output * stride < in + pads.begin) {
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
