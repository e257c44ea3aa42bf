package io.zkchain.compiler.gadgets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GadgetUniquenessTest {

  static List<GadgetCase> gadgets() {
    return GadgetCases.all();
  }

  @ParameterizedTest
  @MethodSource("gadgets")
  void everyInputHasExactlyOneAssignment(GadgetCase gadget) {
    GadgetUniqueness kit = new GadgetUniqueness(gadget);
    assertThat(kit.misread()).isEmpty();
    assertThat(kit.counterexample()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("gadgets")
  void everyMutationIsNoticed(GadgetCase gadget) {
    GadgetUniqueness kit = new GadgetUniqueness(gadget);
    List<String> unnoticed = new ArrayList<>();
    List<String> unused = new ArrayList<>(gadget.idle().keySet());
    for (Mutation mutation : kit.mutations()) {
      if (kit.counterexample(mutation).isEmpty()) {
        boolean known = gadget.idle().keySet().stream().anyMatch(mutation.name()::startsWith);
        if (!known) {
          unnoticed.add(mutation.name());
        }
        unused.removeIf(mutation.name()::startsWith);
      }
    }
    assertThat(unnoticed).isEmpty();
    assertThat(unused).as("mutations that are listed as idle, but noticed").isEmpty();
  }
}
