package io.zkchain.compiler.operators;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Checker;
import io.zkchain.circuit.FixedValues;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Table;
import io.zkchain.circuit.Tensor;
import io.zkchain.circuit.Witness;
import io.zkchain.circuit.audit.Auditor;
import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.Inference;
import io.zkchain.compiler.ModelCompiler;
import io.zkchain.compiler.ModelSettings;
import io.zkchain.compiler.Overflow;
import io.zkchain.compiler.Visibility;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.reference.OnnxRuntimeReference;
import io.zkchain.compiler.testing.ReportedOverflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The laws of every operator: its integers satisfy its relations, stay close to ONNX Runtime, leave
 * no committed cell free, and are total (or rejected by name) far outside calibration.
 */
final class OperatorLawsTest {
  private static final int ROWS = 14;
  private static final int CALIBRATION = 8;
  private static final int SAMPLES = 4;
  private static final int MUTATIONS = 3;
  private static final int AUDITED = 60;

  @Test
  void everyOperatorHasACase() {
    Set<String> tested =
        OperatorCases.all().stream().map(OperatorCase::operator).collect(Collectors.toSet());
    for (OperatorFamily family : Operators.families()) {
      for (OperatorEntry entry : family.entries()) {
        if (!(family instanceof Folded)) {
          assertThat(tested).contains(entry.operator());
        }
      }
    }
  }

  // All, or those whose name contains the property zkchain.case.
  private static Stream<OperatorCase> cases() {
    String part = System.getProperty("zkchain.case", "");
    return OperatorCases.all().stream().filter(c -> c.toString().contains(part));
  }

  @TestFactory
  Stream<DynamicTest> integersSatisfyTheCircuitAndFollowOnnxRuntime() {
    return cases().map(c -> DynamicTest.dynamicTest(c.toString(), () -> follows(c)));
  }

