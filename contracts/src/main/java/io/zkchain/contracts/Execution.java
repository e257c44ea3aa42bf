package io.zkchain.contracts;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import tools.jackson.databind.JsonNode;

/**
 * What one simulated execution did at a given gas limit, from {@code eth_simulateV1}.
 *
 * @param succeeded whether it ended without a revert
 * @param effects returned data and events, as the node words them
 * @param gasUsed what a transaction would pay for, refunds taken off
 */
record Execution(boolean succeeded, List<String> effects, BigInteger gasUsed) {

  /** Answer whose result is read as a tree. */
  static final class Tree extends Response<JsonNode> {}

  /** Simulates on the newest block; nothing if the node does not know the method. */
  static Optional<Execution> simulate(
      ChainClient client, Address from, TransactionRequest request, BigInteger gas) {
    Map<String, Object> call = new TreeMap<>();
    call.put("from", from.value());
    request.to().ifPresent(to -> call.put("to", to.value()));
    call.put("input", request.data());
    call.put("value", "0x" + request.value().toString(16));
    call.put("gas", "0x" + gas.toString(16));
    Map<String, Object> block =
        Map.of("blockStateCalls", List.of(Map.of("calls", List.of(call))), "validation", false);
    Tree answer =
        client.answer(
            new Request<>(
                "eth_simulateV1", List.of(block, "latest"), client.service(), Tree.class));
    if (answer.hasError() || answer.getResult() == null) {
      return Optional.empty();
    }
    JsonNode result = answer.getResult().path(0).path("calls").path(0);
    if (!result.path("gasUsed").isString()) {
      return Optional.empty();
    }
    List<String> effects = new java.util.ArrayList<>();
    effects.add(result.path("returnData").asString(""));
    for (JsonNode event : result.path("logs")) {
      effects.add(event.path("address") + " " + event.path("topics") + " " + event.path("data"));
    }
    return Optional.of(
        new Execution(
            result.path("status").asString("").equals("0x1"),
            List.copyOf(effects),
            Hex.quantity(result.path("gasUsed").asString())));
  }
}
