package io.zkchain.benchmarks;

import io.zkchain.cli.BuildInfo;
import io.zkchain.cli.io.Machine;
import io.zkchain.cli.io.Units;
import io.zkchain.contracts.ChainClient;
import io.zkchain.contracts.ChainOptions;
import io.zkchain.contracts.LocalChain;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.srs.Srs;
import io.zkchain.prover.srs.SrsImport;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the bundled models from compilation to the receipt, and prints a table with machine, JDK
 * and commit. Started by {@code benchmarks/figures}.
 *
 * <p>Arguments: the repository's root, then names of models; without names all that are bundled.
 */
public final class Figures {
  private static final List<String> MODELS =
      List.of(
          "mnist-lenet", "mnist-lenet-avg", "digits-cnn-tiny", "breast-cancer-mlp", "iris-logreg");

  private Figures() {}

  /** Prints the table to standard output, progress to standard error. */
  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments.length > 0 ? arguments[0] : ".");
    List<String> models =
        arguments.length > 1 ? List.of(arguments).subList(1, arguments.length) : MODELS;
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path work = Files.createTempDirectory("zkchain-figures");
    Srs srs = SrsImport.read(root.resolve("examples/srs/kzg10-bn254-aztec-srs-32768.bin"));
    List<ModelFigures> figures = new ArrayList<>();
    try (LocalChain chain = LocalChain.start();
        ChainClient client = ChainClient.connect(chain.rpc(), ChainOptions.defaults())) {
      for (String model : models) {
        System.err.println(model + " ...");
        Path folder = root.resolve("examples/models").resolve(model);
        figures.add(
            new ModelRun(model, folder, work.resolve(model), srs)
                .measure(client, chain.account(0)));
      }
    }
    header(out);
    table(out, figures);
    figures.forEach(f -> details(out, f));
  }

  private static void header(PrintStream out) {
    out.println(
        "Machine: "
            + Machine.processor()
            + ", "
            + Units.bytes(Machine.memory().orElse(0))
            + " memory");
    out.println("Build: " + BuildInfo.load().describe());
    out.println("Kernels: " + Kernels.explanation());
    out.println("Date: " + LocalDate.now());
    out.println();
  }

  private static void table(PrintStream out, List<ModelFigures> figures) {
    out.println(
        "| model | rows | prove, warm | peak memory of prove | proof | gas to verify | arg-max | largest difference |");
    out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (ModelFigures f : figures) {
      out.printf(
          Locale.ROOT,
          "| `%s` | 2^%d | %s | %s | %s B | %s | %s | %.3g |%n",
          f.model(),
          f.logRows(),
          Units.millis(f.proveMillis()),
          f.peakBytes().isPresent() ? Units.bytes(f.peakBytes().getAsLong()) : "unknown",
          Units.count(f.proofBytes()),
          Units.count(f.gas()),
          f.agreement().isPresent()
              ? String.format(Locale.ROOT, "%.1f %%", 100 * f.agreement().getAsDouble())
              : "one value",
          f.maxDifference());
    }
    out.println();
  }

  private static void details(PrintStream out, ModelFigures f) {
    out.printf(Locale.ROOT, "`%s`: prove %s ms%n", f.model(), f.runs());
    out.println("  stages " + f.stages());
    var text = new StringBuilder();
    for (Map.Entry<String, Long> part : f.gasBreakdown().entrySet()) {
      text.append(text.isEmpty() ? "" : ", ");
      text.append(part.getKey()).append(' ').append(Units.count(part.getValue()));
    }
    out.println("  gas " + text);
  }
}
