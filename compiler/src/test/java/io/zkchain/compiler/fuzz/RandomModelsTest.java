package io.zkchain.compiler.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random models follow ONNX Runtime, in circuits that hold and leave no cell free, or are refused.
 * {@code -Dzkchain.fuzz=N} tries N of them and tells how they ended, {@code
 * -Dzkchain.fuzz.from=SEED} begins at another seed.
 */
final class RandomModelsTest {
  private static final int USUAL = 150;
  private static final int MODELS = Integer.getInteger("zkchain.fuzz", USUAL);
  private static final long FROM = Long.getLong("zkchain.fuzz.from", 1);
  private static final int AUDIT_EVERY = 10;

  private final Map<Trial.Kind, Integer> counts = new EnumMap<>(Trial.Kind.class);
  private final Map<String, Integer> reasons = new TreeMap<>();

  @Test
  void randomModelsFollowOnnxRuntimeOrAreRefused() {
    List<String> failures = new ArrayList<>();
    for (long seed = FROM; seed < FROM + MODELS; seed++) {
      RandomModel model = RandomModels.of(seed);
      boolean audits = seed % AUDIT_EVERY == 0;
      Trial.Outcome outcome = Trial.of(model, audits);
      count(outcome);
      if (outcome.kind().bad()) {
        failures.add(failure(seed, model, outcome, audits));
      }
    }
    if (MODELS > USUAL) {
      System.out.println(counts);
      reasons.forEach((reason, count) -> System.out.println(count + " " + reason));
    }
    assertThat(failures).isEmpty();
    // A comparison that says nothing, and models that are refused, are exceptions.
    assertThat(2 * counts.getOrDefault(Trial.Kind.FOLLOWS, 0)).isGreaterThanOrEqualTo(MODELS);
  }

  private void count(Trial.Outcome outcome) {
    counts.merge(outcome.kind(), 1, Integer::sum);
    if (outcome.kind() == Trial.Kind.REFUSED || outcome.kind() == Trial.Kind.REJECTED) {
      reasons.merge(outcome.kind() + " " + outcome.detail(), 1, Integer::sum);
    }
  }

  private static String failure(
      long seed, RandomModel model, Trial.Outcome outcome, boolean audits) {
    RandomModel small =
        new Shrinker(other -> Trial.of(other, audits).kind() == outcome.kind()).shrink(model);
    return "seed %d: %s%nsmaller: %s%n%s%n"
        .formatted(seed, outcome, Trial.of(small, audits), small);
  }
}
