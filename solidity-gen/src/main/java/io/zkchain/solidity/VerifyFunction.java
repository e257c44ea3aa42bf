package io.zkchain.solidity;

import static io.zkchain.solidity.SourceWriter.hex;

import java.util.List;

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
  private final PrintedProgram program;
  private final MemoryMap memory;
  private final SourceWriter out = new SourceWriter(3);
  private int marks;

  VerifyFunction(VerifierModel model, boolean profile) {
    this.model = model;
    this.profile = profile;
    program = PrintedProgram.of(model.program(), Math.max(1, model.parts()), profile);
    memory = program.memory();
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
    to.comment("The verifier program, in %d named values.", program.schedule().order().size());
    to.open("function program(p)");
    if (model.parts() == 0) {
      program.parts().getFirst().lines().forEach(to::line);
    }
    for (int k = 0; k < model.parts(); k++) {
      callPart(k, to);
    }
    to.close();
  }

  /** The part gets inputs, outputs and values, and gives them back with its own added. */
  private void callPart(int number, SourceWriter to) {
    String at = hex(memory.input(0));
    String size = hex(memory.programBytes());
    to.open("");
    to.line(
        "let done := staticcall(gas(), mload(%s), %s, %s, %s, %s)",
        hex(memory.partAddress(number)), at, size, at, size);
    // Only a part that runs out of gas fails; a proof is not judged by that.
    to.line("if iszero(and(done, eq(returndatasize(), %s))) { revert(0x00, 0x00) }", size);
    to.close();
  }

  /** The statements of every part, for contracts of their own. */
  List<SourceWriter> printParts() {
    return model.parts() == 0 ? List.of() : program.printParts(3);
  }
}
