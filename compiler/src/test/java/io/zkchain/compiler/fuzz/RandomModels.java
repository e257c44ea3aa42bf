package io.zkchain.compiler.fuzz;

import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.Overflow;
import io.zkchain.compiler.graph.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random models, one for each seed. */
final class RandomModels {
  private static final int ATTEMPTS = 60;

  private static final List<List<Recipe>> FAMILIES =
      List.of(
          ElementwiseRecipes.all(),
          LayoutRecipes.all(),
          ReductionRecipes.all(),
          ProductRecipes.all(),
          QuantisedRecipes.all(),
          ControlRecipes.all(),
          List.of(new CaseRecipe()));

  private RandomModels() {}

  static RandomModel of(long seed) {
    Random random = new Random(seed);
    Sketch sketch =
        new Sketch(random, List.of(11, 13, 13, 17, 17, 18, 18, 21, 23).get(random.nextInt(9)));
    inputs(sketch);
    List<List<Recipe>> families = families(sketch);
    int nodes = 3 + sketch.below(10);
    for (int k = 0; k < ATTEMPTS && sketch.steps().size() < nodes; k++) {
      List<Recipe> family = families.get(sketch.below(families.size()));
      try {
        family.get(sketch.below(family.size())).add(sketch);
      } catch (Sketch.NotTaken e) {
        continue;
      }
    }
    return new RandomModel(
            sketch.opset,
            sketch.inputs(),
            sketch.constants(),
            sketch.steps(),
            outputs(sketch),
            options(sketch),
            bits(sketch))
        .trimmed();
  }

  private static void inputs(Sketch s) {
    int count = 1 + s.below(3);
    for (int k = 0; k < count; k++) {
      double most = s.any(1.0, 2.0, 2.0, 5.0, 50.0, 0.1);
      s.input(
          DataType.FLOAT, s.any(-most, 0.0, -most / 2), most, s.randomDims(s.any(1, 2, 2, 3, 4)));
    }
  }

  // Some of the families, so that what belongs together meets more often; some more than once.
  private static List<List<Recipe>> families(Sketch s) {
    List<List<Recipe>> chosen = new ArrayList<>();
    int count = 2 + s.below(4);
    for (int k = 0; k < count; k++) {
      chosen.add(FAMILIES.get(s.below(FAMILIES.size())));
    }
    return chosen;
  }

  private static List<String> outputs(Sketch s) {
    List<String> computed = s.computed();
    Set<String> outputs = new LinkedHashSet<>();
    if (computed.isEmpty() || s.chance(1, 20)) {
      outputs.add(s.variables().getFirst());
    }
    if (!computed.isEmpty()) {
      outputs.add(computed.getLast());
      int more = s.below(3);
      for (int k = 0; k < more; k++) {
        outputs.add(computed.get(s.below(computed.size())));
      }
    }
    if (s.chance(1, 20) && !s.constants().isEmpty()) {
      outputs.add(s.constants().keySet().iterator().next());
    }
    List<String> order = new ArrayList<>(outputs);
    Collections.shuffle(order, s.random);
    return order;
  }

  private static CompileOptions options(Sketch s) {
    CompileOptions options = CompileOptions.defaults().withName("fuzz");
    options = s.chance(4, 5) ? options.withLogRows(14) : options;
    return s.chance(1, 8) ? options.withOverflow(Overflow.REJECT) : options;
  }

  private static Map<Integer, Integer> bits(Sketch s) {
    return s.chance(5, 6) ? Map.of() : Map.of(s.below(4), 7 + s.below(4));
  }
}
