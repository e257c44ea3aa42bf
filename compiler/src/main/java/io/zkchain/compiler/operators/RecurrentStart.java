package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;

/**
 * The initial states of one direction of a recurrent node.
 *
 * @param batchFirst whether the states are [batch, directions, hidden]
 */
record RecurrentStart(
    OperatorContext c, int direction, int directions, int batch, int hidden, boolean batchFirst) {

  /** The largest absolute value of an input, 0 where it is absent. */
  double magnitude(int input) {
    if (!c.node().hasInput(input)) {
      return 0;
    }
    if (c.isConstant(input)) {
      return Weights.magnitude(constant(input));
    }
    return c.lowering().scales().seen(c.tensor(input)).magnitude();
  }

  /** The largest absolute value that calibration saw of an output, 0 where it saw none. */
  double seen(int output) {
    return c.node().hasOutput(output)
        ? c.lowering().scales().seen(c.node().output(output)).map(RealRange::magnitude).orElse(0.0)
        : 0;
  }

  /** The initial state at a scale; zeros where it is absent. */
  RecurrentPass.Initial initial(int input, Scale scale) {
    if (!c.node().hasInput(input)) {
      return RecurrentPass.Initial.of(new double[batch * hidden], scale);
    }
    return c.isConstant(input)
        ? RecurrentPass.Initial.of(constant(input), scale)
        : RecurrentPass.Initial.of(witness(input), scale);
  }

  boolean isWitness(int input) {
    return c.node().hasInput(input) && !c.isConstant(input);
  }

  /** The elements of this direction, [batch, hidden]. */
  double[] constant(int input) {
    TensorData data = c.constant(input);
    double[] out = new double[batch * hidden];
    for (int b = 0; b < batch; b++) {
      for (int j = 0; j < hidden; j++) {
        int row = batchFirst ? b * directions + direction : direction * batch + b;
        out[b * hidden + j] = data.doubleAt(row * hidden + j);
      }
    }
    return out;
  }

  QTensor witness(int input) {
    Lowering l = c.lowering();
    AxisExpression own = AxisExpression.constant(direction);
    AxisExpression rows = AxisExpression.axis(0, batch);
    AxisExpression columns = AxisExpression.axis(1, hidden);
    List<AxisExpression> from =
        batchFirst ? List.of(rows, own, columns) : List.of(own, rows, columns);
    String name = c.node().name() + ".initial" + input + "." + direction;
    return Arithmetic.view(
        l, name, Commit.cells(l, c.tensor(input)), from, new int[] {batch, hidden});
  }
}
