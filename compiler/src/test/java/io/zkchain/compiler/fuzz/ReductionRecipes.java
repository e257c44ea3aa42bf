package io.zkchain.compiler.fuzz;

import io.zkchain.compiler.graph.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Operators along axes: reductions, softmax, norms, ranks, running sums. */
final class ReductionRecipes {
  private static final int AXES_AS_INPUT = 18;
  private static final int SUM_AXES_AS_INPUT = 13;

  private ReductionRecipes() {}

  static List<Recipe> all() {
    return List.of(
        ReductionRecipes::reduce,
        ReductionRecipes::reduce,
        ReductionRecipes::reduce,
        ReductionRecipes::softmax,
        ReductionRecipes::normalise,
        ReductionRecipes::rank,
        ReductionRecipes::runningSum);
  }

  private static void reduce(Sketch s) {
    String op =
        s.any(
            "ReduceSum",
            "ReduceSum",
            "ReduceMean",
            "ReduceMean",
            "ReduceMax",
            "ReduceMin",
            "ReduceL1",
            "ReduceL2",
            "ReduceSumSquare",
            "ReduceProd",
            "ReduceLogSum",
            "ReduceLogSumExp");
    String x =
        switch (op) {
          case "ReduceLogSum" -> s.fit(s.real(1), 0.2, 9);
          case "ReduceProd" -> s.fit(s.real(1), -2, 2);
          case "ReduceSum", "ReduceMax", "ReduceMin" ->
              s.chance(1, 4)
                  ? s.pick(y -> s.type(y).isInteger() && s.rank(y) > 0).orElseGet(() -> s.real(1))
                  : s.real(1);
          default -> s.real(1);
        };
    Map<String, Object> attributes = new HashMap<>();
    if (s.chance(1, 2)) {
      attributes.put("keepdims", s.below(2));
    }
    int rank = s.rank(x);
    if (s.chance(1, 4)) {
      s.one(op, List.of(x), attributes);
      return;
    }
    long[] axes = {LayoutRecipes.axis(s, rank)};
    if (rank > 1 && s.chance(1, 4)) {
      axes = new long[] {0, -1};
    }
    if (s.opset >= (op.equals("ReduceSum") ? SUM_AXES_AS_INPUT : AXES_AS_INPUT)) {
      s.one(op, List.of(x, s.ints(axes)), attributes);
    } else {
      attributes.put("axes", axes);
      s.one(op, List.of(x), attributes);
    }
  }

  private static void softmax(Sketch s) {
    String x = s.fit(s.real(1), -10, 10);
    s.one(
        s.any("Softmax", "Softmax", "LogSoftmax", "Hardmax"),
        List.of(x),
        s.chance(1, 3) ? Map.of() : Map.of("axis", LayoutRecipes.axis(s, s.rank(x))));
  }

  private static void normalise(Sketch s) {
    switch (s.below(4)) {
      case 0 -> {
        String x = s.real(1);
        int last = s.shape(x).dim(s.rank(x) - 1);
        String scale = s.weights(0.5, 1.5, last);
        s.one(
            "LayerNormalization",
            s.chance(1, 2) ? List.of(x, scale) : List.of(x, scale, s.weights(-1, 1, last)),
            Map.of("axis", -1, "epsilon", s.any(1e-5f, 1e-2f)));
      }
      case 1 -> {
        String x = s.real(3);
        int channels = s.shape(x).dim(1);
        s.one(
            "InstanceNormalization",
            List.of(x, s.weights(0.5, 1.5, channels), s.weights(-1, 1, channels)),
            Map.of("epsilon", 1e-2f));
      }
      case 2 -> {
        String x = s.real(2);
        int channels = s.shape(x).dim(1);
        s.one(
            "BatchNormalization",
            List.of(
                x,
                s.weights(0.5, 1.5, channels),
                s.weights(-1, 1, channels),
                s.weights(-1, 1, channels),
                s.weights(0.3, 2, channels)));
      }
      default -> {
        String x = s.real(1);
        s.one(
            "LpNormalization",
            List.of(x),
            Map.of("axis", LayoutRecipes.axis(s, s.rank(x)), "p", 1 + s.below(2)));
      }
    }
  }

  private static void rank(Sketch s) {
    String x = s.real(1);
    int axis = LayoutRecipes.axis(s, s.rank(x));
    if (s.chance(1, 2)) {
      s.one(s.any("ArgMax", "ArgMin"), List.of(x), Map.of("axis", axis, "keepdims", s.below(2)));
      return;
    }
    int length = s.shape(x).dim(axis < 0 ? axis + s.rank(x) : axis);
    s.node(
        "TopK",
        List.of(x, s.ints(1 + s.below(length))),
        2,
        Map.of("axis", axis, "largest", s.below(2)));
  }

  private static void runningSum(Sketch s) {
    String x = s.real(1);
    s.one(
        "CumSum",
        List.of(x, s.scalar(DataType.INT64, LayoutRecipes.axis(s, s.rank(x)))),
        Map.of("exclusive", s.below(2), "reverse", s.below(2)));
  }
}
