package io.zkchain.solidity;

import static io.zkchain.solidity.SourceWriter.hex;

import io.zkchain.prover.program.ProgramLayout;
import io.zkchain.prover.program.ProgramLayout.Challenge;
import io.zkchain.prover.protocol.ProofLayout;
import io.zkchain.prover.transcript.Phase;

/**
 * Prints the hashing of the statement and of every message, the challenges, and the range checks of
 * public values and scalars. The rounds are folded on the way: a sum-check's last claim is an
 * affine function of its first, claim + scale * first.
 */
final class TranscriptPrinter {
  private static final int WORD = MemoryMap.WORD;

  private final VerifierModel model;
  private final ProgramLayout layout;
  private final ProofLayout proof;
  private final MemoryMap memory;
  private final SourceWriter out;

  TranscriptPrinter(VerifierModel model, MemoryMap memory, SourceWriter out) {
    this.model = model;
    this.memory = memory;
    this.out = out;
    layout = model.program().layout();
    proof = model.proofLayout();
  }

  void print() {
    statement();
    commitments();
    firstRounds();
    revealed();
    secondRounds();
    openingChallenges();
  }

  private String challenge(Challenge challenge) {
    return hex(memory.input(layout.challenge(challenge)));
  }

  private void statement() {
    int words = model.publicWords();
    out.comment("Hashes protocol, key, context, number of public words and the words.");
    out.open("function statement(publics, context, p)");
    out.line("mstore(%s, PROTOCOL_ID)", hex(memory.statement()));
    out.line("mstore(%s, KEY_DIGEST)", hex(memory.statement() + WORD));
    out.line("mstore(%s, context)", hex(memory.statement() + 2 * WORD));
    out.line("mstore(%s, %d)", hex(memory.statement() + 3 * WORD), words);
    if (words > 0) {
      out.open("for { let i := 0 } lt(i, %d) { i := add(i, 32) }", WORD * words);
      out.line("let v := calldataload(add(publics, i))");
      out.comment("|v| <= (r - 1) / 2");
      out.open("if iszero(lt(add(v, HALF_R), p))");
      out.line("mstore(0x00, ERROR_PUBLIC_VALUE)");
      out.line("mstore(0x04, shr(5, i))");
      out.line("revert(0x00, 0x24)");
      out.close();
      out.line("mstore(add(%s, i), add(v, mul(slt(v, 0), p)))", hex(memory.words()));
      out.close();
    }
    out.line(
        "mstore(%s, keccak256(%s, %s))",
        hex(memory.state()), hex(memory.statement()), hex(WORD * (4 + words)));
    out.close();
  }

  private void absorb(Phase phase, int from, int to) {
    out.line("mstore(%s, %d)", hex(memory.tag()), phase.tag());
    out.line("calldatacopy(%s, add(start, %s), %s)", hex(memory.data()), hex(from), hex(to - from));
    out.line(
        "mstore(%s, keccak256(%s, %s))",
        hex(memory.state()), hex(memory.state()), hex(2 * WORD + to - from));
  }

  private void firstChallenge(String address) {
    out.line("mstore(%s, mod(mload(%s), p))", address, hex(memory.state()));
  }

  private void furtherChallenge(int index, String address) {
    out.line("mstore(%s, %d)", hex(memory.tag()), index);
    out.line("mstore(%s, mod(keccak256(%s, 0x40), p))", address, hex(memory.state()));
  }

  private void commitments() {
    out.comment("Commitments; the precompiles check the points later.");
    out.open("function commitments(start, p)");
    absorb(Phase.CELLS, proof.cells(), proof.helpers());
    firstChallenge(challenge(Challenge.ALPHA));
    furtherChallenge(1, challenge(Challenge.BETA));
    absorb(Phase.HELPERS, proof.helpers(), proof.firstRound(0));
    firstChallenge(challenge(Challenge.GAMMA));
    furtherChallenge(1, challenge(Challenge.DELTA));
    furtherChallenge(2, challenge(Challenge.XI));
    furtherChallenge(3, challenge(Challenge.RHO));
    int tau = memory.input(layout.tau(0));
    out.open("for { let k := 0 } lt(k, %d) { k := add(k, 1) }", layout.logRows());
    out.line("mstore(%s, add(k, 4))", hex(memory.tag()));
    out.line(
        "mstore(add(%s, shl(5, k)), mod(keccak256(%s, 0x40), p))", hex(tau), hex(memory.state()));
    out.close();
    out.close();
  }

