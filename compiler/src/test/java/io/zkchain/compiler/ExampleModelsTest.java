package io.zkchain.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.compiler.error.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Foreign models: each compiles to a satisfied circuit whose outputs are ONNX Runtime's, or is
 * refused by name. The property {@code zkchain.models=all} adds the large ones.
 */
final class ExampleModelsTest {
  /** Small models that compiled when this number was last raised; it never falls. */
  private static final int COMPILED_AT_LEAST = 41;

  @TestFactory
  List<DynamicTest> examples() {
    AtomicInteger compiled = new AtomicInteger();
    List<DynamicTest> tests = new ArrayList<>();
    for (ExampleModel model : ExampleModel.all()) {
      if (model.isSmall() || "all".equals(System.getProperty("zkchain.models"))) {
        tests.add(DynamicTest.dynamicTest(model.toString(), () -> follow(model, compiled)));
      }
    }
    tests.add(
        DynamicTest.dynamicTest(
            "as many compile as before",
            () -> assertThat(compiled.get()).isGreaterThanOrEqualTo(COMPILED_AT_LEAST)));
    return tests;
  }

  private static void follow(ExampleModel model, AtomicInteger compiled) {
    try {
      assertThat(model.follow()).isLessThanOrEqualTo(1);
      compiled.incrementAndGet();
    } catch (ModelException e) {
      assertThat(e).hasMessageContaining(" node");
    }
  }
}
