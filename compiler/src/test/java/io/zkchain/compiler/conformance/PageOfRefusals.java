package io.zkchain.compiler.conformance;

import io.zkchain.compiler.operators.OperatorPage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the operator page says is refused, to be compared with what is. */
record PageOfRefusals(List<Row> rows) {
  private static final String START = "## Refused by name";

  /**
   * @param operators of ONNX, or such as begin with "any"
   * @param reason with two dots for any value
   */
  record Row(List<String> operators, Pattern reason) {
    boolean explains(String message) {
      return reason.matcher(message).find()
          && (operators.getFirst().startsWith("any")
              || operators.stream()
                  .anyMatch(
                      o -> message.contains("(" + o + ")") || message.contains(o + " (node")));
    }
  }

  static PageOfRefusals read() {
    String page = OperatorPage.markdown();
    List<Row> rows = new ArrayList<>();
    for (String line : page.substring(page.indexOf(START)).lines().toList()) {
      String[] cells = line.split(" \\| ");
      if (line.startsWith("| ") && cells.length == 2) {
        rows.add(row(cells[0].substring(2), cells[1].replace(" |", "")));
      }
    }
    return new PageOfRefusals(rows);
  }

  private static Row row(String operators, String reason) {
    String pattern =
        Arrays.stream(reason.split("\\.\\.", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".+"));
    return new Row(List.of(operators.split(", ")), Pattern.compile(pattern));
  }

  /** Whether a row names an operator of the message and its reason. */
  boolean explain(String message) {
    return rows.stream().anyMatch(row -> row.explains(message));
  }
}
