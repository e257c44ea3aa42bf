package io.zkchain.it.chain;

import io.zkchain.contracts.LocalChain;
import io.zkchain.contracts.NpmTools;
import io.zkchain.contracts.SigningKey;
import java.net.URI;
import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * A fresh chain for a test class: Anvil in a container where a Docker engine answers, the same
 * Anvil as a plain process where none does. The log says which; where the environment variable
 * {@code ZKCHAIN_REQUIRE_CONTAINER} is set, as in CI, a missing engine is an error.
 *
 * <pre>{@code
 * try (AnvilHarness chain = AnvilHarness.start()) {
 *   ChainClient client = ChainClient.connect(chain.rpc(), ChainOptions.defaults());
 * }
 * }</pre>
 */
public final class AnvilHarness implements AutoCloseable {
  private static final int PORT = 8545;
  private static final String REQUIRE_CONTAINER = "ZKCHAIN_REQUIRE_CONTAINER";

  private final AutoCloseable chain;
  private final URI rpc;

  private AnvilHarness(AutoCloseable chain, URI rpc, String kind) {
    this.chain = chain;
    this.rpc = rpc;
    System.out.println("Anvil runs as a " + kind + " at " + rpc);
  }

  /** Starts a chain with the default options. */
  public static AnvilHarness start() throws InterruptedException {
    return start(LocalChain.Options.defaults());
  }

  /** Starts a chain. */
  public static AnvilHarness start(LocalChain.Options options) throws InterruptedException {
    if (DockerEngine.answers()) {
      return container(options);
    }
    if (System.getenv(REQUIRE_CONTAINER) != null) {
      throw new IllegalStateException(REQUIRE_CONTAINER + " is set, and no Docker engine answers");
    }
    return process(options);
  }

  private static AnvilHarness process(LocalChain.Options options) {
    LocalChain chain = LocalChain.start(NpmTools.standard(), options);
    return new AnvilHarness(chain, chain.rpc(), "plain process");
  }

  private static AnvilHarness container(LocalChain.Options options) {
    GenericContainer<?> container =
        new GenericContainer<>(AnvilImage.image())
            .withCommand(options.arguments().toArray(String[]::new))
            .withExposedPorts(PORT)
            .waitingFor(Wait.forLogMessage(".*Listening on.*", 1))
            .withStartupTimeout(Duration.ofMinutes(1));
    container.start();
    URI rpc = URI.create("http://" + container.getHost() + ":" + container.getMappedPort(PORT));
    return new AnvilHarness(container, rpc, "container");
  }

  /** Address for JSON-RPC over HTTP. */
  public URI rpc() {
    return rpc;
  }

  /** Key of a funded account, 0 to 9. */
  public SigningKey account(int index) {
    return LocalChain.developmentAccount(index);
  }

  @Override
  public void close() throws Exception {
    chain.close();
  }
}
