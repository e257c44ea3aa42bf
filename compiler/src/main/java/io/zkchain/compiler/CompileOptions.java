package io.zkchain.compiler;

import io.zkchain.compiler.graph.OutputPart;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Choices of a compilation; {@link #defaults()} is the short form.
 *
 * @param name of the model, for people and for the generated contract
 * @param bits of the function tables, 8..16; the widest that costs nothing if absent
 * @param logRows n, if it shall not be chosen
 * @param dimensions lengths of dynamic dimensions by name
 * @param selection the outputs that are computed, whole or in part; empty for all
 * @param bitsOf bits of the values that single nodes (or inputs) round, by name: 4 to the tables'
 */
public record CompileOptions(
    String name,
    OptionalInt bits,
    OptionalInt logRows,
    Overflow overflow,
    Objective objective,
    Visibility inputs,
    Visibility outputs,
    Visibility parameters,
    Map<String, Integer> dimensions,
    List<OutputPart> selection,
    Map<String, Integer> bitsOf) {
  private static final int LEAST_NODE_BITS = 4;

  /**
   * @throws IllegalArgumentException if bits or logRows are out of range
   */
  public CompileOptions {
    dimensions = Map.copyOf(dimensions);
    selection = List.copyOf(selection);
    bitsOf = Map.copyOf(bitsOf);
    if (bits.isPresent() && (bits.getAsInt() < 8 || bits.getAsInt() > 16)) {
      throw new IllegalArgumentException("bits must be 8..16, not " + bits.getAsInt());
    }
    int most = bits.orElse(16);
    bitsOf.forEach((node, own) -> {
      if (own < LEAST_NODE_BITS || own > most) {
        throw new IllegalArgumentException(
            "bits of '%s' must be %d..%d, not %d%s"
                .formatted(
                    node,
                    LEAST_NODE_BITS,
                    most,
                    own,
                    own > most && own <= 16 ? "; raise the bits of all tables first" : ""));
      }
    });
    if (logRows.isPresent() && (logRows.getAsInt() < 6 || logRows.getAsInt() > 24)) {
      throw new IllegalArgumentException(
          "log2 of the rows must be 6..24, not " + logRows.getAsInt());
    }
  }

  /** Private input and parameters, public output, saturating, balanced. */
  public static CompileOptions defaults() {
    return new CompileOptions(
        "model",
        OptionalInt.empty(),
        OptionalInt.empty(),
        Overflow.SATURATE,
        Objective.BALANCED,
        Visibility.PRIVATE,
        Visibility.PUBLIC,
        Visibility.PRIVATE,
        Map.of(),
        List.of(),
        Map.of());
  }

  public CompileOptions withName(String other) {
    return new CompileOptions(
        other,
        bits,
        logRows,
        overflow,
        objective,
        inputs,
        outputs,
        parameters,
        dimensions,
        selection,
        bitsOf);
  }

  public CompileOptions withBits(int other) {
    return new CompileOptions(
        name,
        OptionalInt.of(other),
        logRows,
        overflow,
        objective,
        inputs,
        outputs,
        parameters,
        dimensions,
        selection,
        bitsOf);
  }

  public CompileOptions withLogRows(int other) {
    return new CompileOptions(
        name,
        bits,
        OptionalInt.of(other),
        overflow,
        objective,
        inputs,
        outputs,
        parameters,
        dimensions,
        selection,
        bitsOf);
  }

  public CompileOptions withOverflow(Overflow other) {
    return new CompileOptions(
        name,
        bits,
        logRows,
        other,
        objective,
        inputs,
        outputs,
        parameters,
        dimensions,
        selection,
        bitsOf);
  }

  public CompileOptions withObjective(Objective other) {
    return new CompileOptions(
        name,
        bits,
        logRows,
        overflow,
        other,
        inputs,
        outputs,
        parameters,
        dimensions,
        selection,
        bitsOf);
  }

  public CompileOptions withVisibility(
      Visibility otherInputs, Visibility otherOutputs, Visibility otherParameters) {
    return new CompileOptions(
        name,
        bits,
        logRows,
        overflow,
        objective,
        otherInputs,
        otherOutputs,
        otherParameters,
        dimensions,
        selection,
        bitsOf);
  }

  public CompileOptions withDimensions(Map<String, Integer> other) {
    return new CompileOptions(
        name,
        bits,
        logRows,
        overflow,
        objective,
        inputs,
        outputs,
        parameters,
        other,
        selection,
        bitsOf);
  }

  /** For some of the model's outputs, or parts of them: the others are not computed. */
  public CompileOptions withSelection(List<OutputPart> other) {
    return new CompileOptions(
        name,
        bits,
        logRows,
        overflow,
        objective,
        inputs,
        outputs,
        parameters,
        dimensions,
        other,
        bitsOf);
  }

  /** With other bits for the values that single nodes round, by the node's or input's name. */
  public CompileOptions withBitsOf(Map<String, Integer> other) {
    return new CompileOptions(
        name,
        bits,
        logRows,
        overflow,
        objective,
        inputs,
        outputs,
        parameters,
        dimensions,
        selection,
        other);
  }
}
