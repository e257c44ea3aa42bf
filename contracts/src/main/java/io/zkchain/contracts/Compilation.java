package io.zkchain.contracts;

import java.util.List;

/**
 * The result of one compiler run.
 *
 * @param contracts all contracts, in the order of their source files and names
 * @param warnings what the compiler remarked, one formatted text each
 */
public record Compilation(List<CompiledContract> contracts, List<String> warnings) {

  /** Copies the lists. */
  public Compilation {
    contracts = List.copyOf(contracts);
    warnings = List.copyOf(warnings);
  }

  /**
   * The contract of that name.
   *
   * @throws IllegalArgumentException if there is none, or more than one
   */
  public CompiledContract contract(String name) {
    List<CompiledContract> found = contracts.stream().filter(c -> c.name().equals(name)).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "%d contracts are named %s among %s"
              .formatted(
                  found.size(), name, contracts.stream().map(CompiledContract::name).toList()));
    }
    return found.getFirst();
  }
}