  // An output that is published may be a rounded copy, so it is not: the error is the operator's.
  private static void follows(OperatorCase c) {
    CompiledModel model = compile(c, Overflow.SATURATE, Visibility.PRIVATE);
    Checker checker = new Checker(model.circuit(), model.fixedValues());
    Random random = new Random(2);
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(c.model())) {
      for (int k = 0; k < SAMPLES; k++) {
        Map<String, TensorData> input = onGrid(model, c.sample(random, 0.95));
        assertThat(checker.first(model.witness(input))).isEmpty();
        Map<String, TensorData> want = reference.run(input);
        Map<String, TensorData> got = model.run(input).outputs();
        for (ModelSettings.TensorSetting output : model.settings().outputs()) {
          close(
              c.tolerance(output.scale()),
              requireNonNull(got.get(output.name())),
              requireNonNull(want.get(output.name())));
        }
      }
    }
  }

  // Inputs rounded to multiples of their units, so that what differs is the operator's own error.
  private static Map<String, TensorData> onGrid(
      CompiledModel model, Map<String, TensorData> inputs) {
    Map<String, TensorData> out = new HashMap<>(inputs);
    for (ModelSettings.TensorSetting setting : model.settings().inputs()) {
      TensorData data = requireNonNull(inputs.get(setting.name()));
      if (data.dtype().isFloat()) {
        double unit = setting.scale().toDouble();
        double[] values = data.toDoubles();
        for (int i = 0; i < values.length; i++) {
          values[i] = unit * Math.rint(values[i] / unit);
        }
        out.put(setting.name(), TensorData.ofDoubles(data.dtype(), data.shape(), values));
      }
    }
    return out;
  }

  private static void close(double tolerance, TensorData got, TensorData want) {
    assertThat(got.type()).isEqualTo(want.type());
    for (int i = 0; i < got.size(); i++) {
      assertThat(got.doubleAt(i)).isCloseTo(want.doubleAt(i), within(tolerance));
    }
  }

  @TestFactory
  Stream<DynamicTest> everyKindOfCellIsDetermined() {
    return cases().map(c -> DynamicTest.dynamicTest(c.toString(), () -> determined(c)));
  }

  private static void determined(OperatorCase c) {
    CompiledModel model = compile(c, Overflow.SATURATE);
    FixedValues fixed = model.fixedValues();
    Checker checker = new Checker(model.circuit(), fixed);
    Random random = new Random(3);
    Witness honest = model.witness(c.sample(random, 1));
    var auditor = new Auditor(model.circuit(), fixed, model.privateInputs());
    assertThat(auditor.run(honest, AUDITED, 5, p -> {}).findings()).isEmpty();
    for (Tensor tensor : model.circuit().tensors()) {
      // Inputs are the caller's choice; what they imply is what must not be.
      if (tensor.slot() == Slot.FIXED || tensor.origin().endsWith("(input)")) {
        continue;
      }
      Table table = model.circuit().tables().get(tensor.table());
      long[] outputs = table.function() ? fixed.tables().get(tensor.table()) : null;
      for (int k = 0; k < MUTATIONS; k++) {
        int at = random.nextInt(tensor.shape().volume());
        for (Witness altered : alterations(honest, tensor, table, outputs, at)) {
          assertThat(checker.first(altered)).as("%s, element %d", tensor.name(), at).isPresent();
        }
      }
    }
  }

  // Cell A moved to both neighbours in its table with the right output, and the output alone.
  private static List<Witness> alterations(
      Witness honest, Tensor tensor, Table table, long @Nullable [] outputs, int at) {
    List<Witness> out = new ArrayList<>();
    boolean pair = tensor.slot() == Slot.PAIR;
    Map<Integer, long[]> source = pair ? honest.a() : honest.c();
    long value = requireNonNull(source.get(tensor.id()))[at];
    for (long next : new long[] {value - 1, value + 1}) {
      if (next >= table.low() && next <= table.high()) {
        Witness moved = with(honest, tensor, pair ? Cell.A : Cell.C, at, next);
        if (pair && outputs != null) {
          moved = with(moved, tensor, Cell.B, at, outputs[(int) (next - table.low())]);
        }
        out.add(moved);
      }
    }
    if (pair) {
      out.add(
          with(honest, tensor, Cell.B, at, requireNonNull(honest.b().get(tensor.id()))[at] + 1));
    }
    return out;
  }

  private static Witness with(Witness w, Tensor tensor, Cell cell, int at, long value) {
    Map<Integer, long[]> a = new HashMap<>(w.a());
    Map<Integer, long[]> b = new HashMap<>(w.b());
    Map<Integer, long[]> c = new HashMap<>(w.c());
    Map<Integer, long[]> cells =
        switch (cell) {
          case A -> a;
          case B -> b;
          case C -> c;
          case FIXED -> throw new IllegalArgumentException("weights are no witness");
        };
    long[] changed = requireNonNull(cells.get(tensor.id())).clone();
    changed[at] = value;
    cells.put(tensor.id(), changed);
    return new Witness(a, b, c, w.publicValues());
  }

  @TestFactory
  Stream<DynamicTest> inputsFarOutsideCalibrationAreClampedOrRejected() {
    return cases().map(c -> DynamicTest.dynamicTest(c.toString(), () -> total(c)));
  }

  private static void total(OperatorCase c) {
    Random random = new Random(4);
    CompiledModel clamping = compile(c, Overflow.SATURATE);
    Checker clampingChecker = new Checker(clamping.circuit(), clamping.fixedValues());
    CompiledModel rejecting = compile(c, Overflow.REJECT);
    Checker rejectingChecker = new Checker(rejecting.circuit(), rejecting.fixedValues());
    for (double stretch : new double[] {1.5, 4, 1000}) {
      Map<String, TensorData> input = c.sample(random, stretch);
      Optional<Inference> outcome = ReportedOverflow.of(clamping, clampingChecker, input);
      assertThat(outcome.isPresent() || c.mayReject() || c.hasIntegerInput()).isTrue();
      ReportedOverflow.of(rejecting, rejectingChecker, input);
    }
  }

  private static CompiledModel compile(OperatorCase c, Overflow overflow) {
    return compile(c, overflow, Visibility.PUBLIC);
  }

  private static CompiledModel compile(OperatorCase c, Overflow overflow, Visibility outputs) {
    Random random = new Random(1);
    List<Map<String, TensorData>> calibration = new ArrayList<>();
    for (int k = 0; k < CALIBRATION; k++) {
      calibration.add(c.sample(random, 1));
    }
    CompileOptions defaults = CompileOptions.defaults();
    return ModelCompiler.compile(
        c.model(),
        defaults
            .withLogRows(ROWS)
            .withOverflow(overflow)
            .withVisibility(defaults.inputs(), outputs, defaults.parameters()),
        calibration);
  }
}
