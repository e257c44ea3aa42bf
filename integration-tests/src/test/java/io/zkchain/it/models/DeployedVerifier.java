package io.zkchain.it.models;

import io.zkchain.contracts.ChainClient;
import io.zkchain.contracts.CompiledContract;
import io.zkchain.contracts.CompiledVerifier;
import io.zkchain.contracts.ContractErrors;
import io.zkchain.contracts.Deployer;
import io.zkchain.contracts.Deployment;
import io.zkchain.contracts.ProofSubmitter;
import io.zkchain.contracts.Revert;
import io.zkchain.contracts.SigningKey;
import io.zkchain.contracts.SolidityCompiler;
import io.zkchain.contracts.Submission;
import io.zkchain.contracts.TransactionListener;
import io.zkchain.contracts.TransactionSender;
import io.zkchain.prover.protocol.Proof;
import io.zkchain.prover.protocol.VerifyingKey;
import io.zkchain.solidity.Calldata;
import java.util.Optional;

/** The generated contract of a key on a chain. */
record DeployedVerifier(
    TransactionSender sender,
    ProofSubmitter submitter,
    Calldata calldata,
    int codeBytes,
    long deploymentGas) {

  static DeployedVerifier deploy(VerifyingKey key, ChainClient client, SigningKey account) {
    CompiledContract contract =
        CompiledVerifier.compile(key, "Verifier", "Apache-2.0", SolidityCompiler.create())
            .contract();
    TransactionSender sender = new TransactionSender(client, account);
    Deployment deployment =
        new Deployer(client, sender).deploy(contract, "", TransactionListener.none());
    ProofSubmitter submitter =
        new ProofSubmitter(client, deployment.contract(), ContractErrors.ofAbi(contract.abi()));
    return new DeployedVerifier(
        sender,
        submitter,
        Calldata.of(key.circuit().publicTensors()),
        contract.runtimeBytes(),
        deployment.gasUsed().longValueExact());
  }

  /** Sends a proof in a transaction. */
  Submission submit(Proof proof) {
    return submitter.submit(
        sender, Calldata.hex(calldata.submit(proof)), TransactionListener.none());
  }

  /** Why the contract refuses a proof; empty if it accepts. */
  Optional<Revert> refusal(Proof proof) {
    return submitter.check(sender.account(), Calldata.hex(calldata.verify(proof)));
  }
}
