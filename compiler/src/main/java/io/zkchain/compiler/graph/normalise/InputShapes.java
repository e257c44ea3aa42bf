package io.zkchain.compiler.graph.normalise;

import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.graph.UntypedGraph.Dimension;
import io.zkchain.compiler.graph.UntypedGraph.Input;
import io.zkchain.compiler.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Fixes the dimensions of the inputs. A dimension without a value is an error that names it, with
 * one exception: if nothing but first axes is open, these are batch axes and are taken as 1.
 */
final class InputShapes {

  private final Map<String, Integer> given;
  private final List<String> notices;
  private final Set<String> used = new TreeSet<>();
  private final Set<String> openBatch = new TreeSet<>();
  private final Set<String> openInner = new TreeSet<>();

  private InputShapes(Map<String, Integer> given, List<String> notices) {
    this.given = given;
    this.notices = notices;
  }

  /**
   * The inputs with static types.
   *
   * @param notices receives a line for each batch axis that is assumed to be 1
   */
  static List<Value> resolve(List<Input> inputs, Map<String, Integer> given, List<String> notices) {
    InputShapes shapes = new InputShapes(given, notices);
    inputs.forEach(shapes::collect);
    shapes.check();
    return inputs.stream().map(shapes::value).toList();
  }

  private void collect(Input input) {
    List<Dimension> dims =
        input
            .dims()
            .orElseThrow(() ->
                new UnsupportedModelException(
                    "input '%s' has no shape in the model: export it with a fixed shape"
                        .formatted(input.name())));
    for (int axis = 0; axis < dims.size(); axis++) {
      String key = key(input, dims.get(axis), axis);
      if (key.isEmpty()) {
        continue;
      }
      if (given.containsKey(key)) {
        used.add(key);
      } else {
        (axis == 0 ? openBatch : openInner).add(key);
      }
    }
  }

  /** The name under which a dimension is given; empty if it is fixed. */
  private static String key(Input input, Dimension dimension, int axis) {
    return switch (dimension) {
      case Dimension.Fixed fixed -> "";
      case Dimension.Named(String name) -> name;
      case Dimension.Unnamed() -> input.name() + "[" + axis + "]";
    };
  }

  private void check() {
    for (String name : given.keySet()) {
      if (!used.contains(name)) {
        throw new InvalidModelException(
            "the model has no dynamic dimension '%s' (it has %s)".formatted(name, known()));
      }
      if (given.get(name) < 1) {
        throw new InvalidModelException(
            "dimension '%s' must be positive, not %d".formatted(name, given.get(name)));
      }
    }
    if (!openInner.isEmpty()) {
      Set<String> open = new TreeSet<>(openInner);
      open.addAll(openBatch);
      throw new UnsupportedModelException(
          "dynamic dimensions without a value: %s; give each one as name=value"
              .formatted(String.join(", ", open)));
    }
    openBatch.forEach(name -> notices.add("batch dimension '" + name + "' is open and taken as 1"));
  }

  private String known() {
    Set<String> all = new TreeSet<>(used);
    all.addAll(openBatch);
    all.addAll(openInner);
    return all.isEmpty() ? "none" : String.join(", ", all);
  }

  private Value value(Input input) {
    List<Integer> lengths = new ArrayList<>();
    List<Dimension> dims = input.dims().orElseThrow();
    for (int axis = 0; axis < dims.size(); axis++) {
      lengths.add(
          dims.get(axis) instanceof Dimension.Fixed(int length)
              ? length
              : given.getOrDefault(key(input, dims.get(axis), axis), 1));
    }
    try {
      TensorShape shape = new TensorShape(lengths);
      if (shape.size() == 0) {
        throw new UnsupportedModelException(
            "input '%s' of shape %s has no elements".formatted(input.name(), shape));
      }
      return new Value(input.name(), new TensorType(input.dtype(), shape));
    } catch (IllegalArgumentException e) {
      throw new UnsupportedModelException(
          "input '%s' has %s".formatted(input.name(), e.getMessage()), e);
    }
  }
}
