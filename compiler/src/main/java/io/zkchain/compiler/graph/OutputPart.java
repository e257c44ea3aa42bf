package io.zkchain.compiler.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An output of a model, whole or in part: {@code logits}, {@code logits[:, -1]}, {@code scores[0,
 * 2:5]}.
 *
 * <p>Indices are NumPy's, from the first axis on: {@code from:to}, {@code from:to:step} with a
 * positive step, or one position. Negative ones count from the end; axes that are not named are
 * taken whole. Unlike NumPy, an axis of which one position is taken stays, with length 1.
 *
 * @param output name of the output
 * @param axes what is taken of the first axes; empty for the whole output
 */
public record OutputPart(String output, List<Run> axes) {
  private static final Pattern TEXT = Pattern.compile("([^\\[].*?)(?:\\[([^\\[\\]]*)])?");
  private static final Pattern RUN = Pattern.compile("(-?\\d*)(?:(:)(-?\\d*)(?::(\\d*))?)?");

  public OutputPart {
    axes = List.copyOf(axes);
    if (output.isEmpty()) {
      throw new IllegalArgumentException("an output needs a name");
    }
  }

  /**
   * Positions along an axis.
   *
   * @param from the first
   * @param to the end, exclusive; to the last if absent
   * @param step positive
   */
  public record Run(long from, OptionalLong to, long step) {
    /** All positions. */
    public static final Run WHOLE = new Run(0, OptionalLong.empty(), 1);

    public Run {
      if (step < 1) {
        throw new IllegalArgumentException("a step must be positive, not " + step);
      }
    }

    /** One position; negative ones count from the end. */
    public static Run at(long position) {
      return position == -1
          ? new Run(-1, OptionalLong.empty(), 1)
          : new Run(position, OptionalLong.of(position + 1), 1);
    }

    @Override
    public String toString() {
      if (equals(at(from))) {
        return String.valueOf(from);
      }
      return (from == 0 ? "" : from)
          + ":"
          + (to.isPresent() ? to.getAsLong() : "")
          + (step == 1 ? "" : ":" + step);
    }
  }

  /** A whole output. */
  public static OutputPart whole(String output) {
    return new OutputPart(output, List.of());
  }

  /**
   * Reads {@code NAME} or {@code NAME[INDICES]}.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public static OutputPart parse(String text) {
    Matcher parts = TEXT.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no output; write NAME or NAME[INDICES], as in 'logits[:, -1]'".formatted(text));
    }
    List<Run> axes = new ArrayList<>();
    if (parts.group(2) != null) {
      for (String index : parts.group(2).split(",", -1)) {
        axes.add(run(text, index.strip()));
      }
    }
    return new OutputPart(parts.group(1).strip(), axes);
  }

  private static Run run(String text, String index) {
    Matcher parts = RUN.matcher(index);
    try {
      if (!parts.matches() || index.isEmpty()) {
        throw new NumberFormatException();
      }
      if (parts.group(2) == null) {
        return Run.at(Long.parseLong(parts.group(1)));
      }
      long from = parts.group(1).isEmpty() ? 0 : Long.parseLong(parts.group(1));
      OptionalLong to =
          parts.group(3).isEmpty()
              ? OptionalLong.empty()
              : OptionalLong.of(Long.parseLong(parts.group(3)));
      String step = parts.group(4);
      return new Run(from, to, step == null || step.isEmpty() ? 1 : Long.parseLong(step));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'%s' in '%s' is no index; write 3, -1, 2:5, :10 or ::2".formatted(index, text), e);
    }
  }

  /** Whether nothing is left out by the indices. */
  public boolean isWhole() {
    return axes.stream().allMatch(Run.WHOLE::equals);
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    return axes.isEmpty()
        ? output
        : output + axes.stream().map(Run::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
