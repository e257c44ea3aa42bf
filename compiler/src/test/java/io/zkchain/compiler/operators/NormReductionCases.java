package io.zkchain.compiler.operators;

import static io.zkchain.compiler.operators.OperatorCase.of;

import io.zkchain.compiler.graph.DataType;
import java.util.ArrayList;
import java.util.List;

/** Norms, logarithms and products along axes. */
final class NormReductionCases {

  private NormReductionCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> c = new ArrayList<>();
    for (String operator : List.of("ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSumExp")) {
      c.add(of(operator, "axes", 18).in(2, 3, 4).int64s(1).units(1).tolerance(5e-3));
      c.add(
          of(operator, "attribute, two axes", 17)
              .in(2, 3, 4)
              .with("axes", new long[] {0, -1})
              .with("keepdims", 0)
              .units(1)
              .tolerance(5e-3));
    }
    c.add(of("ReduceL2", "all", 18).in(3, 2).units(1).tolerance(5e-3));
    c.add(
        of("ReduceLogSum", "", 18)
            .in(DataType.FLOAT, 0.1, 3, 2, 5)
            .int64s(1)
            .units(1)
            .tolerance(1e-3));
    c.add(
        of("ReduceProd", "", 18)
            .in(DataType.FLOAT, 0.5, 2, 2, 3)
            .int64s(1)
            .units(1)
            .tolerance(1e-2));
    c.add(of("ReduceProd", "integers", 18).in(DataType.INT64, -9, 9, 2, 3).int64s(1));
    c.add(of("ReduceSumSquare", "integers", 18).in(DataType.INT32, -9, 9, 2, 3).int64s(1));
    return c;
  }
}
