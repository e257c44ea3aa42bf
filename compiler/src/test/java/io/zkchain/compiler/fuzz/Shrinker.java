package io.zkchain.compiler.fuzz;

import io.zkchain.compiler.error.ReferenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Makes a model that fails smaller, as long as it fails. */
final class Shrinker {
  private final Predicate<RandomModel> fails;

  Shrinker(Predicate<RandomModel> fails) {
    this.fails = fails;
  }

  RandomModel shrink(RandomModel model) {
    RandomModel best = model;
    boolean changed = true;
    while (changed) {
      changed = false;
      for (RandomModel smaller : candidates(best)) {
        if (fails.test(smaller)) {
          best = smaller;
          changed = true;
          break;
        }
      }
    }
    return best;
  }

  private static List<RandomModel> candidates(RandomModel model) {
    List<RandomModel> out = new ArrayList<>();
    if (!model.bits().isEmpty()) {
      out.add(model.with(model.options(), Map.of()));
    }
    for (Step step : model.steps()) {
      for (String name : step.outputs()) {
        if (!model.outputs().equals(List.of(name))) {
          out.add(model.withOutputs(List.of(name)));
        }
      }
    }
    if (model.outputs().size() > 1) {
      for (String left : model.outputs()) {
        List<String> others = new ArrayList<>(model.outputs());
        others.remove(left);
        out.add(model.withOutputs(others));
      }
    }
    out.addAll(withoutNodes(model));
    RandomModel used = model.withoutIdleInputs();
    if (used.inputs().size() < model.inputs().size()) {
      out.add(used);
    }
    // Fewer nodes, or as many with fewer inputs and outputs.
    out.removeIf(other -> size(other) >= size(model));
    return out;
  }

  private static int size(RandomModel model) {
    return 100 * model.steps().size()
        + 10 * model.outputs().size()
        + model.inputs().size()
        + model.bits().size();
  }

  // A node's results as inputs of the model.
  private static List<RandomModel> withoutNodes(RandomModel model) {
    List<RandomModel> out = new ArrayList<>();
    try (NoiseOracle oracle = new NoiseOracle(model, 0)) {
      for (Step step : model.steps()) {
        if (model.outputs().stream().noneMatch(step.outputs()::contains)) {
          out.add(model.withInputs(step, oracle.values()));
        }
      }
    } catch (ReferenceException e) {
      return List.of();
    }
    return out;
  }
}
