package io.zkchain.benchmarks;

import io.zkchain.cli.io.Json;
import io.zkchain.compiler.Objective;
import io.zkchain.contracts.ChainClient;
import io.zkchain.contracts.ChainOptions;
import io.zkchain.contracts.LocalChain;
import io.zkchain.prover.cost.ProverSpeed;
import io.zkchain.prover.srs.Srs;
import io.zkchain.prover.srs.SrsImport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures models from compilation to the receipt, beside what was estimated, and prints tables
 * with machine, JDK and commit. Started by {@code benchmarks/figures}, which describes the
 * arguments.
 */
public final class Figures {
  private static final List<String> BUNDLED =
      List.of(
          "mnist-lenet", "mnist-lenet-avg", "digits-cnn-tiny", "breast-cancer-mlp", "iris-logreg");
  private static final List<String> LARGER = List.of("mnist-mlp-2m", "cifar-cnn");
  private static final String PLOT = "benchmarks.svg";

  private final Path root;
  private final Map<String, String> options;
  private final List<String> models;

  private Figures(Path root, Map<String, String> options, List<String> models) {
    this.root = root;
    this.options = options;
    this.models = models;
  }

  /** Prints the tables to standard output, progress to standard error. */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> options = new HashMap<>();
    List<String> models = new ArrayList<>();
    for (int i = 1; i < arguments.length; i++) {
      if (arguments[i].startsWith("--") && i + 1 < arguments.length) {
        options.put(arguments[i].substring(2), arguments[++i]);
      } else {
        models.add(arguments[i]);
      }
    }
    new Figures(Path.of(arguments[0]), options, models).run();
  }

  private void run() throws Exception {
    List<ModelFigures> figures = measure();
    Report report =
        new Report()
            .header(ProverSpeed.measure())
            .models(figures)
            .estimates(figures)
            .details(figures);
    if (options.containsKey("scaling")) {
      List<Scaling.Point> points = Scaling.measure(Double.parseDouble(options.get("scaling")));
      report.scaling(points, PLOT);
      write(PLOT, ScalingPlot.svg(points));
    }
    if (options.containsKey("gnark")) {
      report.sums(Json.read("gnark-crypto's figures", Path.of(options.get("gnark"))));
    }
    if (options.containsKey("ezkl")) {
      report.peer(Json.read("ezkl's figures", Path.of(options.get("ezkl"))), figures);
    }
    new PrintStream(System.out, true, StandardCharsets.UTF_8).print(report);
    write("benchmarks.md", report.toString());
  }

  /** Into the folder of {@code --out}, if there is one. */
  private void write(String name, String text) throws IOException {
    if (options.containsKey("out")) {
      Files.writeString(Path.of(options.get("out")).resolve(name), text);
    }
  }

  private List<ModelFigures> measure() throws Exception {
    Path work = Files.createTempDirectory("zkchain-figures");
    Srs srs = SrsImport.read(root.resolve("examples/srs/kzg10-bn254-aztec-srs-32768.bin"));
    List<ModelFigures> figures = new ArrayList<>();
    try (LocalChain chain = LocalChain.start();
        ChainClient client = ChainClient.connect(chain.rpc(), ChainOptions.defaults())) {
      for (Choice choice : choices()) {
        System.err.println(choice.model() + " ...");
        Path keys = work.resolve(choice.model() + choice.objective());
        figures.add(
            new ModelRun(
                    choice.model(),
                    choice.objective(),
                    choice.folder(),
                    keys,
                    root.resolve("zkchain"),
                    srs)
                .measure(client, chain.account(0)));
      }
    }
    return figures;
  }

  private record Choice(String model, Objective objective, Path folder) {}

  /** The bundled models; with a folder of more, those whose figures are promised, too. */
  private List<Choice> choices() {
    Path bundled = root.resolve("examples/models");
    Path shared = options.containsKey("shared") ? Path.of(options.get("shared")) : bundled;
    List<Choice> choices = new ArrayList<>();
    if (!models.isEmpty()) {
      for (String model : models) {
        Path folder = bundled.resolve(model);
        choices.add(
            new Choice(
                model,
                Objective.BALANCED,
                Files.isDirectory(folder) ? folder : shared.resolve(model)));
      }
      return choices;
    }
    BUNDLED.forEach(
        model -> choices.add(new Choice(model, Objective.BALANCED, bundled.resolve(model))));
    if (options.containsKey("shared")) {
      LARGER.forEach(
          model -> choices.add(new Choice(model, Objective.BALANCED, shared.resolve(model))));
      choices.add(new Choice("cifar-cnn", Objective.GAS, shared.resolve("cifar-cnn")));
    }
    return choices;
  }
}
