package io.zkchain.cli.command;

import io.zkchain.circuit.Checker;
import io.zkchain.circuit.Violation;
import io.zkchain.cli.CliException;
import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.io.Json;
import io.zkchain.cli.io.Units;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.data.InputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mock}: every constraint on a real witness, without a proof. */
@Command(
    name = "mock",
    description = "Check all constraints on a real witness, without a proof.",
    footerHeading = "%nExamples:%n",
    footer = {"  zkchain mock circuit --input input.json"})
@SuppressWarnings("NullAway.Init") // the parser sets required options
final class MockCommand extends BaseCommand {
  @Parameters(paramLabel = "DIR", description = "What compile wrote.")
  Path directory;

  @Option(names = "--input", paramLabel = "FILE", required = true, description = "One input.")
  Path input;

  @Override
  public Result run(Session session) throws IOException {
    CompiledModel model = new ModelDirectory(directory).model();
    var witness = model.witness(InputFile.readOne(input, model.graph().inputs()));
    Optional<Violation> first = new Checker(model.circuit(), model.fixedValues()).first(witness);
    if (first.isPresent()) {
      throw CliException.failed(first.get().message());
    }
    int relations = model.circuit().relations().size();
    int tensors = model.circuit().tensors().size();
    var json = Json.object();
    json.put("satisfied", true).put("relations", relations).put("tensors", tensors);
    return Result.ok(
        json,
        "all constraints hold: %s relations, lookups of %s tensors"
            .formatted(Units.count(relations), Units.count(tensors)));
  }
}
