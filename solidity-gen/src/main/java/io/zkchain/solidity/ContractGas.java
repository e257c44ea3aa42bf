package io.zkchain.solidity;

import io.zkchain.prover.program.ProgramLayout;
import io.zkchain.prover.program.VerifierProgram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prices of the parts of a generated contract that do not depend on the verifier program: each is
 * linear in the circuit's sizes. The constants are differences of gas readings of profiling
 * contracts ({@link SolidityVerifier#generateProfiling}) of circuits that differ in one size; they
 * hold for {@link CompilerSettings} and change with what the printers write. Tests compare the sums
 * with receipts.
 */
final class ContractGas {
  // Public values: range check and copy; the hash of the statement.
  private static final int STATEMENT = 192;
  private static final int PUBLIC_WORD = 122;

  // Transcript: both sum-checks' rounds and tau; absorbing points and revealed values.
  private static final int TRANSCRIPT = 1_838;
  private static final int VARIABLE = 927;
  private static final int LANE = 405;
  private static final int TABLE_LANE = 147;

  // The program's call, beside its instructions.
  private static final int PROGRAM = 26;

  // A part of the program in a contract of its own: the call of an address that is new to the
  // transaction (EIP-2929), what surrounds it, and its memory there and back.
  private static final int PART_CALL = 2_600 + 90;
  private static final int PART_CODE = 70;
  private static final int CALLING_CODE = 130;
  private static final int PART_CREATION_BYTES = 28;
  private static final int PART_CONSTRUCTOR = 300;

  // Claims: the extension of each public tensor, folded level by level.
  private static final int CLAIMS = 195;
  private static final int PUBLIC_TENSOR = 130;
  private static final int EXTENSION_LEVEL = 171;
  private static final int EXTENSION_PAIR = 124;
  private static final int EXTENSION_ODD = 21;

  // Opening: T and p2 at z and 1/z.
  private static final int OPENING = 1_349;
  private static final int OPENING_VARIABLE = 564;

  // Points: one scalar multiplication and addition each (EIP-1108), with what surrounds them.
  private static final int POINTS = 32_720;
  private static final int PROOF_POINT = 6_579;
  private static final int KEY_POINT = 6_517;
  private static final int LANE_POINTS = 4;
  private static final int TABLE_LANE_POINTS = 2;

  /** Two pairs (EIP-1108), with what surrounds them. */
  private static final int PAIRING = 113_308;

  /** Choice of the function, checks of lengths, the event and the hash in it. */
  private static final int ENTRY = 2_930;

  private static final int ENTRY_WORD = 6;

  // Code beside the program, and zero bytes in it.
  private static final int CODE = 3_775;
  private static final int KEY_POINT_CODE = 86;
  private static final int MORE_TENSORS_CODE = 82;
  private static final int ZERO_BYTES = 330;

  /** The constructor, which returns the code. */
  private static final int CREATION_BYTES = 35;

  // Yellow Paper, appendix G; EIP-3860.
  private static final int CREATE = 32_000;
  private static final int CODE_BYTE = 200;
  private static final int INIT_CODE_WORD = 2;
  private static final int CONSTRUCTOR = 72;
  private static final int MEMORY_WORD = 3;
  private static final int COPIED_WORD = 3;
  private static final int MEMORY_SQUARE = 512;

  private final ProgramLayout layout;
  private final List<Integer> words;
  private final List<YulCost> pieces;
  private final MemoryMap memory;

  private final int parts;

  private ContractGas(VerifierProgram program, List<Integer> words, int parts) {
    PrintedProgram printed = PrintedProgram.of(program, Math.max(1, parts), false);
    this.layout = program.layout();
    this.words = words;
    this.parts = parts;
    pieces = printed.parts().stream().map(YulCost::of).toList();
    memory = printed.memory();
  }

  /**
   * The contract of a program, cut into as few parts as chains take.
   *
   * @param words values of each public tensor
   */
  static ContractGas of(VerifierProgram program, List<Integer> words) {
    ContractGas gas = new ContractGas(program, words, 0);
    while (!gas.deployable() && gas.parts < GeneratedVerifier.MOST_PARTS) {
      int least = gas.programBytes() / GeneratedVerifier.CODE_LIMIT;
      gas = new ContractGas(program, words, Math.max(gas.parts + 1, least));
    }
    return gas;
  }

  /** Contracts that hold the program; 0 if it is in the verifier itself. */
  int parts() {
    return parts;
  }

  /** Whether the parts take transactions of their own. */
  boolean apart() {
    return parts > 0 && creationBytes() > GeneratedVerifier.CREATION_LIMIT;
  }

  /** Whether chains take the contract and its parts. */
  boolean deployable() {
    return verifierBytes() <= GeneratedVerifier.CODE_LIMIT
        && (parts == 0
            || pieces.stream()
                .allMatch(piece -> PART_CODE + piece.bytes() <= GeneratedVerifier.CODE_LIMIT));
  }

  /** Gas of a submission by what it is spent on, in the order of the work. */
  Map<String, Long> verification(long calldata) {
    int values = words.stream().mapToInt(Integer::intValue).sum();
    int n = layout.logRows();
    int proofPoints = LANE_POINTS * layout.lanes() + TABLE_LANE_POINTS * layout.tableLanes();
    int keyPoints = layout.fixedColumns() + layout.outputColumns();
    List<Long> sections =
        List.of(
            memoryGas(memory.words() / MemoryMap.WORD + values)
                + STATEMENT
                + (long) PUBLIC_WORD * values,
            (long) TRANSCRIPT
                + VARIABLE * n
                + LANE * layout.lanes()
                + TABLE_LANE * layout.tableLanes(),
            program(),
            CLAIMS + words.stream().mapToLong(ContractGas::extension).sum(),
            (long) OPENING + OPENING_VARIABLE * n,
            POINTS + (long) PROOF_POINT * proofPoints + (long) KEY_POINT * keyPoints,
            (long) PAIRING);
    Map<String, Long> gas = new LinkedHashMap<>();
    gas.put("transaction", (long) CalldataGas.TRANSACTION);
    gas.put("calldata", calldata);
    for (int k = 0; k < sections.size(); k++) {
      gas.put(SolidityVerifier.SECTIONS.get(k), sections.get(k));
    }
    gas.put("entry and event", ENTRY + (long) ENTRY_WORD * values);
    return gas;
  }

  private long program() {
    long words = memory.programBytes() / MemoryMap.WORD;
    long call = PART_CALL + COPIED_WORD * words + memoryGas(words); // what it returns is free
    return PROGRAM + parts * call + pieces.stream().mapToLong(YulCost::gas).sum();
  }

  private static long extension(int words) {
    long gas = PUBLIC_TENSOR;
    for (int count = words; count > 1; count = (count + 1) / 2) {
      gas += EXTENSION_LEVEL + EXTENSION_PAIR * ((count + 1) / 2) + EXTENSION_ODD * (count & 1);
    }
    return gas;
  }

  private static long memoryGas(long words) {
    return MEMORY_WORD * words + words * words / MEMORY_SQUARE;
  }

  private int programBytes() {
    return pieces.stream().mapToInt(YulCost::bytes).sum();
  }

  private int verifierBytes() {
    return CODE
        + (parts == 0 ? programBytes() : CALLING_CODE * parts)
        + KEY_POINT_CODE * (layout.fixedColumns() + layout.outputColumns())
        + MORE_TENSORS_CODE * Math.max(0, words.size() - 1);
  }

  /** Bytes of runtime code, parts included. */
  int codeBytes() {
    return verifierBytes() + (parts == 0 ? 0 : programBytes() + PART_CODE * parts);
  }

  private int creationBytes() {
    return codeBytes() + CREATION_BYTES + PART_CREATION_BYTES * parts;
  }

  /** Gas of the transactions that create the contract and its parts. */
  long deployment() {
    int code = codeBytes();
    int creation = creationBytes();
    int zeros = ZERO_BYTES + pieces.stream().mapToInt(YulCost::zeroBytes).sum();
    int codeWords = (code + MemoryMap.WORD - 1) / MemoryMap.WORD;
    int creationWords = (creation + MemoryMap.WORD - 1) / MemoryMap.WORD;
    CalldataGas calldata = new CalldataGas();
    calldata.counted(creation - zeros, zeros);
    return (long) CalldataGas.TRANSACTION * (apart() ? 1 + parts : 1)
        + CREATE
        + (long) (CREATE + PART_CONSTRUCTOR) * parts
        + calldata.gas()
        + INIT_CODE_WORD * creationWords
        + CONSTRUCTOR
        + COPIED_WORD * codeWords
        + memoryGas(codeWords)
        + (long) CODE_BYTE * code;
  }
}
