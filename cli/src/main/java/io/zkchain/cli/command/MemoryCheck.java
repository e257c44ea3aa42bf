package io.zkchain.cli.command;

import io.zkchain.cli.CliException;
import io.zkchain.cli.io.Units;
import io.zkchain.prover.protocol.ProverMemory;
import java.util.OptionalLong;

/** Refuses a proof for which memory will not suffice, before any work. */
final class MemoryCheck {
  private MemoryCheck() {}

  /**
   * @param largestHeap bytes to which Java's heap may grow
   * @param machine bytes of the machine or the container, where known
   * @throws CliException if either is less than the proof needs
   */
  static void require(ProverMemory needed, long largestHeap, OptionalLong machine) {
    if (machine.isPresent() && machine.getAsLong() < needed.residentBytes()) {
      throw CliException.failed(
          "a proof of this circuit takes about %s of memory, but this machine or container has %s; prove on a larger one, or compile for fewer rows"
              .formatted(Units.bytes(needed.residentBytes()), Units.bytes(machine.getAsLong())));
    }
    if (largestHeap < needed.heapBytes()) {
      throw CliException.failed(
          "a proof of this circuit takes about %s of Java heap, but it may only grow to %s; start with ZKCHAIN_JAVA_OPTS=-Xmx%dm"
              .formatted(
                  Units.bytes(needed.heapBytes()),
                  Units.bytes(largestHeap),
                  // A collector keeps some of what -Xmx allows for itself.
                  (needed.heapBytes() + needed.heapBytes() / 8 >> 20) + 1));
    }
  }
}
