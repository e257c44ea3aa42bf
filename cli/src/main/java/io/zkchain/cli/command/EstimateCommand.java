package io.zkchain.cli.command;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Witness;
import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.model.Estimate;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.data.InputFile;
import io.zkchain.prover.cost.ProverSpeed;
import io.zkchain.prover.cost.ProverWork;
import io.zkchain.prover.protocol.KeySizes;
import io.zkchain.prover.protocol.ProverMemory;
import io.zkchain.solidity.VerifierCost;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code estimate}: what keys, proofs and verification will cost, before there is a key. */
@Command(
    name = "estimate",
    description = "Tell what keys, proofs and verification will cost, before any key exists.",
    footerHeading = "%nExamples:%n",
    footer = {"  zkchain estimate circuit", "  zkchain estimate circuit --input input.json --json"})
@SuppressWarnings("NullAway.Init") // the parser sets required parameters
final class EstimateCommand extends BaseCommand {
  @Parameters(paramLabel = "DIR", description = "What compile wrote.")
  Path directory;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "One input, whose public values the gas is told for; without it, values of either sign.")
  @Nullable Path input;

  @Override
  public Result run(Session session) throws IOException {
    CompiledModel model = new ModelDirectory(directory).model();
    Circuit circuit = model.circuit();
    VerifierCost gas =
        input == null
            ? VerifierCost.of(circuit)
            : VerifierCost.of(circuit, publicValues(model, input));
    KeySizes keys = KeySizes.of(circuit, model.fixedValues());
    try (var progress = session.progress()) {
      progress.stage("measure this machine", 0);
      ProverSpeed speed = ProverSpeed.measure();
      progress.done();
      return new Estimate(
              circuit,
              ProverWork.of(circuit),
              speed,
              ProverMemory.of(circuit),
              keys,
              gas,
              model.front())
          .result();
    }
  }

  private static List<BigInteger> publicValues(CompiledModel model, Path input) {
    Witness witness = model.witness(InputFile.readOne(input, model.graph().inputs()));
    List<BigInteger> values = new ArrayList<>();
    for (int p = 0; p < model.circuit().publicTensors().size(); p++) {
      for (long value : witness.publicValues(p)) {
        values.add(BigInteger.valueOf(value));
      }
    }
    return values;
  }
}
