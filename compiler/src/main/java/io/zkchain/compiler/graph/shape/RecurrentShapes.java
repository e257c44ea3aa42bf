package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.List;

/** LSTM, GRU and RNN. */
final class RecurrentShapes {

  private RecurrentShapes() {}

  static void register(ShapeRules.Builder rules) {
    rules.add("LSTM", 3, 8, (node, in) -> recurrent(node, in, 4, true));
    rules.add("GRU", 3, 6, (node, in) -> recurrent(node, in, 3, false));
    rules.add("RNN", 3, 6, (node, in) -> recurrent(node, in, 1, false));
  }

  /**
   * X [seq, batch, in], W [directions, gates * hidden, in], R [directions, gates * hidden, hidden].
   */
  private static List<TensorType> recurrent(Node node, NodeInputs in, int gates, boolean cell) {
    TensorShape x = in.shape(0);
    TensorShape w = in.shape(1);
    TensorShape r = in.shape(2);
    if (x.rank() != 3 || w.rank() != 3 || r.rank() != 3) {
      throw node.invalid("needs X, W and R of rank 3, not %s, %s, %s".formatted(x, w, r));
    }
    boolean batchFirst = node.intAttribute("layout", 0) != 0;
    int directions = node.stringAttribute("direction", "forward").equals("bidirectional") ? 2 : 1;
    int hidden = r.dim(2);
    if (!w.equals(TensorShape.of(new long[] {directions, (long) gates * hidden, x.dim(2)}))
        || !r.equals(TensorShape.of(new long[] {directions, (long) gates * hidden, hidden}))) {
      throw node.invalid("W %s and R %s do not fit X %s".formatted(w, r, x));
    }
    int steps = x.dim(batchFirst ? 1 : 0);
    int batch = x.dim(batchFirst ? 0 : 1);
    TensorType all =
        in.type(0)
            .withShape(
                batchFirst
                    ? TensorShape.of(batch, steps, directions, hidden)
                    : TensorShape.of(steps, directions, batch, hidden));
    TensorType last =
        in.type(0)
            .withShape(
                batchFirst
                    ? TensorShape.of(batch, directions, hidden)
                    : TensorShape.of(directions, batch, hidden));
    return cell ? List.of(all, last, last) : List.of(all, last);
  }
}
