package io.zkchain.compiler.operators;

import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Attention (opset 23 and 24) as products, additions and a softmax: Y = softmax(cap(scale Q K^T +
 * bias)) V, K and V after their past.
 *
 * <p>What is masked by constants (causal, a constant mask) stays a constant of -inf before the
 * softmax, which becomes a mask of positions. A mask of booleans from the input adds -1000, below
 * which the softmax is exactly 0 beside any other score.
 */
final class AttentionExpansion {
  private static final double BELOW = -1000;

  private final NodeBuilder b;
  private final Node node;
  private final String q;
  private final String k;
  private final String v;
  private final int past;

  AttentionExpansion(NodeBuilder builder) {
    this.b = builder;
    this.node = builder.place();
    this.past = node.hasInput(4) ? b.dims(node.input(4))[2] : 0;
    this.q = heads(node.input(0), "q_num_heads");
    this.k = present(heads(node.input(1), "kv_num_heads"), 4, 1);
    this.v = present(heads(node.input(2), "kv_num_heads"), 5, 2);
  }

  static Optional<String> refuse(Node node) {
    return node.hasInput(6) ? Optional.of(Limit.PADDED_CACHE.reason()) : Optional.empty();
  }

  // [batch, heads, length, width]
  private String heads(String x, String attribute) {
    int[] dims = b.dims(x);
    if (dims.length == 4) {
      return x;
    }
    int heads = Math.toIntExact(node.intAttribute(attribute, 1));
    return b.transpose(b.reshape(x, dims[0], dims[1], heads, dims[2] / heads), 0, 2, 1, 3);
  }

  private String present(String x, int input, int output) {
    String all = node.hasInput(input) ? b.concat(2, node.input(input), x) : x;
    if (node.hasOutput(output)) {
      b.name(node.output(output), all);
    }
    return all;
  }

  void expand() {
    int[] qd = b.dims(q);
    int[] kd = b.dims(k);
    int groups = qd[1] / kd[1];
    int total = kd[2];
    double scale = node.floatAttribute("scale", (float) (1 / Math.sqrt(qd[3])));
    long mode = node.intAttribute("qk_matmul_output_mode", 0);
    String products =
        groups == 1
            ? b.op("MatMul", q, b.transpose(k, 0, 1, 3, 2))
            : b.reshape(
                b.op("MatMul", grouped(q, kd[1], groups), b.transpose(shared(k), 0, 1, 2, 4, 3)),
                qd[0],
                qd[1],
                qd[2],
                total);
    String scores = b.op("Mul", products, b.scalar(q, scale));
    output(mode == 0, scores);
    String biased = witnessMask(scores, total);
    double cap = node.floatAttribute("softcap", 0);
    double[] constantMask = constantMask(qd[2], total);
    int[] maskDims = maskDims(qd[2], total);
    boolean masks = Arrays.stream(constantMask).anyMatch(m -> m != 0);
    if (masks && cap > 0) {
      throw refused("a constant mask before softcap has no circuit in this version");
    }
    String masked = masks ? b.op("Add", biased, b.constant(q, maskDims, constantMask)) : biased;
    if (mode == 1 && Arrays.stream(constantMask).anyMatch(Double::isInfinite)) {
      throw refused("qk_matmul_output_mode 1 of masked scores is not finite");
    }
    output(mode == 1, masked);
    String capped =
        cap > 0
            ? b.op("Mul", b.op("Tanh", b.op("Mul", masked, b.scalar(q, 1 / cap))), b.scalar(q, cap))
            : masked;
    output(mode == 2, capped);
    Map<String, Attribute> axis = Map.of("axis", new Attribute.IntValue(-1));
    String weights = b.op("Softmax", List.of(capped), axis);
    output(mode == 3, weights);
    result(weights, groups, kd[1]);
  }

  private UnsupportedModelException refused(String reason) {
    return new UnsupportedModelException(node.describe() + ": " + reason);
  }

  private void output(boolean wanted, String value) {
    if (wanted && node.hasOutput(3)) {
      b.name(node.output(3), value);
    }
  }

  private String grouped(String x, int kvHeads, int groups) {
    int[] d = b.dims(x);
    return b.reshape(x, d[0], kvHeads, groups, d[2], d[3]);
  }

  private String shared(String x) {
    int[] d = b.dims(x);
    return b.reshape(x, d[0], d[1], 1, d[2], d[3]);
  }

  private void result(String weights, int groups, int kvHeads) {
    int[] d = b.dims(weights);
    int width = b.dims(v)[3];
    boolean flat = b.dims(node.input(0)).length == 3;
    String y =
        groups == 1
            ? b.op("MatMul", weights, v)
            : b.reshape(
                b.op("MatMul", grouped(weights, kvHeads, groups), shared(v)),
                d[0],
                d[1],
                d[2],
                width);
    if (flat) {
      b.reshapeTo(node.output(0), b.transpose(y, 0, 2, 1, 3));
    } else {
      b.name(node.output(0), y);
    }
  }

  private String witnessMask(String scores, int total) {
    if (!node.hasInput(3) || b.isConstant(node.input(3))) {
      return scores;
    }
    String mask = node.input(3);
    int[] dims = b.dims(mask);
    int missing = total - dims[dims.length - 1];
    if (missing > 0) {
      throw refused("a mask from the input that is shorter than the keys has no circuit");
    }
    if (b.type(mask).dtype() != DataType.BOOL) {
      return b.op("Add", scores, mask);
    }
    Map<String, Attribute> to = Map.of("to", new Attribute.IntValue(b.type(scores).dtype().code()));
    String kept = b.op("Cast", List.of(mask), to);
    // 0 or BELOW, in this order: an offset of all scores would look like a mask of them
    String missed = b.op("Sub", kept, b.scalar(q, 1));
    return b.op("Add", scores, b.op("Mul", missed, b.scalar(q, -BELOW)));
  }

  private int[] maskDims(int queries, int total) {
    if (!node.hasInput(3) || !b.isConstant(node.input(3))) {
      return new int[] {queries, total};
    }
    int[] dims = b.dims(node.input(3)).clone();
    dims[dims.length - 2] = queries;
    dims[dims.length - 1] = total;
    return dims;
  }

  // Constant mask and causality together, 0 or -inf or a bias.
  private double[] constantMask(int queries, int total) {
    int[] dims = maskDims(queries, total);
    double[] out = new double[Arrays.stream(dims).reduce(1, (a, c) -> a * c)];
    boolean causal = node.intAttribute("is_causal", 0) != 0;
    boolean given = node.hasInput(3) && b.isConstant(node.input(3));
    TensorData mask = given ? b.constant(node.input(3)) : null;
    for (int i = 0; i < out.length; i++) {
      int column = i % total;
      int row = i / total % queries;
      if (causal && column - past > row) {
        out[i] = Double.NEGATIVE_INFINITY;
      } else if (mask != null) {
        out[i] = maskAt(mask, i / total / queries, row, column);
      }
    }
    return out;
  }

  private static double maskAt(TensorData mask, int matrix, int row, int column) {
    int rank = mask.shape().rank();
    int columns = mask.shape().dim(rank - 1);
    int rows = mask.shape().dim(rank - 2);
    if (column >= columns) {
      return Double.NEGATIVE_INFINITY;
    }
    double value = mask.doubleAt((matrix * rows + (rows == 1 ? 0 : row)) * columns + column);
    return mask.dtype() == DataType.BOOL ? (value != 0 ? 0 : Double.NEGATIVE_INFINITY) : value;
  }
}
