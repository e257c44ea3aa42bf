package io.zkchain.cli.command;

import io.zkchain.contracts.ChainClient;
import io.zkchain.contracts.ChainOptions;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which node to talk to, and for how long. */
final class NodeOptions {
  @Option(
      names = "--rpc",
      paramLabel = "URL",
      required = true,
      description = "JSON-RPC address of a node, http or https.")
  URI rpc = URI.create("http://127.0.0.1:8545");

  @Option(
      names = "--chain-id",
      paramLabel = "N",
      description = "Refuse a node that serves another chain.")
  @Nullable Long chainId;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "180",
      description = "How long to wait for a receipt; default ${DEFAULT-VALUE}.")
  int timeout = 180;

  ChainClient connect() {
    ChainOptions standard = ChainOptions.defaults();
    OptionalLong expected = chainId == null ? OptionalLong.empty() : OptionalLong.of(chainId);
    return ChainClient.connect(
        rpc,
        new ChainOptions(
            expected,
            standard.requestTimeout(),
            Duration.ofSeconds(timeout),
            standard.outageTimeout()));
  }
}
