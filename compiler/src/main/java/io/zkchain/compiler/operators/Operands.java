package io.zkchain.compiler.operators;

import io.zkchain.compiler.quantize.Scale;

/** Inputs of operators that treat all of them alike. */
final class Operands {

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
}
