package io.zkchain.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Lengths for the dimensions that a model leaves open. */
final class DimensionOptions {
  @Option(
      names = "--dim",
      paramLabel = "NAME=N",
      description =
          "Length of a dynamic dimension, by the name that the model gives it; repeatable.")
  Map<String, Integer> lengths = new LinkedHashMap<>();

  Map<String, Integer> values() {
    return lengths;
  }
}
