package io.zkchain.it.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.contracts.ChainClient;
import io.zkchain.contracts.ChainException;
import io.zkchain.contracts.ChainOptions;
import io.zkchain.contracts.ContractErrors;
import io.zkchain.contracts.LocalChain;
import io.zkchain.contracts.Receipt;
import io.zkchain.contracts.TransactionListener;
import io.zkchain.contracts.TransactionRequest;
import io.zkchain.contracts.TransactionSender;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class AnvilHarnessTest {
  // Returns the one byte 0x00, STOP, as the code of the contract it creates.
  private static final String CREATION = "0x60016000f3";

  @Test
  void givesAChainWithFundedAccounts() throws Exception {
    try (AnvilHarness chain = AnvilHarness.start();
        ChainClient client =
            ChainClient.connect(chain.rpc(), ChainOptions.defaults().expecting(31337))) {
      TransactionSender sender = new TransactionSender(client, chain.account(9));
      TransactionRequest request =
          TransactionRequest.creation("a contract", CREATION, ContractErrors.standard());
      Receipt receipt = sender.send(request, TransactionListener.none());
      assertThat(client.code(receipt.contract().orElseThrow())).isEqualTo("0x00");
    }
  }

  @Test
  void limitsTheGasOfATransaction() throws Exception {
    LocalChain.Options options = new LocalChain.Options(7, "osaka", 20_000_000, true);
    try (AnvilHarness chain = AnvilHarness.start(options);
        ChainClient client = ChainClient.connect(chain.rpc(), ChainOptions.defaults())) {
      assertThat(client.chainId()).isEqualTo(7);
      // JUMPDEST PUSH1 0 JUMP: never ends.
      TransactionRequest endless =
          TransactionRequest.creation("an endless loop", "0x5b600056", ContractErrors.standard());
      assertThatThrownBy(
              () -> client.call(chain.account(0).address(), endless, BigInteger.ONE.shiftLeft(24)))
          .isInstanceOf(ChainException.CallReverted.class);
    }
  }
}
