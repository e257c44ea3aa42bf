package io.zkchain.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The validity rules that soundness rests on.
 *
 * <p>Sizes and placement: {@link PlacementRules}; tables: {@link TableRules}; relations and their
 * terms: {@link RelationRules}; no wrap-around: {@link Ranges}. Source: the protocol's sections on
 * columns, relations and lookups, and its review, findings S3 to S8.
 *
 * <p>A valid circuit says nothing about whether it computes a given model; whoever relies on a key
 * compiles the circuit again and compares.
 */
public final class CircuitValidator {
  static final int MIN_LOG_ROWS = 6;
  static final int MAX_LOG_ROWS = 28;

  /** More columns than any use; with 2^28 rows it keeps the number of lookups below 2^62. */
  static final int MAX_COLUMNS = 1 << 12;

  /** Walks over a tensor's axes are as deep as its rank. */
  static final int MAX_RANK = 32;

  /** Walks over a term's tuples are as deep as its number of index variables. */
  static final int MAX_VARIABLES = 128;

  /** One index relation's variables; the verifier program keeps a bit for each in a long. */
  public static final int MAX_RELATION_VARIABLES = 60;

  /** Far beyond what a transaction can carry. */
  static final int MAX_PUBLIC_WORDS = 1 << 24;

  private CircuitValidator() {}

  /**
   * Checks every rule.
   *
   * @return the circuit
   * @throws CircuitException for the first broken rule, naming the place
   */
  public static Circuit validate(Circuit circuit) {
    sizes(circuit);
    TableRules.check(circuit);
    PlacementRules.check(circuit);
    RelationRules.check(circuit);
    circuit.relations().forEach(relation -> Ranges.requireNoWrap(circuit, relation));
    return circuit;
  }

  /**
   * Checks that values fit a valid circuit: one array of the right length for each fixed tensor and
   * each function table, in the declared ranges.
   *
   * @throws CircuitException naming tensor or table; the message holds no value, which may be
   *     secret
   */
  public static void validate(Circuit circuit, FixedValues values) {
    Set<Integer> tensors = new HashSet<>();
    for (Tensor tensor : circuit.tensors()) {
      if (tensor.slot() == Slot.FIXED) {
        tensors.add(tensor.id());
        long limit = 1L << tensor.magnitudeBits();
        String place = "fixed tensor " + tensor.name() + " of node " + tensor.origin();
        require(values.tensors().containsKey(tensor.id()), place, "has no values");
        fits(values.tensor(tensor.id()), tensor.shape().volume(), 1 - limit, limit - 1, place);
      }
    }
    Set<Integer> tables = new HashSet<>();
    for (int position = 0; position < circuit.tables().size(); position++) {
      Table table = circuit.tables().get(position);
      if (table.function()) {
        tables.add(position);
        String place = "table " + table.name();
        require(values.tables().containsKey(position), place, "has no outputs");
        fits(values.table(position), table.size(), table.outputLow(), table.outputHigh(), place);
      }
    }
    require(values.tensors().keySet().equals(tensors), "fixed values", "name unknown tensors");
    require(values.tables().keySet().equals(tables), "fixed values", "name unknown tables");
  }

  /**
   * Tensors that no relation reads. They are sound but constrain nothing but themselves: rows and
   * commitments for no purpose, and in a compiler's result a sign of a forgotten relation.
   */
  public static List<Tensor> unreadTensors(Circuit circuit) {
    Set<Integer> read = new HashSet<>();
    for (Relation relation : circuit.relations()) {
      for (Term term : relation.terms()) {
        for (Operand operand : Arrays.asList(term.x(), term.w())) {
          if (operand != null) {
            read.add(operand.tensor());
          }
        }
      }
    }
    List<Tensor> unread = new ArrayList<>(circuit.tensors());
    unread.removeIf(tensor -> read.contains(tensor.id()));
    return unread;
  }

  private static void sizes(Circuit circuit) {
    within(circuit.logRows(), MIN_LOG_ROWS, MAX_LOG_ROWS, "circuit", "logRows");
    within(circuit.lanes(), 1, MAX_COLUMNS, "circuit", "number of lanes");
    within(circuit.tableLanes(), 1, MAX_COLUMNS, "circuit", "number of table lanes");
    within(circuit.fixedColumns(), 0, MAX_COLUMNS, "circuit", "number of fixed columns");
  }

  private static void fits(long[] values, int count, long low, long high, String place) {
    if (values.length != count) {
      throw new CircuitException(place + ": has " + values.length + " values, needs " + count);
    }
    for (int i = 0; i < count; i++) {
      if (values[i] < low || values[i] > high) {
        throw new CircuitException(
            place + ": value " + i + " is outside the declared range " + low + ".." + high);
      }
    }
  }

  static void require(boolean holds, String place, String problem) {
    if (!holds) {
      throw new CircuitException(place + ": " + problem);
    }
  }

  static void within(int value, int low, int high, String place, String what) {
    if (value < low || value > high) {
      throw new CircuitException(
          place + ": " + what + " is " + value + ", not in " + low + ".." + high);
    }
  }
}