  private void firstRounds() {
    out.comment("First sum-check: c0, c2, c3, c4 a round; c1 = claim - 2 c0 - c2 - c3 - c4.");
    openRounds("firstRounds", Phase.FIRST_ROUND, proof.firstRound(0), 4, layout.r(0));
    out.line("let c2 := mload(%s)", hex(memory.data() + WORD));
    out.line("let c3 := mload(%s)", hex(memory.data() + 2 * WORD));
    out.line("let c4 := mload(%s)", hex(memory.data() + 3 * WORD));
    out.line("ok := and(ok, and(and(lt(c0, p), lt(c2, p)), and(lt(c3, p), lt(c4, p))))");
    out.line("let c1 := sub(add(claim, p), mod(add(add(c0, c0), add(c2, add(c3, c4))), p))");
    out.line("c3 := add(c3, mulmod(x, c4, p))");
    out.line("c2 := add(c2, mulmod(x, c3, p))");
    closeRounds(0);
  }

  private void secondRounds() {
    out.comment("Second sum-check: c0, c2 a round; c1 = claim - 2 c0 - c2.");
    openRounds("secondRounds", Phase.SECOND_ROUND, proof.secondRound(0), 2, layout.rStar(0));
    out.line("let c2 := mload(%s)", hex(memory.data() + WORD));
    out.line("ok := and(ok, and(lt(c0, p), lt(c2, p)))");
    out.line("let c1 := sub(add(claim, p), mod(add(add(c0, c0), c2), p))");
    closeRounds(2);
  }

  private void openRounds(String name, Phase phase, int offset, int words, int point) {
    int low = memory.input(point);
    out.open("function %s(start, p) -> ok", name);
    out.line("ok := 1");
    out.line("let claim := 0");
    out.line("let scale := 1");
    out.line("mstore(%s, %d)", hex(memory.tag()), phase.tag());
    out.line("start := add(start, %s)", hex(offset));
    out.open(
        "for { let to := %s } gt(to, %s) { to := sub(to, 32) }",
        hex(low + WORD * (layout.logRows() - 1)), hex(low - WORD));
    out.line("calldatacopy(%s, start, %s)", hex(memory.data()), hex(WORD * words));
    out.line("start := add(start, %s)", hex(WORD * words));
    out.line("let x := keccak256(%s, %s)", hex(memory.state()), hex(WORD * (words + 2)));
    out.line("mstore(%s, x)", hex(memory.state()));
    out.line("x := mod(x, p)");
    out.line("mstore(to, x)");
    out.line("let c0 := mload(%s)", hex(memory.data()));
  }

  private void closeRounds(int fold) {
    out.line("claim := add(c0, mulmod(x, add(c1, mulmod(x, c2, p)), p))");
    out.line("scale := mulmod(scale, x, p)");
    out.close();
    out.line("mstore(%s, claim)", hex(memory.fold(fold)));
    out.line("mstore(%s, scale)", hex(memory.fold(fold + 1)));
    out.close();
  }

  private void revealed() {
    int bytes = proof.secondRound(0) - proof.revealed();
    int first = memory.input(layout.revealed(0));
    out.comment("Evaluations of the revealed columns, and their sum with powers of lambda.");
    out.open("function revealed(start, p) -> ok");
    absorb(Phase.REVEALED, proof.revealed(), proof.secondRound(0));
    firstChallenge(challenge(Challenge.LAMBDA));
    furtherChallenge(1, hex(memory.rho2()));
    out.line("calldatacopy(%s, add(start, %s), %s)", hex(first), hex(proof.revealed()), hex(bytes));
    out.line("ok := 1");
    out.line("let sum := 0");
    out.line("let lambda := mload(%s)", challenge(Challenge.LAMBDA));
    out.open(
        "for { let f := %s } gt(f, %s) { f := sub(f, 32) }",
        hex(first + bytes - WORD), hex(first - WORD));
    out.line("let v := mload(f)");
    out.line("ok := and(ok, lt(v, p))");
    out.line("sum := mulmod(add(sum, v), lambda, p)");
    out.close();
    out.line("mstore(%s, sum)", hex(memory.revealedSum()));
    out.close();
  }

  private void openingChallenges() {
    out.comment("The opening's challenges.");
    out.open("function openingChallenges(start, p) -> ok");
    absorb(Phase.MASK_VALUE, proof.maskValue(), proof.laurent());
    firstChallenge(hex(memory.eta()));
    out.line("ok := lt(mload(%s), p)", hex(memory.data()));
    absorb(Phase.LAURENT, proof.laurent(), proof.evaluations());
    firstChallenge(hex(memory.z()));
    absorb(Phase.EVALUATIONS, proof.evaluations(), proof.quotient());
    firstChallenge(hex(memory.nu()));
    for (int k = 0; k < ProofLayout.EVALUATIONS; k++) {
      out.line("ok := and(ok, lt(mload(%s), p))", hex(memory.data() + WORD * k));
    }
    absorb(Phase.QUOTIENT, proof.quotient(), proof.linearQuotient());
    firstChallenge(hex(memory.zeta()));
    out.line("ok := and(ok, lt(calldataload(add(start, %s)), p))", hex(proof.inverse()));
    out.close();
  }
}
