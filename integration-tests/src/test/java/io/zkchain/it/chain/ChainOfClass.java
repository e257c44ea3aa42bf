package io.zkchain.it.chain;

import static java.util.Objects.requireNonNull;

import io.zkchain.contracts.ChainClient;
import io.zkchain.contracts.ChainOptions;
import io.zkchain.contracts.SigningKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A chain and a client of it for all tests of a class that has one instance.
 *
 * <pre>{@code
 * @RegisterExtension final ChainOfClass chain = new ChainOfClass();
 * }</pre>
 */
public final class ChainOfClass implements BeforeAllCallback, AfterAllCallback {
  private @Nullable AnvilHarness chain;
  private @Nullable ChainClient client;

  @Override
  public void beforeAll(ExtensionContext context) throws InterruptedException {
    AnvilHarness started = AnvilHarness.start();
    chain = started;
    client = ChainClient.connect(started.rpc(), ChainOptions.defaults());
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (client != null) {
      client.close();
    }
    if (chain != null) {
      chain.close();
    }
  }

  /** The client. */
  public ChainClient client() {
    return requireNonNull(client);
  }

  /** Key of a funded account, 0 to 9. */
  public SigningKey account(int index) {
    return requireNonNull(chain).account(index);
  }
}
