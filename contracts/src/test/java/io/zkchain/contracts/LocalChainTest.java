package io.zkchain.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;

class LocalChainTest {

  @Test
  void acceptsConnectionsUntilItIsClosed() throws Exception {
    URI rpc;
    try (LocalChain chain = LocalChain.start()) {
      rpc = chain.rpc();
      assertThat(rpc.getHost()).isEqualTo("127.0.0.1");
      connect(rpc);
    }
    assertThatThrownBy(() -> connect(rpc)).isInstanceOf(IOException.class);
  }

  @Test
  void reportsOptionsThatAnvilRefuses() {
    var options = new LocalChain.Options(1, "no-such-fork", 1, false);
    assertThatThrownBy(() -> LocalChain.start(NpmTools.standard(), options))
        .isInstanceOf(ChainException.LocalChainFailed.class)
        .hasMessageContaining("no-such-fork");
  }

  @Test
  void namesTheWellKnownAccounts() {
    assertThat(DevelopmentAccounts.key(0).address())
        .hasToString("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
    assertThatThrownBy(() -> DevelopmentAccounts.key(10))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void connect(URI rpc) throws IOException {
    new Socket(rpc.getHost(), rpc.getPort()).close();
  }
}
