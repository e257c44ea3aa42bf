package io.zkchain.cli.verifier;

import io.zkchain.contracts.Address;
import io.zkchain.contracts.ChainClient;
import io.zkchain.contracts.CompiledContract;
import io.zkchain.contracts.CompiledVerifier;
import io.zkchain.contracts.ContractErrors;
import io.zkchain.contracts.Deployer;
import io.zkchain.contracts.SolidityCompiler;
import io.zkchain.contracts.TransactionListener;
import io.zkchain.contracts.TransactionRequest;
import io.zkchain.contracts.TransactionSender;
import io.zkchain.prover.protocol.VerifyingKey;
import io.zkchain.solidity.SolidityVerifier;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the gas of a verification goes.
 *
 * <p>Execution is measured by a twin of the contract that keeps the gas left at each section; the
 * sections are those of {@link SolidityVerifier#SECTIONS}. The price of the transaction and of its
 * calldata is computed (EIP-2028: 16 gas for a byte, 4 for a zero byte).
 */
public final class GasBreakdown {
  private static final int TRANSACTION_GAS = 21_000;
  private static final int BYTE_GAS = 16;
  private static final int ZERO_BYTE_GAS = 4;
  private static final int WORD_DIGITS = 64;
  private static final BigInteger CALL_GAS = BigInteger.valueOf(10_000_000);

  private GasBreakdown() {}

  /**
   * Deploys the twin on a chain where that costs nothing, and measures.
   *
   * @param verifyCall ABI-encoded call of {@code verify} with an accepted proof, 0x and hex digits
   * @return gas by what it is spent on, in the order of the work
   */
  public static Map<String, Long> measure(
      VerifyingKey key,
      SolidityCompiler compiler,
      ChainClient client,
      TransactionSender sender,
      String verifyCall) {
    CompiledContract contract = CompiledVerifier.profiling(key, compiler).contract();
    Address address =
        new Deployer(client, sender).deploy(contract, "", TransactionListener.none()).contract();
    var request =
        TransactionRequest.call("profile", address, verifyCall, ContractErrors.standard());
    String answer = client.call(sender.account(), request, CALL_GAS);
    Map<String, Long> gas = new LinkedHashMap<>();
    gas.put("transaction", (long) TRANSACTION_GAS);
    gas.put("calldata", calldataGas(verifyCall));
    long before = word(answer, 0);
    for (int k = 0; k < SolidityVerifier.SECTIONS.size(); k++) {
      long after = word(answer, k + 1);
      gas.put(SolidityVerifier.SECTIONS.get(k), before - after);
      before = after;
    }
    return gas;
  }

  private static long calldataGas(String hex) {
    long gas = 0;
    for (byte b : HexFormat.of().parseHex(hex, 2, hex.length())) {
      gas += b == 0 ? ZERO_BYTE_GAS : BYTE_GAS;
    }
    return gas;
  }

  private static long word(String answer, int number) {
    int start = 2 + WORD_DIGITS * number;
    return new BigInteger(answer.substring(start, start + WORD_DIGITS), 16).longValueExact();
  }
}
