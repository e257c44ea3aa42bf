package io.zkchain.compiler.operators;

import io.zkchain.compiler.onnx.OnnxVersions;
import java.util.Comparator;
import java.util.List;

/** The operator page of the documentation, made from the operators' own entries. */
public final class OperatorPage {
  private static final String HEAD =
      """
      # Operators

      Generated from the operators' entries; `OperatorPageTest` checks it and makes it again.

      How: *virtual* values are sums over committed cells and cost no row. Rows: committed pairs
      (input and output of a table) plus single range-checked cells, per output element; a value that
      saturates takes 1 + 1 more. Error: the difference to the real operator on the same input, with
      u and v the units of input and output; s is the circuit's shift. Broadcasting, negative axes and
      constant inputs in place of attributes are understood everywhere.

      | operator | from opset | how | attributes and edge cases | rows | error |
      |---|---|---|---|---|---|
      """;

  private static final String REFUSED =
      """

      ## Refused by name

      A model with one of these is refused before any work is done, with every such node and its
      reason in one message. So are operators of other domains than ai.onnx and ai.onnx.ml, element
      types of fewer than 8 bits, complex numbers and strings, and control flow whose condition or
      trip count is not constant. Where all inputs of an operator are constant it is folded and not
      refused.

      | operator | reason |
      |---|---|
      """;

  private static final String LIMITS =
      """

      ## Forms that are refused

      What the operators above cannot do, also refused with the node's name. Two dots stand for a
      value.

      | operators | reason |
      |---|---|
      """;

  private OperatorPage() {}

  /** The page as Markdown. */
  public static String markdown() {
    StringBuilder out = new StringBuilder(HEAD);
    List<OperatorEntry> entries =
        Operators.families().stream()
            .flatMap(family -> family.entries().stream())
            .sorted(Comparator.comparing(OperatorEntry::operator))
            .toList();
    for (OperatorEntry e : entries) {
      out.append(
          "| %s | %d | %s | %s | %s | %s |\n"
              .formatted(e.operator(), e.since(), e.how(), e.attributes(), e.rows(), e.error()));
    }
    out.append(REFUSED);
    Refusals.all().forEach((operator, reason) -> out.append(row(operator, reason)));
    out.append(LIMITS);
    for (Limit limit : Limit.values()) {
      out.append(row(limit.operators(), limit.pattern()));
    }
    out.append(row("any", OnnxVersions.LIMIT.replace("%s", "..")));
    return out.toString();
  }

  private static String row(String operators, String reason) {
    return "| %s | %s |\n".formatted(operators, reason);
  }
}
