package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.List;

/** The lengths of the parts of a Split. */
public final class SplitLengths {

  private SplitLengths() {}

  /** The lengths, from the attribute, the constant input or the number of parts. */
  public static List<Integer> of(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    int length = x.dim(Axes.attribute(node, 0, x.rank()));
    var given = Axes.raw(node, in, "split", 1);
    return given.isPresent()
        ? explicit(node, given.get(), length)
        : even(node, length, (int) Math.min(node.intAttribute("num_outputs", 0), 1 << 20));
  }

  private static List<Integer> explicit(Node node, long[] parts, int length) {
    long sum = 0;
    List<Integer> lengths = new ArrayList<>();
    for (long part : parts) {
      if (part < 0 || part > length) {
        throw node.invalid("part of length %d of an axis of %d".formatted(part, length));
      }
      lengths.add((int) part);
      sum += part;
    }
    if (sum != length) {
      throw node.invalid("parts %s do not sum to %d".formatted(lengths, length));
    }
    return lengths;
  }

  /** Equal parts; since opset 18 the last one may be shorter. */
  private static List<Integer> even(Node node, int length, int declared) {
    int count = declared > 0 ? declared : node.outputs().size();
    if (count == 0 || (node.opset() < 18 && length % count != 0)) {
      throw node.invalid("an axis of %d does not split into %d parts".formatted(length, count));
    }
    int part = (length + count - 1) / count;
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lengths.add(Math.max(0, Math.min(part, length - i * part)));
    }
    return lengths;
  }
}
