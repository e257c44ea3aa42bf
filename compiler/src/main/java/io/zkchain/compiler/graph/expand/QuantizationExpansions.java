package io.zkchain.compiler.graph.expand;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.shape.NodeInputs;
import io.zkchain.compiler.graph.shape.ShapeRules;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * DynamicQuantizeLinear, and QuantizeLinear and DequantizeLinear whose scale or zero point comes
 * from the input or holds for blocks: division, rounding half to even and a clamp of their own. The
 * quotient is rounded before, so a value within half a unit of a tie may round to the other side.
 */
final class QuantizationExpansions {
  private static final double LEVELS = 255;

  /** The opset from which Clip takes integers. */
  private static final int INTEGER_CLIP = 12;

  private QuantizationExpansions() {}

  /** Whether scales and zero points do not decide the circuit, or hold for blocks. */
  static boolean applies(Node node, NodeInputs in) {
    return (node.is("QuantizeLinear") && node.intAttribute("block_size", 0) != 0)
        || in.constant(1).isEmpty()
        || (node.hasInput(2) && in.constant(2).isEmpty());
  }

  /** y = clamp(round(x / s) + z), s = (max - min) / 255, z = clamp(round(-min / s)). */
  static void dynamic(Node node, NodeInputs in, ExpandedNodes out) {
    String x = node.input(0);
    String zero = out.scalar(0);
    String flat = out.reshape(x, -1);
    String high = out.node("Max", List.of(out.reshape(out.max(flat, 0)), zero));
    String low = out.node("Min", List.of(out.reshape(out.min(flat, 0)), zero));
    String range = out.node("Sub", List.of(high, low));
    String scale = out.node("Mul", List.of(range, out.scalar(1 / LEVELS)));
    // 255 x / range, so that the scale's own rounding does not enter
    String levels = out.scalar(LEVELS);
    String below = out.node("Mul", List.of(out.node("Neg", List.of(low)), levels));
    String point =
        saturated(
            out,
            out.node("Round", List.of(out.node("Div", List.of(below, range)))),
            DataType.UINT8);
    String steps = out.node("Div", List.of(out.node("Mul", List.of(x, levels)), range));
    String moved =
        out.node(
            "Add", List.of(out.node("Round", List.of(steps)), out.cast(point, DataType.FLOAT)));
    out.result(0, saturated(out, moved, DataType.UINT8));
    out.result(1, scale);
    out.result(2, point);
  }

  /** Whole numbers as a type, clamped to it. */
  private static String saturated(ExpandedNodes out, String whole, DataType type) {
    int bits = 8 * type.bytes();
    long low = type.isUnsigned() ? 0 : -(1L << (bits - 1));
    long high = (1L << (type.isUnsigned() ? bits : bits - 1)) - 1;
    if (out.opset() < INTEGER_CLIP) {
      return out.cast(out.clip(whole, low, high), type);
    }
    String integers = out.cast(whole, DataType.INT64);
    return out.cast(out.node("Clip", List.of(integers, out.integer(low), out.integer(high))), type);
  }

  static void quantize(Node node, NodeInputs in, ExpandedNodes out) {
    Blocks blocks = Blocks.of(node, in);
    DataType type = ShapeRules.standard().infer(node, in).getFirst().dtype();
    String x = blocks.wide(out, out.cast(node.input(0), DataType.FLOAT));
    String scale = blocks.parameter(out, node.input(1));
    String rounded = out.node("Round", List.of(out.node("Div", List.of(x, scale))));
    if (node.hasInput(2)) {
      rounded = out.node("Add", List.of(rounded, blocks.parameter(out, node.input(2))));
    }
    out.result(0, saturated(out, blocks.narrow(out, rounded), type));
  }

  static void dequantize(Node node, NodeInputs in, ExpandedNodes out) {
    Blocks blocks = Blocks.of(node, in);
    String x = blocks.wide(out, out.cast(node.input(0), DataType.FLOAT));
    if (node.hasInput(2)) {
      x = out.node("Sub", List.of(x, blocks.parameter(out, node.input(2))));
    }
    String y = out.node("Mul", List.of(x, blocks.parameter(out, node.input(1))));
    out.result(0, out.cast(blocks.narrow(out, y), in.type(1).dtype()));
  }

  /**
   * Where the parameters lie beside the values.
   *
   * @param dims of the values
   * @param wide of the values, the blocked axis split in blocks
   * @param own of the parameters, to be broadcast to those
   */
  private record Blocks(long[] dims, long[] wide, long[] own) {
    static Blocks of(Node node, NodeInputs in) {
      TensorShape shape = in.shape(0);
      long[] dims = IntStream.of(shape.toArray()).asLongStream().toArray();
      if (in.shape(1).size() == 1) {
        return new Blocks(dims, dims, new long[0]);
      }
      long given = node.intAttribute("axis", 1);
      int axis = (int) (given < 0 ? given + dims.length : given);
      long block = node.intAttribute("block_size", 0);
      if (axis < 0 || axis >= dims.length || (block != 0 && dims[axis] % block != 0)) {
        throw node.invalid(
            "axis %d and block_size %d do not fit %s".formatted(given, block, shape));
      }
      long[] own = new long[dims.length];
      Arrays.fill(own, 1);
      own[axis] = dims[axis];
      if (block == 0) {
        return new Blocks(dims, dims, own);
      }
      long[] blocked = dims.clone();
      blocked[axis] /= block;
      return new Blocks(dims, split(blocked, axis, block), split(blocked, axis, 1));
    }

    private static long[] split(long[] dims, int axis, long length) {
      return LongStream.concat(
              LongStream.concat(Arrays.stream(dims).limit(axis + 1L), LongStream.of(length)),
              Arrays.stream(dims).skip(axis + 1L))
          .toArray();
    }

    String wide(ExpandedNodes out, String value) {
      return Arrays.equals(dims, wide) ? value : out.reshape(value, wide);
    }

    String narrow(ExpandedNodes out, String value) {
      return Arrays.equals(dims, wide) ? value : out.reshape(value, dims);
    }

    String parameter(ExpandedNodes out, String value) {
      return out.reshape(out.cast(value, DataType.FLOAT), own);
    }
  }
}
