package io.zkchain.solidity;

import static io.zkchain.solidity.SourceWriter.hex;

import io.zkchain.prover.protocol.ProofLayout;

/**
 * Prints the body of the contract's one internal function, in the order of the protocol: hashes and
 * range checks, the program, the sum-checks' claims, the opening's field arithmetic, the points.
 *
 * <p>Every step is a Yul function that leaves its results in memory at the places of {@link
 * MemoryMap}, so that no step's variables crowd another's stack.
 */
final class VerifyFunction {
  private final VerifierModel model;
  private final boolean profile;
  private final LoweredProgram lowered;
  private final ProgramSchedule schedule;
  private final MemoryMap memory;
  private final SourceWriter out = new SourceWriter(3);
  private int marks;

  VerifyFunction(VerifierModel model, boolean profile) {
    this.model = model;
    this.profile = profile;
    lowered = LoweredProgram.of(model.program());
    ProgramSchedule candidate = new ProgramSchedule(lowered, ProgramSchedule.STACK_OPERANDS);
    for (int less = 1; stackNeed(candidate) > ProgramSchedule.STACK_OPERANDS; less++) {
      candidate = new ProgramSchedule(lowered, ProgramSchedule.STACK_OPERANDS - less);
    }
    schedule = candidate;
    memory = memory(schedule);
  }

  private int stackNeed(ProgramSchedule candidate) {
    return ProgramPrinter.print(lowered, candidate, memory(candidate), new SourceWriter(0));
  }

  private MemoryMap memory(ProgramSchedule candidate) {
    ProofLayout proof = model.proofLayout();
    return new MemoryMap(model.program().layout(), proof, candidate.slots(), profile);
  }

  MemoryMap memory() {
    return memory;
  }

  /** The assembly's lines. */
  String print() {
    // Its own block: Yul functions must not repeat the names of variables in sight.
    out.open("");
    out.line("let p := R");
    mark("public values");
    out.line("statement(publicsAt, boundContext, p)");
    if (model.publicWords() > 0) {
      out.line(
          "if hashed { publicValuesHash := keccak256(%s, %s) }",
          hex(memory.words()), hex(MemoryMap.WORD * model.publicWords()));
    } else {
      out.line("if hashed { publicValuesHash := keccak256(0, 0) }");
    }
    mark("transcript");
    out.line("commitments(proofAt, p)");
    out.line("let canonical := firstRounds(proofAt, p)");
    out.line("canonical := and(canonical, revealed(proofAt, p))");
    out.line("canonical := and(canonical, secondRounds(proofAt, p))");
    out.line("canonical := and(canonical, openingChallenges(proofAt, p))");
    out.line("if iszero(canonical) { fail(ERROR_SCALAR) }");
    mark("program");
    out.line("program(p)");
    mark("claims");
    out.line("let v2 := claims(p)");
    mark("opening");
    out.line("let accepted := opening(proofAt, v2, p)");
    mark("points");
    out.line("if iszero(points(proofAt, p)) { fail(ERROR_POINT) }");
    mark("pairing");
    out.line("accepted := and(accepted, paired(proofAt))");
    out.line("if iszero(accepted) { fail(ERROR_REJECTED) }");
    mark("end");
    if (profile) {
      out.line("return(%s, %s)", hex(memory.marks()), hex(MemoryMap.WORD * marks));
    }
    out.close();
    functions();
    return out.toString();
  }

  /** In a profiling contract, keeps the gas left. */
  private void mark(String section) {
    if (profile) {
      out.comment(section);
      out.line("mstore(%s, gas())", hex(memory.marks() + MemoryMap.WORD * marks++));
    }
  }

  private void functions() {
    out.line("");
    out.open("function fail(code)");
    out.line("mstore(0x00, code)");
    out.line("revert(0x00, 0x04)");
    out.close();
    new TranscriptPrinter(model, memory, out).print();
    new OpeningPrinter(model, memory, out).print();
    new PointsPrinter(model, memory, out).print();
    printProgram(out);
  }

  void printProgram(SourceWriter to) {
    to.comment("The verifier program, in %d named values.", schedule.order().size());
    to.open("function program(p)");
    ProgramPrinter.print(lowered, schedule, memory, to);
    to.close();
  }
}
