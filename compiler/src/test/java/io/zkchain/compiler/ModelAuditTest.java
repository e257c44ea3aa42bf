package io.zkchain.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Witness;
import io.zkchain.circuit.audit.AuditReport;
import io.zkchain.circuit.audit.Auditor;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.testing.TrainedModel;
import io.zkchain.compiler.testing.WeakCircuits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The audit of whole models. {@code -Dzkchain.audit.rows} changes more rows, {@code
 * -Dzkchain.models=all} audits all models and examples.
 */
final class ModelAuditTest {
  private static final int ROWS = Integer.getInteger("zkchain.audit.rows", 300);
  private static final int EXAMPLES = 16;

  /**
   * Relations without which more than a pair of cells must change together, by a part of their
   * name. The audit cannot show that; the enumeration of the gadget (GadgetUniquenessTest) does.
   */
  private static final Map<String, String> ENUMERATED =
      Map.of(
          ".initial/", "RECUR: the cells of all later steps follow a state's first entry",
          "label.one/", "ARGMAX: all gaps follow another maximum");

  private static final int SAMPLES = 8;
  private static final boolean ALL = "all".equals(System.getProperty("zkchain.models"));

  private static CompiledModel compile(TrainedModel trained) {
    return ModelCompiler.compile(trained.onnx(), CompileOptions.defaults(), trained.calibration());
  }

  static List<String> models() {
    List<String> usual =
        List.of(
            "iris-logreg",
            "breast-cancer-mlp",
            "digits-cnn-tiny",
            "digits-gru",
            "digits-lstm",
            "mnist-lenet",
            "ml-forest",
            "ml-boost-reg",
            "ml-logreg",
            "ml-ridge-reg",
            "ml-svc-linear",
            "ml-svc-rbf");
    return ALL ? TrainedModel.names() : usual;
  }

  @ParameterizedTest
  @MethodSource("models")
  void nothingIsUnnoticed(String name) {
    TrainedModel trained = TrainedModel.read(name);
    audited(compile(trained), trained.samples().getFirst().inputs());
  }

  static List<ExampleModel> examples() {
    if (ALL) {
      return ExampleModel.all();
    }
    List<ExampleModel> small = new ArrayList<>(ExampleModel.all());
    small.removeIf(example -> !example.isSmall());
    Collections.shuffle(small, new Random(20));
    return small.subList(0, EXAMPLES);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void nothingIsUnnoticedInForeignModels(ExampleModel example) {
    ExampleModel.Compiled compiled = example.compile();
    audited(compiled.model(), compiled.input());
  }

  private static void audited(CompiledModel model, Map<String, TensorData> input) {
    Witness witness = model.witness(input);
    AuditReport report =
        new Auditor(model.circuit(), model.fixedValues(), model.privateInputs())
            .run(witness, ROWS, 1, p -> {});
    assertThat(report.findings()).isEmpty();
    assertThat(report.audited()).isEqualTo(Math.min(ROWS, report.rows()));
  }

  /** One relation at a time, on all rows; some need a sample of another class. */
  @ParameterizedTest
  @ValueSource(
      strings = {"iris-logreg", "breast-cancer-mlp", "ml-logreg", "ml-svc-rbf", "digits-gru"})
  void everyDroppedRelationIsFound(String name) {
    TrainedModel trained = TrainedModel.read(name);
    CompiledModel model = compile(trained);
    for (int r = 0; r < model.circuit().relations().size(); r++) {
      Relation relation = model.circuit().relations().get(r);
      boolean enumerated = ENUMERATED.keySet().stream().anyMatch(relation.name()::contains);
      if (relation.publicTensor() < 0 && !enumerated) {
        Circuit weak = WeakCircuits.without(model.circuit(), r);
        Auditor auditor = new Auditor(weak, model.fixedValues(), model.privateInputs());
        assertThat(trained.samples().stream().limit(SAMPLES))
            .as(relation.name())
            .anyMatch(sample -> finds(auditor, model.witness(sample.inputs())));
      }
    }
  }

  private static boolean finds(Auditor auditor, Witness witness) {
    return !auditor.run(witness, Integer.MAX_VALUE, 1, p -> {}).findings().isEmpty();
  }
}
