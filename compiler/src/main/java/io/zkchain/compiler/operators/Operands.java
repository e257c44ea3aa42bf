package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Scale;

/** Inputs of operators that treat all of them alike. */
final class Operands {
  // A table of values has at least a quarter as many units as the widest.
  private static final double COARSE = 8;
  private static final double FINER = 16;

  private Operands() {}

  /** The largest scale of which those of all witness inputs are multiples. */
  static Scale witnessScale(OperatorContext c) {
    Scale unit = null;
    for (int k = 0; k < c.node().inputs().size(); k++) {
      if (c.node().hasInput(k) && !c.isConstant(k)) {
        Scale own = c.tensor(k).scale();
        unit = unit == null ? own : unit.common(own);
      }
    }
    if (unit == null) {
      throw c.unsupported("all inputs are constant");
    }
    return unit;
  }

  /**
   * A witness input, or a constant one rounded to a scale, or to a finer one where that is coarse.
   */
  static QTensor tensor(OperatorContext c, int input, Scale scale) {
    return c.isConstant(input)
        ? c.fixed(input, fineEnough(c, c.constant(input), scale))
        : c.tensor(input);
  }

  /**
   * A scale for constants beside values from the input: the wanted one, or a finer one where the
   * wanted one is coarse beside all of them, as that of flags and whole numbers is: it would make
   * another number of the constant.
   */
  static Scale fineEnough(OperatorContext c, TensorData data, Scale wanted) {
    double largest = Weights.magnitude(data.toDoubles());
    for (int k = 0; k < c.node().inputs().size(); k++) {
      if (c.node().hasInput(k) && !c.isConstant(k) && c.inputs().type(k).dtype().isFloat()) {
        largest = Math.max(largest, seen(c, k));
      }
    }
    double step = largest * COARSE / c.lowering().domain().hi();
    if (!data.dtype().isFloat()
        || step == 0
        || !(largest < Double.POSITIVE_INFINITY)
        || wanted.toDouble() <= step
        || areMultiples(data, wanted)) {
      return wanted;
    }
    Scale scale = wanted;
    while (scale.toDouble() > step / FINER) {
      scale = scale.shifted(-1);
    }
    return scale;
  }

  private static double seen(OperatorContext c, int input) {
    return c.lowering()
        .scales()
        .seen(c.node().input(input))
        .orElseGet(() -> c.lowering().scales().seen(c.tensor(input)))
        .magnitude();
  }

  /** Whether all elements are multiples of a scale. */
  static boolean areMultiples(TensorData data, Scale scale) {
    double step = scale.toDouble();
    for (int i = 0; i < data.size(); i++) {
      double units = data.doubleAt(i) / step;
      if (units != Math.rint(units)) {
        return false;
      }
    }
    return true;
  }
}
