package io.zkchain.examples;

import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.ModelCompiler;
import io.zkchain.compiler.data.InputFile;
import io.zkchain.contracts.ChainClient;
import io.zkchain.contracts.ChainOptions;
import io.zkchain.contracts.CompiledVerifier;
import io.zkchain.contracts.ContractErrors;
import io.zkchain.contracts.Deployer;
import io.zkchain.contracts.ProofSubmitter;
import io.zkchain.contracts.SigningKey;
import io.zkchain.contracts.SolidityCompiler;
import io.zkchain.contracts.Submission;
import io.zkchain.contracts.TransactionListener;
import io.zkchain.contracts.TransactionSender;
import io.zkchain.prover.protocol.ProgressListener;
import io.zkchain.prover.protocol.Prover;
import io.zkchain.prover.protocol.Setup;
import io.zkchain.prover.protocol.Verifier;
import io.zkchain.prover.srs.SrsImport;
import io.zkchain.solidity.Calldata;
import java.net.URI;
import java.nio.file.Path;

/** The whole path on the Java API, as the README shows it. */
public final class FromModelToReceipt {
  private FromModelToReceipt() {}

  /**
   * Compiles, sets up, proves, verifies, deploys and submits.
   *
   * @param folder with model.onnx, calibration.json and input.json
   * @param ceremony powers of tau, as a public ceremony published them
   * @param rpc JSON-RPC address of a node
   * @param signingKey pays for deployment and submission
   * @return what the contract said
   */
  public static Submission run(Path folder, Path ceremony, URI rpc, SigningKey signingKey) {
    // README
    CompiledModel model =
        ModelCompiler.compile(
            folder.resolve("model.onnx"),
            CompileOptions.defaults(),
            folder.resolve("calibration.json"));
    var srs = SrsImport.read(ceremony);
    var key = Setup.create(model.circuit(), model.fixedValues(), srs, ProgressListener.NONE);
    var input = InputFile.readOne(folder.resolve("input.json"), model.graph().inputs());
    var proof =
        new Prover(key, srs).prove(model.witness(input), new byte[32], ProgressListener.NONE);
    System.out.println(new Verifier(key.verifyingKey()).verify(proof));

    var compiler = SolidityCompiler.create();
    var contract =
        CompiledVerifier.compile(key.verifyingKey(), "example", "MIT", compiler).contract();
    try (var chain = ChainClient.connect(rpc, ChainOptions.defaults())) {
      var sender = new TransactionSender(chain, signingKey);
      var deployed = new Deployer(chain, sender).deploy(contract, "", TransactionListener.none());
      var errors = ContractErrors.ofAbi(contract.abi());
      String call = Calldata.hex(Calldata.of(model.circuit().publicTensors()).submit(proof));
      return new ProofSubmitter(chain, deployed.contract(), errors)
          .submit(sender, call, TransactionListener.none());
    }
    // README
  }
}
