package io.zkchain.circuit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks a witness against every lookup and every relation, exactly and without proving anything:
 * what mock does.
 *
 * <p>An accepted witness has a proof; a refused one has none. Relations are checked as the proof
 * checks them, modulo r. Violations come in a fixed order: tensors by number, then relations by
 * number, each by row-major index. Thread-safe; relations are evaluated in parallel.
 *
 * <pre>{@code
 * Checker checker = new Checker(circuit, fixedValues);
 * checker.first(witness).ifPresent(v -> System.err.println(v.message()));
 * }</pre>
 */
public final class Checker {
  private final Circuit circuit;
  private final FixedValues fixedValues;

  /**
   * @param circuit a valid circuit
   * @throws CircuitException if the fixed values do not fit it
   */
  public Checker(Circuit circuit, FixedValues fixedValues) {
    CircuitValidator.validate(circuit, fixedValues);
    this.circuit = circuit;
    this.fixedValues = fixedValues;
  }

  /** The first violation, or nothing if the witness satisfies the circuit. */
  public Optional<Violation> first(Witness witness) {
    return all(witness, 1).stream().findFirst();
  }

  /** The first violations, at most limit. */
  public List<Violation> all(Witness witness, int limit) {
    List<Violation> missing = missing(witness);
    if (!missing.isEmpty()) {
      return missing.subList(0, Math.min(limit, missing.size()));
    }
    List<Violation> found = new ArrayList<>();
    for (Tensor tensor : circuit.tensors()) {
      lookups(tensor, witness, found, limit);
    }
    List<List<Violation>> broken =
        circuit.relations().parallelStream().map(r -> relation(r, witness, limit)).toList();
    broken.forEach(found::addAll);
    return List.copyOf(found.subList(0, Math.min(limit, found.size())));
  }

  private List<Violation> missing(Witness witness) {
    Stream<Optional<Violation>> tensors =
        circuit.tensors().stream()
            .flatMap(t ->
                switch (t.slot()) {
                  case PAIR -> Stream.of(count(t, witness.a()), count(t, witness.b()));
                  case SINGLE -> Stream.of(count(t, witness.c()));
                  case FIXED -> Stream.empty();
                });
    Stream<Optional<Violation>> publics =
        IntStream.range(0, circuit.publicTensors().size())
            .mapToObj(p -> {
              PublicTensor tensor = circuit.publicTensors().get(p);
              String origin = "public " + tensor.role();
              long[] values = witness.publicValues().get(p);
              return count(origin, tensor.name(), tensor.shape(), values);
            });
    return Stream.concat(tensors, publics).flatMap(Optional::stream).toList();
  }

  private static Optional<Violation> count(Tensor tensor, Map<Integer, long[]> values) {
    return count(tensor.origin(), tensor.name(), tensor.shape(), values.get(tensor.id()));
  }

  private static Optional<Violation> count(
      String origin, String name, Shape shape, long @Nullable [] values) {
    int count = values == null ? 0 : values.length;
    return count == shape.volume()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                Violation.Kind.MISSING,
                origin,
                name,
                "",
                List.of(),
                List.of(BigInteger.valueOf(count), BigInteger.valueOf(shape.volume()))));
  }

  private void lookups(Tensor tensor, Witness witness, List<Violation> found, int limit) {
    if (tensor.slot() == Slot.FIXED) {
      return;
    }
    Table table = circuit.tables().get(tensor.table());
    long[] inputs = values(witness, tensor.id(), tensor.slot() == Slot.PAIR ? Cell.A : Cell.C);
    long[] outputs =
        tensor.slot() == Slot.PAIR ? values(witness, tensor.id(), Cell.B) : new long[inputs.length];
    long[] entries = table.function() ? fixedValues.table(tensor.table()) : new long[table.size()];
    for (int i = 0; i < inputs.length && found.size() < limit; i++) {
      boolean known = inputs[i] >= table.low() && inputs[i] <= table.high();
      if (!known || entries[(int) (inputs[i] - table.low())] != outputs[i]) {
        found.add(
            violation(
                Violation.Kind.LOOKUP,
                tensor.origin(),
                tensor.name(),
                table.name(),
                tensor.shape(),
                i,
                List.of(BigInteger.valueOf(inputs[i]), BigInteger.valueOf(outputs[i]))));
      }
    }
  }

  private static Violation violation(
      Violation.Kind kind,
      String origin,
      String subject,
      String table,
      Shape shape,
      int cell,
      List<BigInteger> values) {
    List<Integer> index = IntStream.of(shape.index(cell)).boxed().toList();
    return new Violation(kind, origin, subject, table, index, values);
  }

  private List<Violation> relation(Relation relation, Witness witness, int limit) {
    long[] expected =
        relation.publicTensor() < 0
            ? new long[relation.shape().volume()]
            : witness.publicValues(relation.publicTensor());
    List<Violation> found = new ArrayList<>();
    RelationSums sums = sums(relation, witness);
    for (int y = 0; y < expected.length && found.size() < limit; y++) {
      if (!sums.equalModulo(y, expected[y])) {
        found.add(
            violation(
                Violation.Kind.RELATION,
                relation.origin(),
                relation.name(),
                "",
                relation.shape(),
                y,
                List.of(sums.get(y), BigInteger.valueOf(expected[y]))));
      }
    }
    return found;
  }

  /** The sums of a relation's terms for a witness that has all values. */
  RelationSums sums(Relation relation, Witness witness) {
    List<TermSum> terms =
        relation.terms().stream()
            .map(term ->
                new TermSum(
                    term,
                    relation.shape(),
                    shape(term.x()),
                    values(witness, term.x()),
                    shape(term.w()),
                    values(witness, term.w())))
            .toList();
    return RelationSums.of(relation, terms);
  }

  private @Nullable Shape shape(@Nullable Operand operand) {
    return operand == null ? null : circuit.tensors().get(operand.tensor()).shape();
  }

  private long @Nullable [] values(Witness witness, @Nullable Operand operand) {
    return operand == null ? null : values(witness, operand.tensor(), operand.cell());
  }

  private long[] values(Witness witness, int tensor, Cell cell) {
    return switch (cell) {
      case A -> witness.a(tensor);
      case B -> witness.b(tensor);
      case C -> witness.c(tensor);
      case FIXED -> fixedValues.tensor(tensor);
    };
  }
}
