package io.zkchain.compiler.operators;

import static io.zkchain.compiler.operators.OperatorCase.of;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cases of LSTM, GRU and RNN: inputs [4 steps, 2 rows, 3 features], 2 units. */
final class RecurrentCases {
  private static final int STEPS = 4;
  private static final double TOLERANCE = STEPS * 0x1p-9;

  /** Witness weights are rounded as well, and are twice as large. */
  private static final double WRITTEN_OUT = STEPS * 0x1p-7;

  private RecurrentCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> c = new ArrayList<>();
    c.add(recurrent("LSTM", "forward, all outputs", 4, 1).outputs(3));
    c.add(recurrent("LSTM", "bidirectional", 4, 2).with("direction", "bidirectional").outputs(2));
    c.add(
        recurrent("LSTM", "reverse, constant states, peepholes, clip", 4, 1)
            .absent()
            .constant(states(0.5f, -0.25f, 1.5f, 0.125f))
            .constant(states(1, -2, 0.5f, 0.25f))
            .weights(1, 6)
            .with("direction", "reverse")
            .with("clip", 1.5f)
            .outputs(3));
    c.add(
        recurrent("LSTM", "initial states from the input", 4, 1)
            .absent()
            .in(1, 2, 2)
            .in(1, 2, 2)
            .outputs(3));
    c.add(recurrent("GRU", "forward", 3, 1).outputs(2));
    c.add(
        recurrent("GRU", "linear before reset, bidirectional", 3, 2)
            .with("direction", "bidirectional")
            .with("linear_before_reset", 1)
            .outputs(2));
    c.add(
        recurrent("GRU", "hard sigmoid, initial state from the input", 3, 1)
            .absent()
            .in(1, 2, 2)
            .with("activations", new String[] {"HardSigmoid", "Softsign"})
            .outputs(2));
    c.add(recurrent("RNN", "forward", 1, 1).outputs(2));
    c.add(
        recurrent("RNN", "relu, reverse, constant state", 1, 1)
            .absent()
            .constant(states(0.5f, -0.25f, 1.5f, 0.125f))
            .with("direction", "reverse")
            .with("activations", new String[] {"Relu"})
            .outputs(2));
    c.add(recurrent("RNN", "initial state from the input", 1, 1).absent().in(1, 2, 2).outputs(2));
    writtenOut(c);
    wideActivations(c);
    return c;
  }

  // Step by step, by other operators.
  private static void writtenOut(List<OperatorCase> c) {
    c.add(open("LSTM", "weights from the input", 4).outputs(3));
    c.add(open("GRU", "weights from the input", 3).outputs(2));
    c.add(open("RNN", "weights from the input", 1).outputs(2));
    c.add(recurrent("LSTM", "coupled gates", 4, 1).with("input_forget", 1).outputs(3));
    c.add(
        recurrent("LSTM", "sequence lengths, bidirectional, peepholes", 4, 2)
            .constant(lengths())
            .constant(TensorData.ofFloats(TensorShape.of(2, 2, 2), new float[8]))
            .constant(TensorData.ofFloats(TensorShape.of(2, 2, 2), new float[8]))
            .weights(2, 6)
            .with("direction", "bidirectional")
            .outputs(3));
    c.add(
        recurrent("GRU", "sequence lengths, reverse, linear before reset", 3, 1)
            .constant(lengths())
            .in(1, 2, 2)
            .with("direction", "reverse")
            .with("linear_before_reset", 1)
            .outputs(2));
    c.add(
        recurrent("GRU", "sequence lengths from the input, reverse", 3, 1)
            .in(DataType.INT32, 1, 4, 2)
            .with("direction", "reverse")
            .outputs(2));
    c.add(
        recurrent("GRU", "an activation without a bound, clip", 3, 1)
            .with("activations", new String[] {"Sigmoid", "LeakyRelu"})
            .with("activation_alpha", new float[] {0.25f})
            .with("clip", 1.5f)
            .outputs(2));
  }

  // Values beyond -1..1, and gates below 0.
  private static void wideActivations(List<OperatorCase> c) {
    for (String operator : List.of("LSTM", "GRU")) {
      int gates = operator.equals("LSTM") ? 4 : 3;
      String[] scaled = {"Sigmoid", "ScaledTanh", "Tanh"};
      c.add(
          recurrent(operator, "a candidate beyond 1", gates, 1)
              .with("activations", Arrays.copyOf(scaled, gates - 1))
              .with("activation_alpha", new float[] {2})
              .with("activation_beta", new float[] {0.5f})
              .outputs(gates - 1));
    }
    c.add(
        recurrent("GRU", "signed gates", 3, 1)
            .with("activations", new String[] {"Softsign", "Tanh"})
            .outputs(2));
    for (String operator : List.of("LSTM", "GRU", "RNN")) {
      int gates = operator.equals("LSTM") ? 4 : operator.equals("GRU") ? 3 : 1;
      c.add(
          recurrent(operator, "a row without steps", gates, 1)
              .constant(lengths(0, 2))
              .constant(states(0.5f, -0.25f, 1.5f, 0.125f))
              .outputs(operator.equals("LSTM") ? 3 : 2));
    }
    c.add(
        recurrent("GRU", "rows from no step on, from the input", 3, 2)
            .in(DataType.INT32, 0, 2, 2)
            .with("direction", "bidirectional")
            .outputs(2));
  }

  private static TensorData lengths() {
    return lengths(4, 2);
  }

  private static TensorData lengths(long... values) {
    return TensorData.ofLongs(DataType.INT32, TensorShape.of(values.length), values);
  }

  private static OperatorCase open(String operator, String title, int gates) {
    return of(operator, title, 14)
        .in(STEPS, 2, 3)
        .in(1, gates * 2, 3)
        .in(1, gates * 2, 2)
        .in(1, gates * 4)
        .with("hidden_size", 2)
        .tolerance(WRITTEN_OUT)
        .units(2);
  }

  private static OperatorCase recurrent(String operator, String title, int gates, int directions) {
    return of(operator, title, 14)
        .in(STEPS, 2, 3)
        .weights(directions, gates * 2, 3)
        .weights(directions, gates * 2, 2)
        .weights(directions, gates * 4)
        .with("hidden_size", 2)
        .tolerance(TOLERANCE)
        .units(2);
  }

  private static TensorData states(float... values) {
    return TensorData.ofFloats(TensorShape.of(1, 2, 2), values);
  }
}
