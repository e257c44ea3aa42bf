package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import java.util.List;
import java.util.Map;

/** RECUR at small widths: one unit, two steps. */
final class RecurrentCases {
  private static final float[] WEIGHTS = {0.37f, -0.83f, 0.59f, 0.91f, -0.53f};

  private static final String INSIDE =
      "the weights bound a gate, and a state is a mean or product of bounded numbers";
  private static final String FIXED =
      "remainder and relation fix the cell, and no sum leaves the table";
  private static final String ZERO = "2 h = 0 says the same as h = 0";
  private static final String EVEN = "the value is doubled, so the remainder is even";
  private static final String COPY = "a copy equals its value, whatever its table";

  private RecurrentCases() {}

  static List<GadgetCase> all() {
    return List.of(
        inside(recur("RNN", 1), "h"),
        inside(recur("GRU", 3), "h", "zr.q", "reset.q", "n.q")
            .idle("coefficient 0 + 1 of n_y.h.initial", ZERO)
            .idle("widen below n_y.reset.rem0", EVEN)
            .idle("widen below n_y.next.rem0", EVEN),
        inside(recur("LSTM", 4), "h", "c", "g.q", "iof.q")
            .idle("coefficient 0 + 1 of n_y.h.initial", ZERO)
            .idle("coefficient 0 + 1 of n_y.c.initial", ZERO)
            .idle("free n_y.h", FIXED)
            .idle("free n_y.g.q", FIXED)
            .idle("free n_y.iof.q", FIXED)
            .idle("widen below n_y.cell.next.rem0", EVEN)
            .idle("widen below n_y.next.rem0", EVEN)
            .idle("widen below n_y.iof1.copy", COPY)
            .idle("widen above n_y.iof1.copy", COPY)
            .idle("free n_y.iof1.copy", COPY)
            .idle("widen below n_y.squashed.copy", COPY)
            .idle("widen above n_y.squashed.copy", COPY)
            .idle("free n_y.squashed.copy", COPY));
  }

  private static GadgetCase inside(GadgetCase gadget, String... cells) {
    for (String cell : cells) {
      gadget.idle("widen below n_y." + cell, INSIDE).idle("widen above n_y." + cell, INSIDE);
    }
    return gadget;
  }

  private static GadgetCase recur(String operator, int gates) {
    return GadgetCase.of("model: " + operator, 4, 2)
        .model(
            Models.opset(17)
                .input("x", DataType.FLOAT, 2, 1, 1)
                .constant("w", weights(gates, 0, TensorShape.of(1, gates, 1)))
                .constant("r", weights(gates, 2, TensorShape.of(1, gates, 1)))
                .constant("b", weights(2 * gates, 1, TensorShape.of(1, 2 * gates)))
                .node(
                    operator, List.of("x", "w", "r", "b"), List.of("y"), Map.of("hidden_size", 1L))
                .output("y")
                .bytes())
        .calibrated("x", -1, 1)
        .calibrated("y", -1, 1);
  }

  private static TensorData weights(int count, int from, TensorShape shape) {
    float[] values = new float[count];
    for (int k = 0; k < count; k++) {
      values[k] = WEIGHTS[(k + from) % WEIGHTS.length];
    }
    return TensorData.ofFloats(shape, values);
  }
}
