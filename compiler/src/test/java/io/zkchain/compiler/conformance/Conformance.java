package io.zkchain.compiler.conformance;

import static java.util.Objects.requireNonNull;

import io.zkchain.circuit.Checker;
import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.ModelCompiler;
import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.error.ModelException;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.operators.Operators;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs a node test: compiled, evaluated in integers, checked cell by cell, compared. */
final class Conformance {
  private static final int LAST_ROWS = 17;

  // Tables of 13 bits and, where an input spans more orders of magnitude, of 16.
  private static final int[] ROWS = {14, LAST_ROWS};

  /** How a test ended. */
  enum Status {
    /** The circuit holds and the outputs are within the operator's bound. */
    PASSES,
    /** No output depends on an input that a prover could choose; the constants are right. */
    FOLDED,
    /** The model is refused with a message that says why. */
    REFUSED,
    /** Anything else. */
    FAILS
  }

  /**
   * @param detail the reason, or the largest error in units of the bound
   */
  record Outcome(Status status, String detail) {
    boolean good() {
      return status == Status.PASSES || status == Status.FOLDED;
    }
  }

  private static final class Difference extends RuntimeException {
    private static final long serialVersionUID = 1;

    Difference(String message) {
      super(message);
    }
  }

  private Conformance() {}

  static Outcome run(NodeTest test) {
    try {
      Map<String, TensorData> witnessed = test.expected();
      double worst = compareFolded(test, witnessed);
      if (witnessed.isEmpty()) {
        return new Outcome(Status.FOLDED, "%.2f".formatted(worst));
      }
      return new Outcome(
          Status.PASSES, "%.2f".formatted(Math.max(worst, compareProven(test, witnessed))));
    } catch (InvalidModelException e) {
      return new Outcome(Status.FAILS, String.valueOf(e.getMessage()));
    } catch (ModelException e) {
      return new Outcome(Status.REFUSED, String.valueOf(e.getMessage()));
    } catch (Difference e) {
      return new Outcome(Status.FAILS, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return new Outcome(Status.FAILS, e + " at " + e.getStackTrace()[0]);
    }
  }

  // Outputs that no input reaches are constants of the normalised model. They leave the map.
  private static double compareFolded(NodeTest test, Map<String, TensorData> expected) {
    Map<String, TensorData> constants =
        new LinkedHashMap<>(
            ModelImporter.load(test.bound(expected.keySet()), Map.of(), Operators::reasonAgainst)
                .graph()
                .initializers());
    constants.keySet().retainAll(expected.keySet());
    Map<String, TensorData> wanted = new LinkedHashMap<>(expected);
    wanted.keySet().retainAll(constants.keySet());
    expected.keySet().removeAll(constants.keySet());
    return compare(test, constants, wanted);
  }

  private static double compareProven(NodeTest test, Map<String, TensorData> expected) {
    Difference narrow = null;
    for (int rows : ROWS) {
      try {
        return compareProven(test, expected, rows);
      } catch (Difference e) {
        narrow = e;
      } catch (UnsupportedModelException e) {
        if (!String.valueOf(e.getMessage()).contains("fits no circuit") || rows == LAST_ROWS) {
          throw e;
        }
      }
    }
    throw requireNonNull(narrow);
  }

  private static double compareProven(NodeTest test, Map<String, TensorData> expected, int rows) {
    Map<String, TensorData> inputs = test.data();
    byte[] onnx = test.bound(new LinkedHashSet<>(expected.keySet()));
    CompiledModel model =
        ModelCompiler.compile(onnx, CompileOptions.defaults().withLogRows(rows), List.of(inputs));
    inputs.keySet().retainAll(names(model));
    Checker checker = new Checker(model.circuit(), model.fixedValues());
    checker
        .first(model.witness(inputs))
        .ifPresent(violation -> {
          throw new Difference("the circuit does not hold: " + violation);
        });
    return compare(test, model.run(inputs).outputs(), expected);
  }

  private static Set<String> names(CompiledModel model) {
    Set<String> names = new LinkedHashSet<>();
    model.settings().inputs().forEach(input -> names.add(input.name()));
    return names;
  }

  private static double compare(
      NodeTest test, Map<String, TensorData> found, Map<String, TensorData> expected) {
    double worst = 0;
    for (Map.Entry<String, TensorData> entry : expected.entrySet()) {
      TensorData want = entry.getValue();
      TensorData got = requireNonNull(found.get(entry.getKey()), entry.getKey());
      if (!got.type().equals(want.type())) {
        throw new Difference(
            "output '%s' is %s, not %s".formatted(entry.getKey(), got.type(), want.type()));
      }
      double bound = Tolerances.of(test.name(), test.data().values(), want);
      for (int i = 0; i < want.size(); i++) {
        double error = Math.abs(got.doubleAt(i) - want.doubleAt(i));
        if (error > bound) {
          throw new Difference(
              "output '%s', element %d: %s instead of %s, bound %.2g"
                  .formatted(entry.getKey(), i, got.doubleAt(i), want.doubleAt(i), bound));
        }
        worst = bound == 0 ? worst : Math.max(worst, error / bound);
      }
    }
    return worst;
  }
}
