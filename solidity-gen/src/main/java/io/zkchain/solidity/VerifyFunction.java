package io.zkchain.solidity;

import static io.zkchain.solidity.SourceWriter.hex;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.program.ProgramLayout;
import io.zkchain.prover.program.ProgramLayout.Challenge;
import io.zkchain.prover.protocol.ProofLayout;
import io.zkchain.prover.transcript.Phase;
import io.zkchain.prover.transcript.Transcript;
import java.math.BigInteger;
import java.util.HexFormat;

/**
 * Prints the body of the contract's one internal function, in the order of the protocol: hashes and
 * range checks, the program, the sum-checks' claims, the opening's field arithmetic, the points.
 */
final class VerifyFunction {
  private static final int WORD = MemoryMap.WORD;
  private static final BigInteger HALF = Fr.MODULUS.add(BigInteger.ONE).shiftRight(1);

  /** Gas for a precompile: its price before EIP-1108, the highest it ever had. */
  private static final int ADD_GAS = 500;

  private static final int MUL_GAS = 40_000;
  private static final int PAIRING_GAS = 260_000;

  private final VerifierModel model;
  private final ProgramLayout layout;
  private final ProofLayout proof;
  private final LoweredProgram lowered;
  private final ProgramSchedule schedule;
  private final MemoryMap memory;
  private final boolean profile;
  private final SourceWriter out = new SourceWriter(3);
  private int marks;

  VerifyFunction(VerifierModel model, boolean profile) {
    this.model = model;
    this.profile = profile;
    layout = model.program().layout();
    proof = model.proofLayout();
    lowered = LoweredProgram.of(model.program());
    schedule = new ProgramSchedule(lowered);
    memory = new MemoryMap(layout, proof, schedule.slots(), profile);
  }

  MemoryMap memory() {
    return memory;
  }

  /** The assembly's lines. */
  String print() {
    // Its own block: Yul functions must not repeat the names of variables in sight.
    out.open("");
    mark("start");
    out.line("let p := R");
    statement();
    mark("statement");
    commitments();
    firstRounds();
    revealed();
    secondRounds();
    openingChallenges();
    mark("transcript");
    out.line("program(p)");
    mark("program");
    claims();
    mark("claims");
    openingField();
    mark("opening");
    columns();
    mark("points");
    pairing();
    mark("pairing");
    if (profile) {
      out.line("return(%s, %s)", hex(memory.marks()), hex(WORD * marks));
    }
    out.close();
    functions();
    return out.toString();
  }

  /** In a profiling contract, keeps the gas left. */
  private void mark(String section) {
    if (profile) {
      out.comment(section);
      out.line("mstore(%s, gas())", hex(memory.marks() + WORD * marks++));
    }
  }

  private String input(int number) {
    return hex(memory.input(number));
  }

  private String challenge(Challenge challenge) {
    return input(layout.challenge(challenge));
  }

