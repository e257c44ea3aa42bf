package io.zkchain.compiler;

import io.zkchain.compiler.graph.OutputPart;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Choices of a compilation. Immutable; start from {@link #defaults()} and change what should
 * differ.
 *
 * <pre>{@code
 * CompileOptions options = CompileOptions.defaults()
 *     .withName("lenet")
 *     .withDimensions(Map.of("batch", 1))
 *     .withVisibility(Visibility.PUBLIC, Visibility.PUBLIC, Visibility.PRIVATE);
 * }</pre>
 *
 * @param name of the model, for people and for the generated contract
 * @param bits of the function tables, 8..16; if absent the widest that costs nothing, or what most
 *     arg-maxima of the calibration need
 * @param logRows n, if it shall not be chosen: columns have 2^n rows, n in 6..24
 * @param overflow what a node does with values that leave its table
 * @param objective what the choice of n favours, if it is not given
 * @param inputs whether the model's inputs are part of the statement
 * @param outputs whether its outputs are
 * @param parameters whether anyone may know the weights
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

  /** The parts, while one of them is replaced. */
  private static final class Parts {
    private String name;
    private OptionalInt bits;
    private OptionalInt logRows;
    private Overflow overflow;
    private Objective objective;
    private Visibility inputs;
    private Visibility outputs;
    private Visibility parameters;
    private Map<String, Integer> dimensions;
    private List<OutputPart> selection;
    private Map<String, Integer> bitsOf;

    Parts(CompileOptions from) {
      name = from.name;
      bits = from.bits;
      logRows = from.logRows;
      overflow = from.overflow;
      objective = from.objective;
      inputs = from.inputs;
      outputs = from.outputs;
      parameters = from.parameters;
      dimensions = from.dimensions;
      selection = from.selection;
      bitsOf = from.bitsOf;
    }

    CompileOptions whole() {
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
          bitsOf);
    }
  }

  private CompileOptions with(Consumer<Parts> change) {
    Parts parts = new Parts(this);
    change.accept(parts);
    return parts.whole();
  }

  /** With another name for the model. */
  public CompileOptions withName(String other) {
    return with(parts -> parts.name = other);
  }

  /**
   * With function tables of so many bits.
   *
   * @throws IllegalArgumentException if it is not in 8..16
   */
  public CompileOptions withBits(int other) {
    return with(parts -> parts.bits = OptionalInt.of(other));
  }

  /**
   * With columns of 2^{@code other} rows.
   *
   * @throws IllegalArgumentException if it is not in 6..24
   */
  public CompileOptions withLogRows(int other) {
    return with(parts -> parts.logRows = OptionalInt.of(other));
  }

  /** With another treatment of values that leave a node's table. */
  public CompileOptions withOverflow(Overflow other) {
    return with(parts -> parts.overflow = other);
  }

  /** With another objective. */
  public CompileOptions withObjective(Objective other) {
    return with(parts -> parts.objective = other);
  }

  /** With others who see the inputs, the outputs, the weights. */
  public CompileOptions withVisibility(
      Visibility otherInputs, Visibility otherOutputs, Visibility otherParameters) {
    return with(parts -> {
      parts.inputs = otherInputs;
      parts.outputs = otherOutputs;
      parts.parameters = otherParameters;
    });
  }

  /** With lengths for the model's dynamic dimensions, by their names. */
  public CompileOptions withDimensions(Map<String, Integer> other) {
    return with(parts -> parts.dimensions = other);
  }

  /** For some of the model's outputs, or parts of them: the others are not computed. */
  public CompileOptions withSelection(List<OutputPart> other) {
    return with(parts -> parts.selection = other);
  }

  /**
   * With other bits for the values that single nodes round, by the node's or input's name.
   *
   * @throws IllegalArgumentException if they are below 4 or above those of the tables
   */
  public CompileOptions withBitsOf(Map<String, Integer> other) {
    return with(parts -> parts.bitsOf = other);
  }
}
