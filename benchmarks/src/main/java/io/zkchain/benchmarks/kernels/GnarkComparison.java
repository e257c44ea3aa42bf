package io.zkchain.benchmarks.kernels;

import io.zkchain.cli.io.Json;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.msm.Bases;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The same multi-scalar multiplications here and in gnark-crypto, in turns, on the same points and
 * scalars; the sums must be equal. Started by {@code benchmarks/gnark/run}, which says how to read
 * the table.
 */
public final class GnarkComparison {
  private final List<Integer> sizes;
  private final List<String> kinds;
  private final List<Integer> threads;
  private final int rounds;
  private final @Nullable Path json;
  private final Path binary;
  private final List<Row> rows = new ArrayList<>();

  /** Fastest times of one sum, in milliseconds. */
  private record Row(String kind, int logSize, int threads, Stopwatch zkchain, Stopwatch gnark) {
    double ratio() {
      return zkchain.wall() / gnark.wall();
    }

    double cpuRatio() {
      return zkchain.cpu() / gnark.cpu();
    }
  }

  private GnarkComparison(List<String> arguments) {
    binary = Path.of(arguments.getFirst());
    sizes =
        Stream.of(option(arguments, "--sizes", "14,16,18,20").split(","))
            .map(Integer::valueOf)
            .toList();
    kinds = List.of(option(arguments, "--kinds", "full,s16,u16").split(","));
    threads =
        Stream.of(option(arguments, "--threads", "1,2").split(",")).map(Integer::valueOf).toList();
    rounds = Integer.parseInt(option(arguments, "--rounds", "5"));
    String file = option(arguments, "--json", "");
    json = file.isEmpty() ? null : Path.of(file);
  }

  private static String option(List<String> arguments, String name, String fallback) {
    int at = arguments.indexOf(name);
    return at < 0 ? fallback : arguments.get(at + 1);
  }

  /** Arguments: the Go program, then options as in {@code benchmarks/gnark/run}. */
  public static void main(String[] arguments) throws Exception {
    new GnarkComparison(List.of(arguments)).run();
  }

  private void run() throws Exception {
    Path folder = Files.createTempDirectory("zkchain-gnark");
    int most = 1 << sizes.stream().mapToInt(i -> i).max().orElseThrow();
    System.err.println("making " + most + " points ...");
    Bases bases = Inputs.bases(most);
    Words.write(folder.resolve("bases"), bases);
    for (String kind : kinds) {
      Words.write(folder.resolve(kind), Terms.of(kind, most).elements());
    }
    try (GnarkProcess gnark = new GnarkProcess(binary, folder)) {
      Setting setting = Setting.current().with("peer", gnark.version());
      for (String kind : kinds) {
        Terms terms = Terms.of(kind, most);
        for (int size : sizes) {
          for (int t : threads) {
            rows.add(compare(gnark, bases, terms, kind, size, t));
          }
        }
      }
      print(setting);
      write(setting);
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private Row compare(GnarkProcess gnark, Bases bases, Terms terms, String kind, int size, int t)
      throws Exception {
    System.err.printf("%s 2^%d, %d threads ...%n", kind, size, t);
    Supplier<G1> sum = terms.sum(Inputs.msm(bases, t), 1 << size);
    Stopwatch ours = new Stopwatch();
    Stopwatch theirs = new Stopwatch();
    // The first runs of a size warm up; small sums are repeated, so that each round takes a while.
    int repeats = 1 << Math.max(0, 17 - size);
    for (int round = 0; round <= rounds; round++) {
      for (int i = 0; i < repeats; i++) {
        G1 here = ours.time(sum);
        G1 there = gnark.sum(kind, size, t, theirs);
        if (!here.equals(there)) {
          throw new IllegalStateException(
              "different sums of %s 2^%d: %s and %s".formatted(kind, size, here, there));
        }
      }
      if (round == 0) {
        ours.reset();
        theirs.reset();
      }
    }
    return new Row(kind, size, t, ours, theirs);
  }

  private void print(Setting setting) {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    setting.print(out);
    out.println(
        "| scalars | terms | threads | zkchain ms (CPU) | gnark-crypto ms (CPU) | ratio | CPU ratio |");
    out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (Row row : rows) {
      out.printf(
          Locale.ROOT,
          "| %s | 2^%d | %d | %.1f (%.1f) | %.1f (%.1f) | %.2f | %.2f |%n",
          row.kind(),
          row.logSize(),
          row.threads(),
          row.zkchain().wall(),
          row.zkchain().cpu(),
          row.gnark().wall(),
          row.gnark().cpu(),
          row.ratio(),
          row.cpuRatio());
    }
  }

  private void write(Setting setting) throws Exception {
    if (json == null) {
      return;
    }
    var root = Json.object();
    setting.addTo(root);
    var list = root.putArray("results");
    for (Row row : rows) {
      list.addObject()
          .put("scalars", row.kind())
          .put("logSize", row.logSize())
          .put("threads", row.threads())
          .put("zkchainMillis", row.zkchain().wall())
          .put("zkchainCpuMillis", row.zkchain().cpu())
          .put("gnarkMillis", row.gnark().wall())
          .put("gnarkCpuMillis", row.gnark().cpu())
          .put("ratio", row.ratio())
          .put("cpuRatio", row.cpuRatio());
    }
    Files.writeString(json, Json.pretty(root) + System.lineSeparator());
  }

  /** Coordinates in hexadecimal, as gnark prints them. */
  static G1 point(String x, String y) {
    return G1.of(
        io.zkchain.prover.field.Fq.fromBigInteger(new BigInteger(x, 16)),
        io.zkchain.prover.field.Fq.fromBigInteger(new BigInteger(y, 16)));
  }
}
