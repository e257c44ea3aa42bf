package io.zkchain.compiler.fuzz;

import io.zkchain.circuit.Checker;
import io.zkchain.circuit.Witness;
import io.zkchain.circuit.audit.Auditor;
import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.Inference;
import io.zkchain.compiler.ModelCompiler;
import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.error.ModelException;
import io.zkchain.compiler.error.ReferenceException;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.operators.Operators;
import io.zkchain.compiler.reference.OnnxRuntimeReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A random model compiled, evaluated in integers, checked cell by cell and compared. */
final class Trial {
  private static final int CALIBRATION = 8;
  private static final int FIRST = 7;
  private static final int RUNS = 12;
  private static final int MORE_RUNS = 400;
  private static final int BITS = 11;
  private static final int LEAST_BITS = 2;
  private static final double TIGHT = 0.1;
  private static final int AUDITED = 100;

  /** How it ended. */
  enum Kind {
    FOLLOWS,
    /** ONNX Runtime takes each node, but not the model. */
    UNKNOWN,
    /** As roundings may change it, which is too much to say anything. */
    VACUOUS,
    /** Some value was clamped, in a circuit that holds. */
    CLAMPED,
    /** No proof of some sample, by name. */
    REJECTED,
    REFUSED,
    WRONG,
    UNSATISFIED,
    UNNOTICED,
    CRASH;

    boolean bad() {
      return compareTo(WRONG) >= 0;
    }
  }

  record Outcome(Kind kind, String detail) {}

  private final RandomModel model;
  private final boolean audits;

  private Trial(RandomModel model, boolean audits) {
    this.model = model;
    this.audits = audits;
  }

  static Outcome of(RandomModel model, boolean audits) {
    try {
      return new Trial(model, audits).run();
    } catch (InvalidModelException | ReferenceException e) {
      return new Outcome(Kind.CRASH, e.getClass().getSimpleName() + ": " + e.getMessage());
    } catch (ModelException e) {
      return new Outcome(Kind.REFUSED, String.valueOf(e.getMessage()));
    } catch (InputDataException e) {
      return new Outcome(Kind.REJECTED, String.valueOf(e.getMessage()));
    } catch (RuntimeException | AssertionError e) {
      return new Outcome(Kind.CRASH, e + " at " + place(e));
    }
  }

  private static String place(Throwable e) {
    return Arrays.stream(e.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("io.zkchain"))
        .limit(3)
        .toList()
        .toString();
  }

  private CompileOptions options() {
    if (model.bits().isEmpty()) {
      return model.options();
    }
    List<Node> nodes =
        ModelImporter.load(model.bytes(), Map.of(), Operators::reasonAgainst).graph().nodes();
    Map<String, Integer> bits = new HashMap<>();
    model
        .bits()
        .forEach((back, count) -> {
          if (back < nodes.size()) {
            bits.put(nodes.get(nodes.size() - 1 - back).name(), count);
          }
        });
    return model.options().withBitsOf(bits);
  }

  private Outcome run() {
    List<Map<String, TensorData>> calibration = new ArrayList<>();
    for (int k = 0; k < CALIBRATION; k++) {
      calibration.add(model.sample(k));
    }
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(model.bytes())) {
      reference.run(model.sample(0));
    } catch (ReferenceException e) {
      return new Outcome(Kind.UNKNOWN, String.valueOf(e.getMessage()));
    }
    CompiledModel compiled = ModelCompiler.compile(model.bytes(), options(), calibration);
    Checker checker = new Checker(compiled.circuit(), compiled.fixedValues());
    int bits = model.bits().values().stream().mapToInt(b -> b).min().orElse(BITS);
    Kind kind = Kind.FOLLOWS;
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(model.bytes());
        NoiseOracle oracle = new NoiseOracle(model, Math.scalb(1.0, LEAST_BITS - bits))) {
      for (int k = FIRST; k < model.samples(); k++) {
        Map<String, TensorData> input = model.sample(k);
        Inference inference;
        try {
          inference = compiled.run(input);
        } catch (InputDataException e) {
          return new Outcome(
              Kind.REJECTED,
              (k < CALIBRATION ? "a sample of the calibration: " : "") + e.getMessage());
        }
        Witness witness = compiled.witness(input);
        Optional<?> violation = checker.first(witness);
        if (violation.isPresent()) {
          return new Outcome(Kind.UNSATISFIED, violation.get().toString());
        }
        if (!inference.saturated().isEmpty()) {
          kind = Kind.CLAMPED;
          continue;
        }
        Outcome outcome = compare(k, reference.run(input), inference.outputs(), oracle);
        if (outcome.kind() == Kind.WRONG) {
          return outcome;
        }
        kind = outcome.kind() == Kind.VACUOUS && kind == Kind.FOLLOWS ? Kind.VACUOUS : kind;
      }
    }
    return audits ? audit(compiled).orElse(new Outcome(kind, "")) : new Outcome(kind, "");
  }

  private Optional<Outcome> audit(CompiledModel compiled) {
    var findings =
        new Auditor(compiled.circuit(), compiled.fixedValues(), compiled.privateInputs())
            .run(compiled.witness(model.sample(FIRST)), AUDITED, 1, p -> {})
            .findings();
    return findings.isEmpty()
        ? Optional.empty()
        : Optional.of(new Outcome(Kind.UNNOTICED, findings.getFirst().toString()));
  }

  private Outcome compare(
      int sample, Map<String, TensorData> want, Map<String, TensorData> got, NoiseOracle oracle) {
    Map<String, double[]> allowed = oracle.allowed(sample, RUNS);
    boolean tight = false;
    for (String output : model.outputs()) {
      TensorData wanted = Objects.requireNonNull(want.get(output));
      TensorData found = got.get(output);
      if (found == null || !found.type().equals(wanted.type())) {
        return new Outcome(Kind.WRONG, "output %s is %s, not %s".formatted(output, found, wanted));
      }
      double[] bound = allowed.getOrDefault(output, new double[wanted.size()]);
      if (differs(found, wanted, bound) >= 0) {
        bound = oracle.allowed(sample, MORE_RUNS).getOrDefault(output, bound);
      }
      int at = differs(found, wanted, bound);
      if (at >= 0) {
        return new Outcome(
            Kind.WRONG,
            "output %s, element %d: %s instead of %s, within %.3g (largest of all %.3g)"
                .formatted(
                    output,
                    at,
                    found.doubleAt(at),
                    wanted.doubleAt(at),
                    bound[at],
                    largest(wanted)));
      }
      tight |= tight(bound, wanted);
    }
    return new Outcome(tight ? Kind.FOLLOWS : Kind.VACUOUS, "");
  }

  private static double largest(TensorData data) {
    return Arrays.stream(data.toDoubles()).map(Math::abs).max().orElse(0);
  }

  private static int differs(@Nullable TensorData found, TensorData wanted, double[] bound) {
    for (int i = 0; found != null && i < bound.length; i++) {
      if (!(Math.abs(found.doubleAt(i) - wanted.doubleAt(i)) <= bound[i] + 1e-6)) {
        return i;
      }
    }
    return -1;
  }

  // Half of the elements within a small part of the largest.
  private static boolean tight(double[] bound, TensorData wanted) {
    double most = wanted.dtype().isFloat() ? TIGHT * largest(wanted) : 0;
    return 2 * Arrays.stream(bound).filter(b -> b <= most).count() >= bound.length;
  }
}
