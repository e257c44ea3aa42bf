package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.List;

/** Scaled dot-product attention and rotary position embedding (ai.onnx 23). */
final class AttentionShapes {

  private AttentionShapes() {}

  static void register(ShapeRules.Builder rules) {
    rules.add("Attention", 3, 7, AttentionShapes::attention);
    rules.add("RotaryEmbedding", 3, 4, (node, in) -> List.of(in.type(0)));
  }

  /** An operand as [batch, heads, length, width], whether its heads are an axis or not. */
  private record Heads(int batch, int heads, int length, int width) {

    static Heads of(Node node, TensorShape shape, String attribute) {
      if (shape.rank() == 4) {
        return new Heads(shape.dim(0), shape.dim(1), shape.dim(2), shape.dim(3));
      }
      long heads = node.intAttribute(attribute, 0);
      if (shape.rank() != 3 || heads < 1 || shape.dim(2) % heads != 0) {
        throw node.invalid("%s does not split into %d heads".formatted(shape, heads));
      }
      return new Heads(shape.dim(0), (int) heads, shape.dim(1), (int) (shape.dim(2) / heads));
    }
  }

  /** The length of the cache that past_key [batch, heads, length, width] brings. */
  private static int pastLength(Node node, NodeInputs in) {
    if (!node.hasInput(4)) {
      return 0;
    }
    if (in.shape(4).rank() != 4) {
      throw node.invalid("past_key must have four axes, not " + in.shape(4));
    }
    return in.shape(4).dim(2);
  }

  /** Y, and the optional present_key, present_value and qk_matmul_output. */
  private static List<TensorType> attention(Node node, NodeInputs in) {
    Heads q = Heads.of(node, in.shape(0), "q_num_heads");
    Heads k = Heads.of(node, in.shape(1), "kv_num_heads");
    Heads v = Heads.of(node, in.shape(2), "kv_num_heads");
    if (q.width != k.width
        || k.heads != v.heads
        || k.length != v.length
        || k.heads == 0
        || q.heads % k.heads != 0
        || q.batch != k.batch
        || q.batch != v.batch) {
      throw node.invalid(
          "Q %s, K %s and V %s do not fit".formatted(in.shape(0), in.shape(1), in.shape(2)));
    }
    int total = Math.addExact(pastLength(node, in), k.length);
    TensorShape y =
        in.shape(0).rank() == 4
            ? TensorShape.of(q.batch, q.heads, q.length, v.width)
            : TensorShape.of(q.batch, q.length, Math.multiplyExact(q.heads, v.width));
    return List.of(
        in.type(0).withShape(y),
        in.type(1).withShape(TensorShape.of(k.batch, k.heads, total, k.width)),
        in.type(2).withShape(TensorShape.of(k.batch, k.heads, total, v.width)),
        in.type(0).withShape(TensorShape.of(q.batch, q.heads, q.length, total)));
  }
}
