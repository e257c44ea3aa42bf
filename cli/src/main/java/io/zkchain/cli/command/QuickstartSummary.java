package io.zkchain.cli.command;

import io.zkchain.cli.Result;
import io.zkchain.cli.io.Numbers;
import io.zkchain.cli.io.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the quickstart says at its end. */
final class QuickstartSummary {
  private QuickstartSummary() {}

  /**
   * @param results what each step found, by command; the summary is added
   * @param gas gas of the submission by what it was spent on; empty if it was not measured
   * @param millis time of each step
   */
  static Result of(ObjectNode results, Map<String, Long> gas, Map<String, Long> millis) {
    int digit = digit(results);
    results.put("prediction", digit);
    ObjectNode breakdown = results.putObject("gasBreakdown");
    gas.forEach(breakdown::put);
    ObjectNode times = results.putObject("millis");
    millis.forEach(times::put);
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "The model says: the digit is a %d. Nobody on the chain saw the image.".formatted(digit));
    receipt(results, lines);
    gas.forEach((what, amount) -> lines.add(row(Units.count(amount), what)));
    int bytes = results.path("prove").path("proofBytes").asInt(0);
    lines.add("proof     %s bytes".formatted(Units.count(bytes)));
    lines.add("altered   refused by verify and by the contract");
    lines.add("time");
    millis.forEach((name, time) -> lines.add(row(Units.millis(time), name)));
    return Result.ok(results, lines);
  }

  private static void receipt(ObjectNode results, List<String> lines) {
    JsonNode submitted = results.path("submit-proof");
    String contract = results.path("deploy").path("contract").asString("");
    lines.add("receipt   transaction " + submitted.path("transactionHash").asString(""));
    lines.add(
        "          block %d, contract %s"
            .formatted(submitted.path("blockNumber").asLong(0), contract));
    lines.add("gas       " + Units.count(submitted.path("gasUsed").asLong(0)));
  }

  private static String row(String figure, String what) {
    return "          %10s  %s".formatted(figure, what);
  }

  private static int digit(ObjectNode results) {
    JsonNode values = results.path("prove").path("outputs").path(0);
    double[] scores = new double[values.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = values.get(i).doubleValue();
    }
    return Numbers.argMax(scores);
  }
}
