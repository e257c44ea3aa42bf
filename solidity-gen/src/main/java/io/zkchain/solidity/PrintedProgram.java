package io.zkchain.solidity;

import io.zkchain.prover.program.VerifierProgram;
import io.zkchain.prover.protocol.ProofLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A verifier program, scheduled so that every statement's operands are within the stack's reach.
 *
 * @param memory where its inputs, outputs and intermediate values live
 * @param parts statements, of each part if it is cut into contracts of their own; with the
 *     addresses of the verifier's memory
 */
record PrintedProgram(
    LoweredProgram lowered, ProgramSchedule schedule, MemoryMap memory, List<String> parts) {

  /**
   * @param parts into how many pieces it is cut, at least 1
   * @param profile whether the contract keeps gas readings in memory
   */
  static PrintedProgram of(VerifierProgram program, int parts, boolean profile) {
    LoweredProgram lowered = LoweredProgram.of(program);
    for (int less = 0; ; less++) {
      ProgramSchedule schedule =
          new ProgramSchedule(lowered, ProgramSchedule.STACK_OPERANDS - less, parts);
      MemoryMap memory =
          new MemoryMap(program.layout(), layout(program), schedule.slots(), parts, profile);
      List<SourceWriter> text = writers(parts, 0);
      int need = ProgramPrinter.print(lowered, schedule, memory, text);
      if (need <= ProgramSchedule.STACK_OPERANDS) {
        List<String> texts = text.stream().map(SourceWriter::toString).toList();
        return new PrintedProgram(lowered, schedule, memory, texts);
      }
    }
  }

  private static List<SourceWriter> writers(int count, int depth) {
    List<SourceWriter> writers = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      writers.add(new SourceWriter(depth));
    }
    return writers;
  }

  /** Where the parts of the proof lie. */
  static ProofLayout layout(VerifierProgram program) {
    var layout = program.layout();
    return new ProofLayout(layout.logRows(), layout.lanes(), layout.tableLanes());
  }

  /** The statements of every part with the addresses of a part's memory, indented. */
  List<SourceWriter> printParts(int depth) {
    List<SourceWriter> writers = writers(parts.size(), depth);
    ProgramPrinter.print(lowered, schedule, memory.ofPart(), writers);
    return writers;
  }
}