  /** Range-checks the public values, writes their words and hashes the statement. */
  private void statement() {
    int words = model.publicWords();
    out.comment("Statement: protocol, key, context, number of public words, the words.");
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
        "if hashed { publicValuesHash := keccak256(%s, %s) }",
        hex(memory.words()), hex(WORD * words));
    out.line(
        "mstore(%s, keccak256(%s, %s))",
        hex(memory.state()), hex(memory.statement()), hex(WORD * (4 + words)));
  }

  private void absorb(Phase phase, int from, int to) {
    out.line("mstore(%s, %d)", hex(memory.tag()), phase.tag());
    out.line("calldatacopy(%s, add(start, %s), %s)", hex(memory.data()), hex(from), hex(to - from));
    hashState(to - from);
  }

  private void hashState(int bytes) {
    out.line(
        "mstore(%s, keccak256(%s, %s))",
        hex(memory.state()), hex(memory.state()), hex(2 * WORD + bytes));
  }

  private String firstChallenge() {
    return "mod(mload(" + hex(memory.state()) + "), p)";
  }

  private void furtherChallenge(int index, String address) {
    out.line("mstore(%s, %d)", hex(memory.tag()), index);
    out.line("mstore(%s, mod(keccak256(%s, 0x40), p))", address, hex(memory.state()));
  }

  private void commitments() {
    out.comment("Commitments; all points are checked by the precompiles below.");
    absorb(Phase.CELLS, proof.cells(), proof.helpers());
    out.line("mstore(%s, %s)", challenge(Challenge.ALPHA), firstChallenge());
    furtherChallenge(1, challenge(Challenge.BETA));
    absorb(Phase.HELPERS, proof.helpers(), proof.firstRound(0));
    out.line("mstore(%s, %s)", challenge(Challenge.GAMMA), firstChallenge());
    furtherChallenge(1, challenge(Challenge.DELTA));
    furtherChallenge(2, challenge(Challenge.XI));
    furtherChallenge(3, challenge(Challenge.RHO));
    out.open("for { let k := 0 } lt(k, %d) { k := add(k, 1) }", layout.logRows());
    out.line("mstore(%s, add(k, 4))", hex(memory.tag()));
    out.line(
        "mstore(add(%s, shl(5, k)), mod(keccak256(%s, 0x40), p))",
        input(layout.tau(0)), hex(memory.state()));
    out.close();
  }

  /** Each claim is an affine function of the first: scale * first + claim. */
  private void firstRounds() {
    out.comment("First sum-check. A claim is an affine function of the first one: scale, claim.");
    out.line("let canonical := 1");
    out.line("let claim := 0");
    out.line("let scale := 1");
    out.line("mstore(%s, %d)", hex(memory.tag()), Phase.FIRST_ROUND.tag());
    openRounds(proof.firstRound(0), 4, layout.r(0));
    out.line("let c0 := mload(%s)", hex(memory.data()));
    out.line("let c2 := mload(%s)", hex(memory.data() + WORD));
    out.line("let c3 := mload(%s)", hex(memory.data() + 2 * WORD));
    out.line("let c4 := mload(%s)", hex(memory.data() + 3 * WORD));
    out.line(
        "canonical := and(canonical, and(and(lt(c0, p), lt(c2, p)), and(lt(c3, p), lt(c4, p))))");
    out.comment("c1 = claim - 2 c0 - c2 - c3 - c4");
    out.line("let c1 := sub(add(claim, p), mod(add(add(c0, c0), add(c2, add(c3, c4))), p))");
    out.line("c3 := add(c3, mulmod(x, c4, p))");
    out.line("c2 := add(c2, mulmod(x, c3, p))");
    out.line("claim := add(c0, mulmod(x, add(c1, mulmod(x, c2, p)), p))");
    closeRounds();
    storeFold(0);
  }

  private void secondRounds() {
    out.comment("Second sum-check.");
    out.line("claim := 0");
    out.line("scale := 1");
    out.line("mstore(%s, %d)", hex(memory.tag()), Phase.SECOND_ROUND.tag());
    openRounds(proof.secondRound(0), 2, layout.rStar(0));
    out.line("let c0 := mload(%s)", hex(memory.data()));
    out.line("let c2 := mload(%s)", hex(memory.data() + WORD));
    out.line("canonical := and(canonical, and(lt(c0, p), lt(c2, p)))");
    out.comment("c1 = claim - 2 c0 - c2");
    out.line("let c1 := sub(add(claim, p), mod(add(add(c0, c0), c2), p))");
    out.line("claim := add(c0, mulmod(x, add(c1, mulmod(x, c2, p)), p))");
    closeRounds();
    storeFold(2);
  }

  private void openRounds(int offset, int words, int point) {
    int low = memory.input(point);
    out.line("let at%d := add(start, %s)", words, hex(offset));
    out.open(
        "for { let to := %s } gt(to, %s) { to := sub(to, 32) }",
        hex(low + WORD * (layout.logRows() - 1)), hex(low - WORD));
    out.line("calldatacopy(%s, at%d, %s)", hex(memory.data()), words, hex(WORD * words));
    out.line("let x := keccak256(%s, %s)", hex(memory.state()), hex(WORD * (words + 2)));
    out.line("mstore(%s, x)", hex(memory.state()));
    out.line("x := mod(x, p)");
    out.line("mstore(to, x)");
    out.line("at%d := add(at%d, %s)", words, words, hex(WORD * words));
  }

  private void closeRounds() {
    out.line("scale := mulmod(scale, x, p)");
    out.close();
  }

  private void storeFold(int number) {
    out.line("mstore(%s, claim)", hex(memory.fold(number)));
    out.line("mstore(%s, scale)", hex(memory.fold(number + 1)));
  }

  private void revealed() {
    out.comment("Evaluations of the revealed columns.");
    int bytes = proof.secondRound(0) - proof.revealed();
    int first = memory.input(layout.revealed(0));
    absorb(Phase.REVEALED, proof.revealed(), proof.secondRound(0));
    out.line("let lambda := %s", firstChallenge());
    out.line("mstore(%s, lambda)", challenge(Challenge.LAMBDA));
    furtherChallenge(1, hex(memory.rho2()));
    out.line("calldatacopy(%s, add(start, %s), %s)", hex(first), hex(proof.revealed()), hex(bytes));
    out.line("claim := 0");
    out.open(
        "for { let f := %s } gt(f, %s) { f := sub(f, 32) }",
        hex(first + bytes - WORD), hex(first - WORD));
    out.line("let v := mload(f)");
    out.line("canonical := and(canonical, lt(v, p))");
    out.line("claim := mulmod(add(claim, v), lambda, p)");
    out.close();
    out.line("mstore(%s, claim)", hex(memory.revealedSum()));
  }

  private void openingChallenges() {
    out.comment("The opening's challenges.");
    absorb(Phase.MASK_VALUE, proof.maskValue(), proof.laurent());
    out.line("mstore(%s, %s)", hex(memory.eta()), firstChallenge());
    absorb(Phase.LAURENT, proof.laurent(), proof.evaluations());
    out.line("mstore(%s, %s)", hex(memory.z()), firstChallenge());
    absorb(Phase.EVALUATIONS, proof.evaluations(), proof.quotient());
    out.line("mstore(%s, %s)", hex(memory.nu()), firstChallenge());
    absorb(Phase.QUOTIENT, proof.quotient(), proof.linearQuotient());
    out.line("mstore(%s, %s)", hex(memory.zeta()), firstChallenge());
    StringBuilder all = new StringBuilder("lt(" + proofWord(proof.maskValue()) + ", p)");
    for (int k = 0; k < ProofLayout.EVALUATIONS; k++) {
      all.insert(0, "and(").append(", lt(" + evaluation(k) + ", p))");
    }
    out.line("canonical := and(canonical, %s)", all);
    out.line("canonical := and(canonical, lt(%s, p))", proofWord(proof.inverse()));
    out.line("if iszero(canonical) { fail(ERROR_SCALAR) }");
  }

  private static String proofWord(int offset) {
    return "calldataload(add(start, " + hex(offset) + "))";
  }

  private String evaluation(int number) {
    return proofWord(proof.evaluations() + WORD * number);
  }

  private String output(int number) {
    return "mload(" + hex(memory.output(number)) + ")";
  }

  /** From the program's outputs and the public words to v2, kept in {@code claim}. */
  private void claims() {
    out.comment("Public words: extension at tau, times the power of gamma.");
    out.line("claim := mod(%s, p)", output(layout.constant()));
    int word = model.publicWords();
    for (int t = model.publicTensors().size() - 1; t >= 0; t--) {
      var shape = model.publicTensors().get(t).shape();
      word -= shape.volume();
      out.line(
          "claim := addmod(claim, sub(p, mulmod(%s, extension(%s, %d, %d, p), p)), p)",
          output(layout.publicScale(t)),
          hex(memory.words() + WORD * word),
          shape.volume(),
          shape.totalBits());
    }
    out.comment("v1 = first fold at -claim; then v2 = second fold at v1 - known + revealed sum.");
    out.line("claim := %s", fold(0, "sub(p, claim)"));
    out.line(
        "claim := addmod(add(claim, %s), sub(p, mod(%s, p)), p)",
        "mload(" + hex(memory.revealedSum()) + ")", output(layout.known()));
    out.line("claim := %s", fold(2, "claim"));
  }

  private String fold(int number, String claim) {
    return "addmod(mload(%s), mulmod(%s, mload(%s), p), p)"
        .formatted(hex(memory.fold(number)), claim, hex(memory.fold(number + 1)));
  }

  private void openingField() {
    out.comment("The supplied inverse gives 1/z and 1/(z - 1/z); it fails for z = 0, 1, -1.");
    out.line("let accepted := 0");
    out.line("let y := 0");
    out.line("let slope := 0");
    out.line("let z := mload(%s)", hex(memory.z()));
    out.open("");
    out.line("let inverse := %s", proofWord(proof.inverse()));
    out.line("let square := mulmod(z, z, p)");
    out.line("y := mulmod(inverse, add(square, sub(p, 1)), p)");
    out.line("slope := mulmod(inverse, square, p)");
    out.line("accepted := eq(mulmod(y, z, p), 1)");
    out.close();
    out.comment("S(1/z) = z (F(z) T(1/z) + F(1/z) T(z) + eta rho2 (M(z) p2(1/z) + M(1/z) p2(z))");
    out.comment("            - 2 (u_O + eta v2) - z S(z))");
    out.line("let eta := mload(%s)", hex(memory.eta()));
    out.line("claim := mulmod(eta, claim, p)");
    out.line("claim := add(claim, %s)", proofWord(proof.maskValue()));
    out.line("claim := add(add(claim, claim), mulmod(z, %s, p))", evaluation(4));
    out.line("let s := mulmod(%s, maskWeights(y, p), p)", evaluation(2));
    out.line("s := add(s, mulmod(%s, maskWeights(z, p), p))", evaluation(3));
    out.line("s := mulmod(mulmod(eta, mload(%s), p), s, p)", hex(memory.rho2()));
    out.line("s := add(s, mulmod(%s, tensor(y, p), p))", evaluation(0));
    out.line("s := add(s, mulmod(%s, tensor(z, p), p))", evaluation(1));
    out.line("s := mulmod(z, add(s, sub(p, mod(claim, p))), p)");
    out.comment("The line through (z, y0) and (1/z, y1) at zeta, and Z(zeta).");
    out.line("let nu := mload(%s)", hex(memory.nu()));
    out.line("let nu2 := mulmod(nu, nu, p)");
    out.line(
        "let y0 := add(%s, add(mulmod(nu, %s, p), mulmod(nu2, %s, p)))",
        evaluation(0), evaluation(2), evaluation(4));
    out.line(
        "let y1 := add(%s, add(mulmod(nu, %s, p), mulmod(nu2, s, p)))",
        evaluation(1), evaluation(3));
    out.line("let zeta := mload(%s)", hex(memory.zeta()));
    out.line("let distance := add(zeta, sub(p, z))");
    out.line("slope := mulmod(slope, add(y0, sub(p, mod(y1, p))), p)");
    out.line("mstore(%s, sub(p, addmod(y0, mulmod(distance, slope, p), p)))", hex(memory.line()));
    out.line(
        "mstore(%s, sub(p, mulmod(distance, add(zeta, sub(p, y)), p)))", hex(memory.vanishing()));
  }

  private void columns() {
    int committed = layout.columnMask();
    int acc = memory.points();
    out.comment("C_O + eta sum V_c C_c + nu C_M + nu^2 C_S - Z C_W - R [1]_1 + zeta C_W'.");
    out.line(
        "calldatacopy(%s, add(start, %s), 0x40)",
        hex(acc), hex(proof.firstRound(0) - ProofLayout.POINT));
    out.line("let valid := 1");
    out.line("let point := start");
    out.open(
        "for { let w := %s } lt(w, %s) { w := add(w, 32) }",
        hex(memory.output(layout.weight(0))), hex(memory.output(layout.weight(committed))));
    out.line("calldatacopy(%s, point, 0x40)", hex(acc + 0x40));
    out.line("valid := and(valid, addScaled(mulmod(eta, mload(w), p)))");
    out.line("point := add(point, 0x40)");
    out.close();
    out.line("calldatacopy(%s, point, 0x40)", hex(acc + 0x40));
    out.line(
        "valid := and(valid, addScaled(addmod(nu, mulmod(eta, %s, p), p)))",
        output(layout.weight(committed)));
    int column = committed + 1;
    for (G1 point : model.fixedPoints()) {
      constantPoint(acc + 0x40, point);
      out.line(
          "valid := and(valid, addScaled(mulmod(eta, %s, p)))", output(layout.weight(column++)));
    }
    constantPoint(acc + 0x40, G1.GENERATOR);
    out.line("valid := and(valid, addScaled(mload(%s)))", hex(memory.line()));
    proofPoint(proof.laurent(), "nu2");
    proofPoint(proof.quotient(), "mload(" + hex(memory.vanishing()) + ")");
    proofPoint(proof.linearQuotient(), "zeta");
    out.line("if iszero(valid) { fail(ERROR_POINT) }");
  }

  private void constantPoint(int address, G1 point) {
    byte[] bytes = point.toBytes();
    for (int k = 0; k < 2; k++) {
      String word = HexFormat.of().formatHex(bytes, WORD * k, WORD * (k + 1));
      out.line("mstore(%s, 0x%s)", hex(address + WORD * k), word);
    }
  }

  private void proofPoint(int offset, String scalar) {
    out.line("calldatacopy(%s, add(start, %s), 0x40)", hex(memory.points() + 0x40), hex(offset));
    out.line("valid := and(valid, addScaled(%s))", scalar);
  }

  /** e(sum, [1]_2) e(C_W', -[theta]_2) = 1. */
  private void pairing() {
    int at = memory.points() + 0x40;
    constantPair(at, G2.GENERATOR);
    out.line("calldatacopy(%s, add(start, %s), 0x40)", hex(at + 0x80), hex(proof.linearQuotient()));
    constantPair(at + 0xc0, model.theta().negate());
    out.line(
        "let done := staticcall(%d, 8, %s, 0x180, 0, 0x20)", PAIRING_GAS, hex(memory.points()));
    out.line("accepted := and(accepted, and(done, eq(returndatasize(), 0x20)))");
    out.line("if iszero(and(accepted, eq(mload(0), 1))) { fail(ERROR_REJECTED) }");
  }

  private void constantPair(int address, G2 point) {
    byte[] bytes = point.toBytes();
    for (int k = 0; k < 4; k++) {
      String word = HexFormat.of().formatHex(bytes, WORD * k, WORD * (k + 1));
      out.line("mstore(%s, 0x%s)", hex(address + WORD * k), word);
    }
  }

  private void functions() {
    out.line("");
    out.open("function fail(code)");
    out.line("mstore(0x00, code)");
    out.line("revert(0x00, 0x04)");
    out.close();
    extensionFunction();
    tensorFunction();
    maskWeightsFunction();
    addScaledFunction();
    printProgram(out);
  }

  void printProgram(SourceWriter to) {
    to.comment("The verifier program, in %d named values.", schedule.order().size());
    to.open("function program(p)");
    ProgramPrinter.print(lowered, schedule, memory, to);
    to.close();
  }

  private void extensionFunction() {
    if (model.publicWords() == 0) {
      return;
    }
    out.comment(
        "Multilinear extension of count words at the first coordinates of tau; folds them in place.");
    out.open("function extension(words, count, bits, p) -> value");
    out.open("for { let k := 0 } lt(k, bits) { k := add(k, 1) }");
    out.line("let t := mload(add(%s, shl(5, k)))", input(layout.tau(0)));
    out.comment("An odd one out pairs with 0; what follows it belongs to tensors already done.");
    out.line("if and(count, 1) { mstore(add(words, shl(5, count)), 0) }");
    out.line("count := shr(1, add(count, 1))");
    out.line("let to := words");
    out.line("let end := add(words, shl(5, count))");
    out.open("for { let from := words } lt(to, end) { from := add(from, 0x40) }");
    out.line("let low := mload(from)");
    out.line("mstore(to, addmod(low, mulmod(t, add(mload(add(from, 32)), sub(p, low)), p), p))");
    out.line("to := add(to, 32)");
    out.close();
    out.close();
    out.line("value := mload(words)");
    out.close();
  }

  private void tensorFunction() {
    out.comment("T(x) = product of (1 - r*_k) + r*_k x^(2^k).");
    out.open("function tensor(x, p) -> value");
    int low = memory.input(layout.rStar(0));
    out.line("value := 1");
    out.open(
        "for { let from := %s } lt(from, %s) { from := add(from, 32) }",
        hex(low), hex(low + WORD * layout.logRows()));
    out.line("let s := mload(from)");
    out.line("value := mulmod(value, add(mulmod(s, x, p), sub(add(p, 1), s)), p)");
    out.line("x := mulmod(x, x, p)");
    out.close();
    out.close();
  }

  private void maskWeightsFunction() {
    out.comment("p2(x) = x^(4n) times the sum of (r*_i - 1/2) x^(2i) + (r*_i^2 - 1/2) x^(2i+1).");
    out.open("function maskWeights(x, p) -> value");
    int low = memory.input(layout.rStar(0));
    out.line("let minusHalf := 0x%s", Fr.MODULUS.subtract(HALF).toString(16));
    out.line("let fourth := mulmod(x, x, p)");
    out.line("fourth := mulmod(fourth, fourth, p)");
    out.line("let power := 1");
    out.open(
        "for { let from := %s } gt(from, %s) { from := sub(from, 32) }",
        hex(low + WORD * (layout.logRows() - 1)), hex(low - WORD));
    out.line("let s := mload(from)");
    out.line("value := add(add(mulmod(s, s, p), minusHalf), mulmod(value, x, p))");
    out.line("value := add(add(s, minusHalf), mulmod(value, x, p))");
    out.line("power := mulmod(power, fourth, p)");
    out.close();
    out.line("value := mulmod(value, power, p)");
    out.close();
  }

  private void addScaledFunction() {
    int acc = memory.points();
    out.comment("Adds a multiple of the point after the sum to the sum; 0 if a point is invalid.");
    out.comment("A precompile that fails takes all the gas it was given, hence the limits.");
    out.open("function addScaled(scalar) -> ok");
    out.line("mstore(%s, scalar)", hex(acc + 0x80));
    String point = hex(acc + 0x40);
    out.line("ok := staticcall(%d, 7, %s, 0x60, %s, 0x40)", MUL_GAS, point, point);
    out.line("ok := and(ok, eq(returndatasize(), 0x40))");
    out.line("let sum := staticcall(%d, 6, %s, 0x80, %s, 0x40)", ADD_GAS, hex(acc), hex(acc));
    out.line("ok := and(ok, and(sum, eq(returndatasize(), 0x40)))");
    out.close();
  }

  static String protocolId() {
    return HexFormat.of().formatHex(Transcript.protocolId());
  }
}
