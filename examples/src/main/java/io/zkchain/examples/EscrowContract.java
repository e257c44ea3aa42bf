package io.zkchain.examples;

import io.zkchain.contracts.Address;
import io.zkchain.contracts.ChainClient;
import io.zkchain.contracts.CompiledContract;
import io.zkchain.contracts.ContractErrors;
import io.zkchain.contracts.Deployer;
import io.zkchain.contracts.SolidityCompiler;
import io.zkchain.contracts.TransactionListener;
import io.zkchain.contracts.TransactionSender;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** The compiled {@code PredictionEscrow}. */
public final class EscrowContract {
  private static final String NAME = "PredictionEscrow";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final CompiledContract compiled;

  private EscrowContract(CompiledContract compiled) {
    this.compiled = compiled;
  }

  /** Compiles the bundled source. */
  public static EscrowContract compile(SolidityCompiler compiler) {
    String file = NAME + ".sol";
    var input = JSON.createObjectNode().put("language", "Solidity");
    input.putObject("sources").putObject(file).put("content", source(file));
    var settings = input.putObject("settings").put("evmVersion", "shanghai");
    settings.putObject("optimizer").put("enabled", true).put("runs", 1000);
    var selection = settings.putObject("outputSelection").putObject("*").putArray("*");
    selection.add("abi").add("evm").add("devdoc").add("userdoc");
    return new EscrowContract(compiler.compile(JSON.writeValueAsString(input)).contract(NAME));
  }

  /** Deploys an escrow that trusts a verifier; returns its address. */
  public Address deploy(ChainClient chain, TransactionSender sender, Address verifier) {
    var argument = new org.web3j.abi.datatypes.Address(verifier.value());
    String arguments = FunctionEncoder.encodeConstructor(List.of(argument));
    return new Deployer(chain, sender)
        .deploy(compiled, arguments, TransactionListener.none())
        .contract();
  }

  /**
   * The reasons for which a call of the escrow may be refused: its own, and the verifier's, which
   * it passes on.
   *
   * @param verifierAbi the verifier's ABI, a JSON array
   */
  public ContractErrors errors(String verifierAbi) {
    var all = (ArrayNode) JSON.readTree(compiled.abi());
    all.addAll((ArrayNode) JSON.readTree(verifierAbi));
    return ContractErrors.ofAbi(JSON.writeValueAsString(all));
  }

  private static String source(String file) {
    try (InputStream in = EscrowContract.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing beside " + EscrowContract.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
