package io.zkchain.cli.command;

import io.zkchain.circuit.PublicTensor;
import io.zkchain.cli.CliException;
import io.zkchain.cli.Session;
import io.zkchain.cli.io.Hex;
import io.zkchain.cli.proof.ProofFile;
import io.zkchain.cli.proof.Statements;
import io.zkchain.prover.protocol.Proof;
import io.zkchain.prover.protocol.VerifyingKey;
import io.zkchain.solidity.Calldata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How a proof's public values become the arguments of the contract, one array for each public
 * tensor. The proof file does not tell tensors apart; the key does.
 */
final class StatementOptions {
  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "The verifying key, needed where a model has several public inputs or outputs; default:"
              + " verifying.key beside the proof, if it is the proof's.")
  @Nullable Path key;

  /** An encoder, and the proof in the order that it takes. */
  record Call(Calldata encoder, Proof proof) {
    String hex(String function) {
      return Calldata.hex(
          switch (function) {
            case "verify" -> encoder.verify(proof);
            case "submit" -> encoder.submit(proof);
            default -> throw new IllegalArgumentException(function);
          });
    }
  }

  Call call(Session session, Path proofPath, ProofFile file) throws IOException {
    Path beside = proofPath.resolveSibling("verifying.key");
    if (key != null) {
      return ofKey(VerifyingKey.open(key), file, session.show(key));
    }
    if (Files.isRegularFile(beside)) {
      VerifyingKey found = VerifyingKey.open(beside);
      if (Hex.of(found.digest()).equals("0x" + file.verifyingKey())) {
        return ofKey(found, file, session.show(beside));
      }
    }
    List<Integer> counts =
        Stream.of(file.publicInputs().size(), file.publicOutputs().size())
            .filter(count -> count > 0)
            .toList();
    var proof =
        new Proof(
            file.verifyingKeyBytes(), file.contextBytes(), file.publicValues(), file.proofBytes());
    return new Call(Calldata.ofCounts(counts), proof);
  }

  private static Call ofKey(VerifyingKey key, ProofFile file, String shown) {
    if (!Hex.of(key.digest()).equals("0x" + file.verifyingKey())) {
      throw CliException.failed("the proof was not made for the key " + shown);
    }
    List<PublicTensor> tensors = key.circuit().publicTensors();
    Proof proof =
        Statements.toProof(file, key.circuit())
            .orElseThrow(() ->
                CliException.failed(
                    "the proof has "
                        + Statements.mismatch(file, key.circuit())
                        + " (key "
                        + shown
                        + ")"));
    return new Call(Calldata.of(tensors), proof);
  }
}
