package io.zkchain.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Witness;
import io.zkchain.circuit.audit.AuditReport;
import io.zkchain.circuit.audit.Auditor;
import io.zkchain.compiler.testing.TrainedModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The audit of whole models; {@code -Dzkchain.audit.rows} changes more rows. */
final class ModelAuditTest {
  private static final int ROWS = Integer.getInteger("zkchain.audit.rows", 300);

  private static CompiledModel compile(TrainedModel trained) {
    return ModelCompiler.compile(trained.onnx(), CompileOptions.defaults(), trained.calibration());
  }

  @ParameterizedTest
  @CsvSource({"iris-logreg", "breast-cancer-mlp", "digits-cnn-tiny", "mnist-lenet"})
  void nothingIsUnnoticed(String name) {
    TrainedModel trained = TrainedModel.read(name);
    CompiledModel model = compile(trained);
    Witness witness = model.witness(trained.samples().getFirst().inputs());
    AuditReport report =
        new Auditor(model.circuit(), model.fixedValues(), model.privateInputs())
            .run(witness, ROWS, 1, p -> {});
    assertThat(report.findings()).isEmpty();
    assertThat(report.audited()).isEqualTo(Math.min(ROWS, report.rows()));
    assertThat(report.together()).isPositive();
  }

  @Test
  void everyDroppedRelationIsFound() {
    TrainedModel trained = TrainedModel.read("iris-logreg");
    CompiledModel model = compile(trained);
    Witness witness = model.witness(trained.samples().getFirst().inputs());
    for (Relation relation : model.circuit().relations()) {
      if (relation.publicTensor() < 0) {
        Circuit weak = without(model.circuit(), relation);
        AuditReport report =
            new Auditor(weak, model.fixedValues(), model.privateInputs())
                .run(witness, Integer.MAX_VALUE, 1, p -> {});
        assertThat(report.findings()).as(relation.name()).isNotEmpty();
      }
    }
  }

  private static Circuit without(Circuit c, Relation relation) {
    List<Relation> left = new ArrayList<>(c.relations());
    left.remove(relation);
    return new Circuit(
        c.logRows(),
        c.lanes(),
        c.tableLanes(),
        c.fixedColumns(),
        c.privateParameters(),
        c.tables(),
        c.tensors(),
        c.publicTensors(),
        left);
  }
}
