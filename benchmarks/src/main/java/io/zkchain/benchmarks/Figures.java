package io.zkchain.benchmarks;

import io.zkchain.cli.io.Json;
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
  private static final List<String> LARGER =
      List.of(
          "mnist-mlp-2m",
          "cifar-cnn --log-rows 16",
          "cifar-cnn",
          "digits-lstm",
          "digits-gru",
          "mnist-lenet-int8-qop",
          "char-gpt --output logits[:,-1]");
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
    if (options.containsKey("gnark")) {
      report.sums(Json.read("gnark-crypto's figures", Path.of(options.get("gnark"))));
    }
    if (options.containsKey("ezkl")) {
      report.peer(Json.read("ezkl's figures", Path.of(options.get("ezkl"))), figures);
    }
    write("benchmarks.md", report.toString()); // what there is, before the longest part
    if (options.containsKey("scaling")) {
      List<Scaling.Point> points = Scaling.measure(Double.parseDouble(options.get("scaling")));
      report.scaling(points, PLOT);
      write(PLOT, ScalingPlot.svg(points));
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
      for (ModelChoice choice : choices()) {
        System.err.println(choice.label() + " ...");
        Path keys = work.resolve("keys-" + figures.size());
        figures.add(
            new ModelRun(choice, keys, root.resolve("zkchain"), srs)
                .measure(client, chain.account(0)));
      }
    }
    return figures;
  }

  /** The bundled models; with a folder of more, those whose figures are promised, too. */
  private List<ModelChoice> choices() {
    Path bundled = root.resolve("examples/models");
    List<Path> folders = new ArrayList<>(List.of(bundled));
    if (options.containsKey("shared")) {
      folders.add(Path.of(options.get("shared")));
    }
    List<String> labels = new ArrayList<>(models);
    if (models.isEmpty()) {
      labels.addAll(BUNDLED);
      labels.addAll(options.containsKey("shared") ? LARGER : List.of());
    }
    return labels.stream().map(label -> ModelChoice.of(label, folders)).toList();
  }
}
