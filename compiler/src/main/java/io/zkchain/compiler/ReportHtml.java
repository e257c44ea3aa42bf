package io.zkchain.compiler;

import io.zkchain.compiler.lower.FrontPoint;
import io.zkchain.compiler.quantize.Verdict;
import io.zkchain.solidity.GeneratedVerifier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code report.html}: the compile report for people, one file without scripts or links. */
final class ReportHtml {
  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;
      color:#1a1a1a;background:#fff}
      h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}
      table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
      th,td{text-align:right;padding:.25rem .6rem;border-bottom:1px solid #ddd}
      th:first-child,td:first-child{text-align:left;overflow-wrap:anywhere}
      th{font-weight:600;border-bottom:2px solid #888}
      tr.chosen{background:#e6f2e6;font-weight:600}
      p.note{color:#555}
      """;

  private final StringBuilder out = new StringBuilder();

  private ReportHtml() {}

  static byte[] bytes(CompileReport report) {
    ReportHtml html = new ReportHtml();
    html.page(report);
    return html.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void page(CompileReport report) {
    String title = "Compile report: " + report.name();
    out.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
        .append(escape(title))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body>\n<h1>")
        .append(escape(title))
        .append("</h1>\n");
    summary(report);
    fidelity(report.fidelity());
    front(report);
    tables(report);
    overflow(report);
    nodes(report.fidelity().nodes());
    out.append("</body></html>\n");
  }

  private void summary(CompileReport report) {
    heading("Model");
    open("operator", "nodes");
    report.operators().forEach((operator, count) -> row(false, operator, number(count)));
    close();
    out.append(
        "<p>%s parameters; 2^%d rows, %d committed columns; %s looked-up pairs and %s range-checked"
                .formatted(
                    number(report.parameters()),
                    report.chosen().logRows(),
                    report.columns(),
                    number(report.pairRows()),
                    number(report.singleCells()))
            + " cells; %d relations with %d terms.</p>\n"
                .formatted(report.relations(), report.terms()));
    report.notices().forEach(this::note);
  }

  private void fidelity(Fidelity fidelity) {
    heading("Fidelity to ONNX Runtime");
    note("Absolute differences over " + fidelity.samples() + " samples.");
    if (fidelity.rejected() > 0) {
      note(fidelity.rejected() + " further samples were rejected: there is no proof for them.");
    }
    open("output", "largest error", "mean error", "largest value", "equal arg-max");
    for (Fidelity.TensorError e : fidelity.outputs()) {
      Double agreement = fidelity.agreement().get(e.value());
      row(
          false,
          e.value(),
          real(e.max()),
          real(e.mean()),
          real(e.largest()),
          agreement == null ? "" : String.format(Locale.ROOT, "%.2f %%", 100 * agreement));
    }
    close();
    if (fidelity.saturated().isEmpty()) {
      note("No value was clamped.");
      return;
    }
    open("node", "clamped elements");
    new TreeMap<>(fidelity.saturated()).forEach((node, n) -> row(false, node, number(n)));
    close();
  }

  private void front(CompileReport report) {
    heading("Size against cost");
    note(
        "Estimates: gas counted from the verifier, seconds of a warm proof on two cores of 2.8 GHz"
            + " with vectors of 512 bits ('zkchain estimate' measures this machine). The chosen"
            + " point is marked. A contract has at most "
            + number(GeneratedVerifier.CODE_LIMIT)
            + " bytes; more are split.");
    open(
        "log2 rows",
        "table bits",
        "shift",
        "lanes",
        "table lanes",
        "weight columns",
        "proof bytes",
        "contract bytes",
        "gas",
        "seconds");
    for (FrontPoint p : report.front()) {
      row(
          p.equals(report.chosen()),
          number(p.logRows()),
          number(p.bits()),
          number(p.shift()),
          number(p.lanes()),
          number(p.tableLanes()),
          number(p.fixedColumns()),
          number(p.proofBytes()),
          number(p.codeBytes()),
          number(p.gas()),
          String.format(Locale.ROOT, "%.2f", p.seconds()));
    }
    close();
  }

  private void tables(CompileReport report) {
    heading("Lookup tables");
    open("table", "lowest input", "highest input", "rows", "kind");
    for (CompileReport.TableLine t : report.tables()) {
      row(
          false,
          t.name(),
          number(t.low()),
          number(t.high()),
          number(t.rows()),
          t.function() ? "function" : "range");
    }
    close();
  }

  private void overflow(CompileReport report) {
    heading("Overflow");
    note("What a node does on inputs far outside calibration.");
    open("node", "overflow");
    for (Map.Entry<String, Verdict> e : report.verdicts().entrySet()) {
      row(false, e.getKey(), e.getValue().text());
    }
    close();
  }

  private void nodes(List<Fidelity.TensorError> errors) {
    heading("Errors of all values");
    open("value", "largest error", "mean error", "largest value");
    errors.forEach(e -> row(false, e.value(), real(e.max()), real(e.mean()), real(e.largest())));
    close();
  }

  private void heading(String text) {
    out.append("<h2>").append(escape(text)).append("</h2>\n");
  }

  private void note(String text) {
    out.append("<p class=\"note\">").append(escape(text)).append("</p>\n");
  }

  private void open(String... titles) {
    out.append("<table><tr>");
    for (String title : titles) {
      out.append("<th>").append(escape(title)).append("</th>");
    }
    out.append("</tr>\n");
  }

  private void row(boolean chosen, String... cells) {
    out.append(chosen ? "<tr class=\"chosen\">" : "<tr>");
    for (String cell : cells) {
      out.append("<td>").append(escape(cell)).append("</td>");
    }
    out.append("</tr>\n");
  }

  private void close() {
    out.append("</table>\n");
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String real(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
