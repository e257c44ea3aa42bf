package io.zkchain.solidity;

import io.zkchain.prover.program.ProgramLayout;
import io.zkchain.prover.protocol.ProofLayout;

/**
 * Where the generated code keeps what, in bytes of EVM memory. Nothing is allocated through
 * Solidity's free memory pointer while the code runs, and no other Solidity code that uses memory
 * runs before it.
 */
final class MemoryMap {
  static final int WORD = 32;

  /** Hash input: state, tag, data. */
  private static final int STATE = 0x80;

  /** Two pairs of a point of G1 (2 words) and one of G2 (4 words). */
  private static final int PAIRING_WORDS = 12;

  /** Single words that later steps need. */
  private enum Kept {
    FIRST_CLAIM,
    FIRST_SCALE,
    SECOND_CLAIM,
    SECOND_SCALE,
    REVEALED_SUM,
    RHO2,
    ETA,
    Z,
    NU,
    ZETA,
    LINE,
    VANISHING
  }

  /** Gas readings of a profiling contract. */
  private static final int MARKS = 16;

  /** Constants that the program reads from memory. */
  static final int CONSTANTS = 8;

  private final int points;
  private final int kept;
  private final int marks;
  private final int addresses;
  private final int inputs;
  private final int outputs;
  private final int publics;
  private final int slots;

  /** The memory of a contract with one part of the program: its inputs, outputs and values only. */
  private MemoryMap(MemoryMap whole) {
    int shift = whole.inputs;
    points = 0;
    kept = 0;
    marks = 0;
    addresses = 0;
    inputs = 0;
    outputs = whole.outputs - shift;
    slots = whole.slots - shift;
    publics = whole.publics - shift;
  }

  /**
   * The memory of the verifier.
   *
   * @param parts words for the addresses of the program's parts
   */
  MemoryMap(ProgramLayout program, ProofLayout proof, int slots, int parts, boolean profile) {
    int data =
        Math.max(
            Math.max(proof.helpers() - proof.cells(), proof.firstRound(0) - proof.helpers()),
            Math.max(
                proof.secondRound(0) - proof.revealed(), proof.quotient() - proof.evaluations()));
    points = data() + Math.max(data, 4 * WORD);
    kept = points + PAIRING_WORDS * WORD;
    marks = kept + Kept.values().length * WORD;
    addresses = marks + (profile ? MARKS * WORD : 0);
    inputs = addresses + WORD * parts;
    outputs = inputs + WORD * program.inputs();
    this.slots = outputs + WORD * program.outputs();
    publics = this.slots + WORD * (slots + CONSTANTS);
  }

  /** Where a part's contract finds what {@link #programBytes} bytes of this map hold. */
  MemoryMap ofPart() {
    return new MemoryMap(this);
  }

  /** Bytes from the program's first input to its last slot, which parts pass on. */
  int programBytes() {
    return publics - inputs;
  }

  /** The transcript's state, first word of every hash input but the first. */
  int state() {
    return STATE;
  }

  /** The tag or challenge number, second word of a hash input. */
  int tag() {
    return STATE + WORD;
  }

  /** The absorbed words. */
  int data() {
    return STATE + 2 * WORD;
  }

  /** Input of the precompiles: the sum so far, the next point, its scalar; later the pairing. */
  int points() {
    return points;
  }

  /** The address of a part of the program. */
  int partAddress(int number) {
    return addresses + WORD * number;
  }

  /** Input i of the program. */
  int input(int i) {
    return inputs + WORD * i;
  }

  /** Output i of the program. */
  int output(int i) {
    return outputs + WORD * i;
  }

  /** Constant number i of the program. */
  int constant(int i) {
    return slots + WORD * i;
  }

  /** Slot i of the program's intermediate values. */
  int slot(int i) {
    return constant(CONSTANTS + i);
  }

  /** The first hash's input: protocol, key digest, context, count, public words. */
  int statement() {
    return publics;
  }

  /** The public words. */
  int words() {
    return publics + 4 * WORD;
  }

  private int kept(Kept word) {
    return kept + WORD * word.ordinal();
  }

  /** Claim (number 0 or 2) and scale (number 1 or 3) of the two sum-checks' folds. */
  int fold(int number) {
    return kept(Kept.FIRST_CLAIM) + WORD * number;
  }

  int revealedSum() {
    return kept(Kept.REVEALED_SUM);
  }

  int rho2() {
    return kept(Kept.RHO2);
  }

  int eta() {
    return kept(Kept.ETA);
  }

  int z() {
    return kept(Kept.Z);
  }

  int nu() {
    return kept(Kept.NU);
  }

  int zeta() {
    return kept(Kept.ZETA);
  }

  /** -R(zeta). */
  int line() {
    return kept(Kept.LINE);
  }

  /** -Z(zeta). */
  int vanishing() {
    return kept(Kept.VANISHING);
  }

  /** Gas readings, in a profiling contract. */
  int marks() {
    return marks;
  }
}
