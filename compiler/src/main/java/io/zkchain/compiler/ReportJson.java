package io.zkchain.compiler;

import io.zkchain.compiler.lower.FrontPoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code report.json}: the compile report for programs. */
final class ReportJson {

  private ReportJson() {}

  static byte[] bytes(CompileReport report) {
    JsonMapper mapper = new JsonMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("format", "zkchain-report");
    root.put("version", 1);
    root.put("name", report.name());
    root.put("parameters", report.parameters());
    ObjectNode operators = root.putObject("operators");
    report.operators().forEach(operators::put);
    root.put("rows", 1 << report.chosen().logRows());
    root.put("columns", report.columns());
    root.put("pairRows", report.pairRows());
    root.put("singleCells", report.singleCells());
    root.put("relations", report.relations());
    root.put("terms", report.terms());
    ArrayNode tables = root.putArray("tables");
    for (CompileReport.TableLine table : report.tables()) {
      ObjectNode node = tables.addObject();
      node.put("name", table.name());
      node.put("low", table.low());
      node.put("high", table.high());
      node.put("rows", table.rows());
      node.put("function", table.function());
    }
    root.set("chosen", point(mapper.createObjectNode(), report.chosen()));
    ArrayNode front = root.putArray("front");
    report.front().forEach(p -> point(front.addObject(), p));
    ObjectNode overflow = root.putObject("overflow");
    report.verdicts().forEach((node, verdict) -> overflow.put(node, verdict.text()));
    fidelity(root.putObject("fidelity"), report.fidelity());
    ArrayNode notices = root.putArray("notices");
    report.notices().forEach(notices::add);
    return (mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode point(ObjectNode node, FrontPoint point) {
    node.put("logRows", point.logRows());
    node.put("bits", point.bits());
    node.put("shift", point.shift());
    node.put("lanes", point.lanes());
    node.put("tableLanes", point.tableLanes());
    node.put("fixedColumns", point.fixedColumns());
    node.put("proofBytes", point.proofBytes());
    node.put("codeBytes", point.codeBytes());
    node.put("deployable", point.deployable());
    node.put("estimatedGas", point.gas());
    node.put("estimatedSeconds", point.seconds());
    return node;
  }

  private static void fidelity(ObjectNode node, Fidelity fidelity) {
    node.put("samples", fidelity.samples());
    node.put("rejected", fidelity.rejected());
    ObjectNode agreement = node.putObject("argMaxAgreement");
    new TreeMap<>(fidelity.agreement()).forEach(agreement::put);
    errors(node.putArray("outputs"), fidelity.outputs());
    errors(node.putArray("nodes"), fidelity.nodes());
    ObjectNode saturated = node.putObject("saturated");
    new TreeMap<>(fidelity.saturated()).forEach(saturated::put);
  }

  private static void errors(ArrayNode array, List<Fidelity.TensorError> errors) {
    for (Fidelity.TensorError error : errors) {
      ObjectNode node = array.addObject();
      node.put("value", error.value());
      node.put("maxError", error.max());
      node.put("meanError", error.mean());
      node.put("largest", error.largest());
    }
  }
}
