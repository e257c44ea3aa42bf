package io.zkchain.benchmarks.kernels;

import io.zkchain.cli.BuildInfo;
import io.zkchain.cli.io.Machine;
import io.zkchain.cli.io.Units;
import io.zkchain.prover.field.Kernels;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What figures depend on: machine, JDK, flags, kernels, commit, date. */
record Setting(Map<String, String> facts) {
  static Setting current() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "machine",
        Machine.processor() + ", " + Units.bytes(Machine.memory().orElse(0)) + " memory");
    facts.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("flags", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
    facts.put("kernels", Kernels.explanation());
    facts.put("build", BuildInfo.load().describe());
    facts.put("date", LocalDate.now().toString());
    return new Setting(facts);
  }

  Setting with(String name, String fact) {
    Map<String, String> more = new LinkedHashMap<>(facts);
    more.put(name, fact);
    return new Setting(more);
  }

  void print(PrintStream out) {
    facts.forEach((name, fact) -> out.println(name + ": " + fact));
    out.println();
  }

  void addTo(ObjectNode json) {
    facts.forEach(json::put);
  }
}
