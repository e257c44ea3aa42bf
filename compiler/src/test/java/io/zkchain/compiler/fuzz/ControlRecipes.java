package io.zkchain.compiler.fuzz;

import ai.onnx.proto.OnnxMl.GraphProto;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * If, Loop and Scan. Names inside bodies repeat from body to body, those of values, constants and
 * nodes alike.
 */
final class ControlRecipes {

  private ControlRecipes() {}

  static List<Recipe> all() {
    return List.of(ControlRecipes::branch, ControlRecipes::loop, ControlRecipes::scan);
  }

  /** The nodes of a body, from one value to another, and what they read around it. */
  private static final class Body {
    private final Sketch sketch;
    private final Models models = Models.body();
    private final Set<String> captured = new LinkedHashSet<>();
    private final TensorShape shape;
    private int names;

    Body(Sketch sketch, TensorShape shape) {
      this.sketch = sketch;
      this.shape = shape;
    }

    // Some value of the right shape around it, or a constant of its own.
    private String operand() {
      if (sketch.chance(1, 2)) {
        var outer =
            sketch.pick(y ->
                sketch.type(y) == DataType.FLOAT
                    && (sketch.shape(y).equals(shape)
                        || sketch.shape(y).size() == 1 && sketch.rank(y) <= shape.rank()));
        if (outer.isPresent()) {
          captured.add(outer.get());
          return outer.get();
        }
      }
      if (sketch.chance(1, 3)) {
        String outer = sketch.weights(-1, 1, shape.toArray());
        captured.add(outer);
        return outer;
      }
      String name = "c" + names++;
      models.constant(name, sketch.draw(DataType.FLOAT, -1, 1, shape));
      return name;
    }

    /** One to three nodes from a value on, each named alike in all bodies. */
    String nodes(String from) {
      String value = from;
      int count = 1 + sketch.below(3);
      for (int k = 0; k < count; k++) {
        String next = "t" + names++;
        String op = sketch.any("Add", "Mul", "Sub", "Relu", "Tanh", "Neg", "Max", "Sigmoid");
        boolean two = Set.of("Add", "Mul", "Sub", "Max").contains(op);
        models.node(
            "b" + k,
            "",
            op,
            two ? List.of(value, operand()) : List.of(value),
            List.of(next),
            Map.of());
        value = next;
      }
      return value;
    }
  }

  private static String truth(Sketch s, boolean value) {
    return s.constant(
        TensorData.ofLongs(DataType.BOOL, TensorShape.SCALAR, new long[] {value ? 1 : 0}));
  }

  private static void branch(Sketch s) {
    String x = s.real();
    Set<String> captured = new LinkedHashSet<>();
    captured.add(x);
    List<GraphProto> graphs = new ArrayList<>();
    for (int k = 0; k < 2; k++) {
      Body body = new Body(s, s.shape(x));
      String y = body.nodes(x);
      captured.addAll(body.captured);
      graphs.add(body.models.output(y).graph());
    }
    s.node(
        "If",
        List.of(truth(s, s.chance(1, 2))),
        1,
        Map.of("then_branch", graphs.get(0), "else_branch", graphs.get(1)),
        List.copyOf(captured));
  }

  private static void loop(Sketch s) {
    String x = s.real();
    TensorShape shape = s.shape(x);
    Object[] dims = shape.dims().toArray();
    Body body = new Body(s, shape);
    body.models
        .input("i", DataType.INT64)
        .input("go", DataType.BOOL)
        .input("s", DataType.FLOAT, dims);
    String next = body.nodes("s");
    boolean counts = s.chance(1, 2);
    if (counts) {
      body.models
          .node("Cast", List.of("i"), List.of("f"), Map.of("to", DataType.FLOAT.code()))
          .node("Add", List.of(next, "f"), List.of("counted"));
      next = "counted";
    }
    body.models.node("Identity", List.of("go"), List.of("on"));
    boolean collects = s.chance(1, 2);
    if (collects) {
      body.models.node("Neg", List.of(s.any("s", next)), List.of("shown"));
      body.models.output("on", next, "shown");
    } else {
      body.models.output("on", next);
    }
    s.node(
        "Loop",
        List.of(
            s.scalarOf(DataType.INT64, 1 + s.below(3)), s.chance(1, 2) ? "" : truth(s, true), x),
        collects ? 2 : 1,
        Map.of("body", body.models.graph()),
        List.copyOf(body.captured));
  }

  private static void scan(Sketch s) {
    String x = s.real(2);
    int axis = s.below(s.rank(x));
    List<Integer> dims = new ArrayList<>(s.shape(x).dims());
    dims.remove(axis);
    TensorShape shape = new TensorShape(dims);
    String start = s.weights(-1, 1, shape.toArray());
    Body body = new Body(s, shape);
    body.models
        .input("s", DataType.FLOAT, dims.toArray())
        .input("e", DataType.FLOAT, dims.toArray())
        .node("Add", List.of("s", "e"), List.of("sum"));
    String next = body.nodes("sum");
    body.models.node("Neg", List.of(s.any("e", next)), List.of("shown")).output(next, "shown");
    s.node(
        "Scan",
        List.of(start, x),
        2,
        Map.of(
            "body", body.models.graph(),
            "num_scan_inputs", 1,
            "scan_input_axes", new long[] {axis},
            "scan_input_directions", new long[] {s.below(2)},
            "scan_output_directions", new long[] {s.below(2)}),
        List.copyOf(body.captured));
  }
}
