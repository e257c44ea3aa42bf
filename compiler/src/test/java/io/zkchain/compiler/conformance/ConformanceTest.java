package io.zkchain.compiler.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ONNX's backend node tests: each one in scope is compiled with its own input as calibration,
 * satisfies its circuit and stays within the operator's bound, or is refused by name with a reason
 * that the operator page shows. One passes by folding alone only if {@link Dependence} finds
 * nothing that a prover could choose and an output hangs on. {@link ConformanceList} prints the
 * outcomes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConformanceTest {
  /** Tests that passed when this number was last raised; it never falls. */
  private static final int LEAST_PASSES = 1180;

  /** The expected outputs wrap around where ONNX Runtime and QuantizeLinear saturate. */
  private static final String WRAPS = "test_qlinearmatmul_";

  private final PageOfRefusals refusals = PageOfRefusals.read();
  private NodeTestData data;
  private final Map<Conformance.Status, Integer> tally = new EnumMap<>(Conformance.Status.class);

  @BeforeAll
  void open() {
    data = NodeTestData.open();
  }

  @AfterAll
  void close() throws IOException {
    if (data != null) {
      data.close();
    }
  }

  @TestFactory
  List<DynamicTest> nodeTests() {
    List<DynamicTest> tests = new ArrayList<>();
    for (NodeTest.Name name : NodeTest.names()) {
      tests.add(DynamicTest.dynamicTest(name.operator() + " " + name, () -> run(name)));
    }
    tests.add(DynamicTest.dynamicTest("as many pass as before", this::asManyPassAsBefore));
    return tests;
  }

  private void run(NodeTest.Name name) {
    NodeTest test = data.read(name);
    Conformance.Outcome outcome = Conformance.run(test);
    tally.merge(outcome.status(), 1, Integer::sum);
    Assumptions.assumeFalse(
        outcome.status() == Conformance.Status.FAILS && isExcused(name.test()), outcome.detail());
    assertThat(outcome.status()).as("%s", outcome.detail()).isNotEqualTo(Conformance.Status.FAILS);
    if (outcome.status() == Conformance.Status.REFUSED) {
      assertThat(refusals.explain(outcome.detail()))
          .as("the operator page explains: %s", outcome.detail())
          .isTrue();
    }
    if (outcome.status() == Conformance.Status.FOLDED) {
      assertThat(Dependence.of(test)).isEmpty();
    }
  }

  /** Operators that compute with their input's elements are not taken for constants. */
  @ParameterizedTest
  @ValueSource(strings = {"test_relu", "test_argmax_keepdims_example", "test_reshape_negative_dim"})
  void testsOfAnOperatorOnItsInputMustNotFold(String test) {
    NodeTest.Name name =
        NodeTest.names().stream().filter(n -> n.test().equals(test)).findFirst().orElseThrow();
    assertThat(Dependence.of(data.read(name))).isPresent();
  }

  /** An input that is bound although it could be chosen is found. */
  @Test
  void anInputThatNeedNotBeConstantMustNotBeBound() {
    NodeTest.Name relu =
        NodeTest.names().stream()
            .filter(n -> n.test().equals("test_relu"))
            .findFirst()
            .orElseThrow();
    NodeTest.Name bound = new NodeTest.Name(relu.test(), relu.operator(), Set.of(0));
    NodeTest test = data.read(bound);
    assertThat(Conformance.run(test).status()).isEqualTo(Conformance.Status.FOLDED);
    assertThat(Dependence.of(test))
        .hasValueSatisfying(text -> assertThat(text).contains("input 0"));
  }

  private static boolean isExcused(String test) {
    return test.startsWith(WRAPS) && test.contains("_int8_");
  }

  private void asManyPassAsBefore() {
    int passed =
        tally.getOrDefault(Conformance.Status.PASSES, 0)
            + tally.getOrDefault(Conformance.Status.FOLDED, 0);
    assertThat(passed).as("%s", tally).isGreaterThanOrEqualTo(LEAST_PASSES);
  }
}
