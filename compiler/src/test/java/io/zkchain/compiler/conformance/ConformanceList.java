package io.zkchain.compiler.conformance;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints the outcome of ONNX's node tests by operator, for development. Arguments: operators, or
 * beginnings of test names (with the prefix {@code test_}); all tests without any. Expanded tests
 * count for no operator; name them.
 */
final class ConformanceList {

  private ConformanceList() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    Map<String, int[]> tally = new TreeMap<>();
    int[] sum = new int[Conformance.Status.values().length];
    try (NodeTestData data = NodeTestData.open()) {
      for (NodeTest.Name name : NodeTest.names()) {
        if (!wanted(name, arguments)) {
          continue;
        }
        long start = System.nanoTime();
        Conformance.Outcome outcome = Conformance.run(data.read(name));
        int[] counts = tally.computeIfAbsent(name.operator(), key -> new int[sum.length]);
        counts[outcome.status().ordinal()]++;
        sum[outcome.status().ordinal()]++;
        out.printf(
            "%-8s %-24s %s %s [%d ms]%n",
            outcome.status(),
            name.operator(),
            name,
            outcome.detail(),
            (System.nanoTime() - start) / 1_000_000);
      }
    }
    tally.forEach((operator, counts) ->
        out.printf("%-32s passes %d, folded %d, refused %d, fails %d%n", row(operator, counts)));
    out.printf("%-32s passes %d, folded %d, refused %d, fails %d%n", row("ALL", sum));
  }

  private static Object[] row(String operator, int[] counts) {
    return new Object[] {operator, counts[0], counts[1], counts[2], counts[3]};
  }

  private static boolean wanted(NodeTest.Name name, String[] arguments) {
    for (String argument : arguments) {
      if (name.operator().equals(argument)
          || (argument.startsWith("test_") && name.test().startsWith(argument))) {
        return true;
      }
    }
    return arguments.length == 0;
  }
}
