package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operators that are defined by others: replaced before calibration, so that every value between is
 * calibrated too. The functions stay those of ONNX.
 */
public final class Expansions implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    return List.of(
        new OperatorEntry(
            "Attention",
            23,
            "products and a masked softmax",
            "causal, mask (constant or from the input), grouped heads, past and present, softcap,"
                + " scale, all qk output modes",
            "2 products, softmax",
            "as MatMul and Softmax"),
        new OperatorEntry(
            "RotaryEmbedding",
            23,
            "products with sine and cosine",
            "interleaved, rotary_embedding_dim, position_ids",
            "0 (1 + 1 for an input that is a product)",
            "2^-14"));
  }

  @Override
  public Optional<String> refuse(Node node) {
    return node.is("Attention") ? AttentionExpansion.refuse(node) : Optional.empty();
  }

  @Override
  public void lower(OperatorContext c) {
    throw c.unsupported("was not replaced by its definition");
  }

  /** The graph without such operators. */
  public static Graph apply(Graph graph) {
    GraphEdit edit = new GraphEdit(graph);
    for (Node node : edit.nodes()) {
      NodeBuilder b = new NodeBuilder(edit, node);
      switch (node.operator()) {
        case "Attention" -> new AttentionExpansion(b).expand();
        case "RotaryEmbedding" -> rotary(b);
        default -> {
          continue;
        }
      }
      b.finish();
    }
    return edit.finish();
  }

  // ---------------------------------------------------------------- RotaryEmbedding

  private static void rotary(NodeBuilder b) {
    Node node = b.place();
    String x = node.input(0);
    int[] given = b.dims(x);
    boolean flat = given.length == 3;
    int heads = flat ? (int) node.intAttribute("num_heads", 1) : given[1];
    int batch = given[0];
    int length = flat ? given[1] : given[2];
    int width = flat ? given[2] / heads : given[3];
    String split = flat ? b.reshape(x, batch, length, heads, width) : b.transpose(x, 0, 2, 1, 3);
    int declared = (int) node.intAttribute("rotary_embedding_dim", 0);
    int rotated = declared == 0 ? width : declared;
    int half = rotated / 2;
    String cos = cache(b, 1, batch, length, half);
    String sin = cache(b, 2, batch, length, half);
    boolean interleaved = node.intAttribute("interleaved", 0) != 0;
    String first = interleaved ? b.slice(split, 3, 0, rotated, 2) : b.slice(split, 3, 0, half, 1);
    String second =
        interleaved ? b.slice(split, 3, 1, rotated, 2) : b.slice(split, 3, half, rotated, 1);
    String real = b.op("Sub", b.op("Mul", first, cos), b.op("Mul", second, sin));
    String imaginary = b.op("Add", b.op("Mul", first, sin), b.op("Mul", second, cos));
    String turned;
    if (interleaved) {
      String pairs =
          b.concat(
              4,
              b.reshape(real, batch, length, heads, half, 1),
              b.reshape(imaginary, batch, length, heads, half, 1));
      turned = b.reshape(pairs, batch, length, heads, rotated);
    } else {
      turned = b.concat(3, real, imaginary);
    }
    if (rotated < width) {
      turned = b.concat(3, turned, b.slice(split, 3, rotated, width, 1));
    }
    if (flat) {
      b.reshapeTo(node.output(0), turned);
    } else {
      Map<String, Attribute> perm = Map.of("perm", NodeBuilder.ints(0, 2, 1, 3));
      b.op("Transpose", List.of(turned), perm, node.output(0));
    }
  }

  // [batch, length, 1, half]
  private static String cache(NodeBuilder b, int input, int batch, int length, int half) {
    Node node = b.place();
    String cache = node.input(input);
    if (!node.hasInput(3)) {
      return b.isConstant(cache)
          ? b.constant(
              node.input(0), new int[] {batch, length, 1, half}, b.constant(cache).toDoubles())
          : b.reshape(cache, batch, length, 1, half);
    }
    String ids = node.input(3);
    if (b.isConstant(cache) && b.isConstant(ids)) {
      double[] table = b.constant(cache).toDoubles();
      long[] rows = b.constant(ids).toLongs();
      double[] values = new double[rows.length * half];
      for (int i = 0; i < values.length; i++) {
        values[i] = table[(int) rows[i / half] * half + i % half];
      }
      return b.constant(node.input(0), new int[] {batch, length, 1, half}, values);
    }
    String chosen = b.op("Gather", cache, ids);
    return b.reshape(chosen, batch, length, 1, half);
  }
}
