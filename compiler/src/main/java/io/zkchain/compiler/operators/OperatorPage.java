package io.zkchain.compiler.operators;

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
    return out.toString();
  }
}
