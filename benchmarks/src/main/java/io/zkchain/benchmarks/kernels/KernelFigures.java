package io.zkchain.benchmarks.kernels;

import io.zkchain.cli.io.Json;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks of this package and prints a table. Started by {@code benchmarks/kernels}.
 *
 * <p>Arguments: {@code [--json FILE] [--seconds N] [CLASS ...]}; without classes all run. Every
 * benchmark has one process of its own, warmed up for as long as it is measured.
 */
public final class KernelFigures {
  private static final int ITERATIONS = 5;

  private KernelFigures() {}

  /** Prints the table to standard output, progress to standard error. */
  public static void main(String[] arguments) throws Exception {
    List<String> classes = new ArrayList<>();
    Path json = null;
    int seconds = 1;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--json" -> json = Path.of(arguments[++i]);
        case "--seconds" -> seconds = Integer.parseInt(arguments[++i]);
        default -> classes.add(arguments[i]);
      }
    }
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .forks(1)
            .warmupIterations(ITERATIONS)
            .warmupTime(TimeValue.seconds(seconds))
            .measurementIterations(ITERATIONS)
            .measurementTime(TimeValue.seconds(seconds))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    String name = KernelFigures.class.getPackageName().replace(".", "\\.") + "\\.";
    if (classes.isEmpty()) {
      options.include(name);
    }
    classes.forEach(c -> options.include(name + c + "\\."));
    System.err.println("running; some minutes ...");
    Collection<RunResult> results = new Runner(options.build()).run();
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Setting.current().print(out);
    print(out, results);
    if (json != null) {
      Files.writeString(json, json(results) + System.lineSeparator());
    }
  }

  private static String benchmark(RunResult run) {
    String name = run.getParams().getBenchmark();
    return name.substring(KernelFigures.class.getPackageName().length() + 1);
  }

  private static String parameters(RunResult run) {
    var text = new StringBuilder();
    for (String key : run.getParams().getParamsKeys()) {
      text.append(text.isEmpty() ? "" : " ").append(key).append('=');
      text.append(run.getParams().getParam(key));
    }
    return text.toString();
  }

  /** Fastest and mean: the machine's other work can only slow a run down. */
  private static void print(PrintStream out, Collection<RunResult> results) {
    out.println("| benchmark | parameters | fastest | mean | unit |");
    out.println("| --- | --- | ---: | ---: | --- |");
    for (RunResult run : results) {
      Result<?> result = run.getPrimaryResult();
      out.printf(
          Locale.ROOT,
          "| %s | %s | %.2f | %.2f | %s |%n",
          benchmark(run),
          parameters(run),
          result.getStatistics().getMin(),
          result.getScore(),
          result.getScoreUnit());
    }
  }

  private static String json(Collection<RunResult> results) {
    var json = Json.object();
    Setting.current().addTo(json);
    var rows = json.putArray("results");
    for (RunResult run : results) {
      Result<?> result = run.getPrimaryResult();
      rows.addObject()
          .put("benchmark", benchmark(run))
          .put("parameters", parameters(run))
          .put("fastest", result.getStatistics().getMin())
          .put("mean", result.getScore())
          .put("unit", result.getScoreUnit());
    }
    return Json.pretty(json);
  }
}
