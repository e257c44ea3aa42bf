package io.zkchain.cli.model;

import io.zkchain.circuit.Circuit;
import io.zkchain.cli.Result;
import io.zkchain.cli.io.Json;
import io.zkchain.cli.io.Units;
import io.zkchain.compiler.lower.FrontPoint;
import io.zkchain.prover.cost.ProverSpeed;
import io.zkchain.prover.cost.ProverWork;
import io.zkchain.prover.protocol.KeySizes;
import io.zkchain.prover.protocol.ProverMemory;
import io.zkchain.prover.srs.Srs;
import io.zkchain.solidity.GeneratedVerifier;
import io.zkchain.solidity.VerifierCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a circuit will cost, for both forms of output.
 *
 * @param front the sizes that the compiler compared, with times of its reference machine
 */
public record Estimate(
    Circuit circuit,
    ProverWork work,
    ProverSpeed speed,
    ProverMemory memory,
    KeySizes keys,
    VerifierCost gas,
    List<FrontPoint> front) {
  private static final double MILLIS = 1000;

  /** The estimate as a command's result. */
  public Result result() {
    return Result.ok(json(), lines());
  }

  private long millis(double seconds) {
    return Math.max(1, Math.round(MILLIS * seconds));
  }

  /** Proving time of another size of the same model here: in proportion. */
  private long millis(FrontPoint point) {
    double here = work.seconds(speed) / work.seconds(ProverSpeed.REFERENCE);
    return millis(point.seconds() * here);
  }

  private long powers() {
    return circuit.rows() + 1L;
  }

  private ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("rows", circuit.rows()).put("columns", work.columns());
    json.put("srsLogSize", circuit.logRows()).put("srsPowers", powers());
    json.put("srsBytes", Srs.fileBytes(powers()));
    json.put("provingKeyBytes", keys.provingKeyBytes());
    json.put("verifyingKeyBytes", keys.verifyingKeyBytes());
    json.put("proofBytes", gas.proofBytes());
    json.put("proveMillis", millis(work.seconds(speed)));
    json.put("peakMemoryBytes", memory.residentBytes());
    json.put("codeBytes", gas.codeBytes()).put("parts", gas.parts());
    json.put("deployable", gas.deployable());
    json.put("deployGas", gas.deploymentGas()).put("verifyGas", gas.verificationGas());
    ObjectNode parts = json.putObject("gasBreakdown");
    gas.verification().forEach(parts::put);
    ObjectNode measured = json.putObject("machine");
    measured.put("multiplicationNanos", speed.multiplicationNanos());
    measured.put("shortSumNanos", speed.shortSumNanos());
    measured.put("longSumNanos", speed.longSumNanos());
    measured.put("shortIntegerNanos", speed.shortIntegerNanos());
    measured.put("longIntegerNanos", speed.longIntegerNanos());
    ArrayNode points = json.putArray("front");
    for (FrontPoint point : front) {
      ObjectNode node = points.addObject();
      node.put("logRows", point.logRows()).put("proveMillis", millis(point));
      node.put("proofBytes", point.proofBytes()).put("verifyGas", point.gas());
      node.put("codeBytes", point.codeBytes()).put("deployable", point.deployable());
    }
    return json;
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "circuit     2^%d rows (%s), %d committed columns"
            .formatted(circuit.logRows(), Units.count(circuit.rows()), work.columns()));
    lines.add(
        "srs         2^%d + 1 powers of tau (%s)"
            .formatted(circuit.logRows(), Units.bytes(Srs.fileBytes(powers()))));
    lines.add(
        "keys        %s to prove, %s to verify"
            .formatted(Units.bytes(keys.provingKeyBytes()), Units.bytes(keys.verifyingKeyBytes())));
    lines.add(
        "prove       %s on this machine, once warm"
            .formatted(Units.millis(millis(work.seconds(speed)))));
    lines.add("memory      %s".formatted(Units.bytes(memory.residentBytes())));
    lines.add("proof       %s bytes".formatted(Units.count(gas.proofBytes())));
    lines.add(
        "contract    %s bytes of code, %s gas to deploy"
            .formatted(Units.count(gas.codeBytes()), Units.count(gas.deploymentGas())));
    if (!gas.deployable()) {
      lines.add(
          "            more than %d contracts of %s bytes (EIP-170)"
              .formatted(GeneratedVerifier.MOST_PARTS, Units.count(GeneratedVerifier.CODE_LIMIT)));
    } else if (gas.apart()) {
      lines.add(
          "            in %d transactions, one for each contract (EIP-3860)"
              .formatted(1 + gas.parts()));
    }
    lines.add("verify      %s gas".formatted(Units.count(gas.verificationGas())));
    for (Map.Entry<String, Long> part : gas.verification().entrySet()) {
      lines.add("            %9s  %s".formatted(Units.count(part.getValue()), part.getKey()));
    }
    if (front.size() > 1) {
      lines.add("choices     (compile --optimize, --log-rows)");
      front.forEach(point -> lines.add(choice(point)));
    }
    return lines;
  }

  private String choice(FrontPoint point) {
    return "          %s 2^%d rows: %s gas, %s, %s bytes of proof%s"
        .formatted(
            point.logRows() == circuit.logRows() ? "*" : " ",
            point.logRows(),
            Units.count(point.gas()),
            Units.millis(millis(point)),
            Units.count(point.proofBytes()),
            point.deployable() ? "" : ", too much code for a chain");
  }
}
