package io.zkchain.solidity;

import static io.zkchain.solidity.SourceWriter.hex;

import io.zkchain.prover.field.Fr;
import io.zkchain.prover.program.ProgramLayout;
import io.zkchain.prover.protocol.ProofLayout;
import java.math.BigInteger;

/**
 * Prints the field arithmetic between the program and the points: the public words' extension, the
 * claims, and the opening's identity at z and 1/z.
 */
final class OpeningPrinter {
  private static final int WORD = MemoryMap.WORD;
  private static final BigInteger MINUS_HALF = Fr.MODULUS.shiftRight(1);

  private final VerifierModel model;
  private final ProgramLayout layout;
  private final ProofLayout proof;
  private final MemoryMap memory;
  private final SourceWriter out;

  OpeningPrinter(VerifierModel model, MemoryMap memory, SourceWriter out) {
    this.model = model;
    this.memory = memory;
    this.out = out;
    layout = model.program().layout();
    proof = model.proofLayout();
  }

  void print() {
    claims();
    opening();
    laurent();
    line();
    if (model.publicWords() > 0) {
      extension();
    }
    tensor();
    maskWeights();
  }

  private static String load(int address) {
    return "mload(" + hex(address) + ")";
  }

  private String output(int number) {
    return load(memory.output(number));
  }

  private String proofWord(int offset) {
    return "calldataload(add(start, " + hex(offset) + "))";
  }

  private String evaluation(int number) {
    return proofWord(proof.evaluations() + WORD * number);
  }

  private void claims() {
    out.comment("v2, from the public words, the program's outputs and both sum-checks.");
    out.open("function claims(p) -> claim");
    out.line("claim := mod(%s, p)", output(layout.constant()));
    int word = model.publicWords();
    // Last tensor first, since an extension may overwrite the word after its tensor.
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
    out.comment("v1 at the first claim -claim; then v2 at v1 - known + revealed sum.");
    out.line("claim := %s", fold(0, "sub(p, claim)"));
    out.line(
        "claim := addmod(add(claim, %s), sub(p, mod(%s, p)), p)",
        load(memory.revealedSum()), output(layout.known()));
    out.line("claim := %s", fold(2, "claim"));
    out.close();
  }

  private String fold(int number, String claim) {
    return "addmod(%s, mulmod(%s, %s, p), p)"
        .formatted(load(memory.fold(number)), claim, load(memory.fold(number + 1)));
  }

  private void opening() {
    out.comment("-R(zeta) and -Z(zeta). The supplied inverse of z (z^2 - 1) gives 1/z and");
    out.comment("1/(z - 1/z); it fails for z = 0, 1, -1.");
    out.open("function opening(start, v2, p) -> ok");
    out.line("let z := %s", load(memory.z()));
    out.line("let y := 0");
    out.line("let slope := 0");
    out.open("");
    out.line("let inverse := %s", proofWord(proof.inverse()));
    out.line("let square := mulmod(z, z, p)");
    out.line("y := mulmod(inverse, add(square, sub(p, 1)), p)");
    out.line("slope := mulmod(inverse, square, p)");
    out.line("ok := eq(mulmod(y, z, p), 1)");
    out.close();
    out.line("line(start, laurent(start, v2, z, y, p), z, slope, p)");
    out.line("let zeta := %s", load(memory.zeta()));
    out.line(
        "mstore(%s, sub(p, mulmod(add(zeta, sub(p, z)), add(zeta, sub(p, y)), p)))",
        hex(memory.vanishing()));
    out.close();
  }

  private void laurent() {
    out.comment("S(1/z) = z (F(z) T(1/z) + F(1/z) T(z) + eta rho2 (M(z) p2(1/z) + M(1/z) p2(z))");
    out.comment("            - 2 (u_O + eta v2) - z S(z)), where y = 1/z");
    out.open("function laurent(start, v2, z, y, p) -> s");
    out.line("let eta := %s", load(memory.eta()));
    out.line("let right := add(mulmod(eta, v2, p), %s)", proofWord(proof.maskValue()));
    out.line("right := add(add(right, right), mulmod(z, %s, p))", evaluation(4));
    out.line("s := mulmod(%s, maskWeights(y, p), p)", evaluation(2));
    out.line("s := add(s, mulmod(%s, maskWeights(z, p), p))", evaluation(3));
    out.line("s := mulmod(mulmod(eta, %s, p), s, p)", load(memory.rho2()));
    out.line("s := add(s, mulmod(%s, tensor(y, p), p))", evaluation(0));
    out.line("s := add(s, mulmod(%s, tensor(z, p), p))", evaluation(1));
    out.line("s := mulmod(z, add(s, sub(p, mod(right, p))), p)");
    out.close();
  }

  private void line() {
    out.comment(
        "The line through (z, y0) and (1/z, y1) at zeta, y0 and y1 batched with powers of nu.");
    out.open("function line(start, s, z, slope, p)");
    out.line("let nu := %s", load(memory.nu()));
    out.line("let nu2 := mulmod(nu, nu, p)");
    out.line(
        "let y0 := add(%s, add(mulmod(nu, %s, p), mulmod(nu2, %s, p)))",
        evaluation(0), evaluation(2), evaluation(4));
    out.line(
        "let y1 := add(%s, add(mulmod(nu, %s, p), mulmod(nu2, s, p)))",
        evaluation(1), evaluation(3));
    out.line("slope := mulmod(slope, add(y0, sub(p, mod(y1, p))), p)");
    out.line("z := add(%s, sub(p, z))", load(memory.zeta()));
    out.line("mstore(%s, sub(p, addmod(y0, mulmod(z, slope, p), p)))", hex(memory.line()));
    out.close();
  }

  private void extension() {
    out.comment("Extension of count words at the first coordinates of tau; folds them in place.");
    out.open("function extension(words, count, bits, p) -> value");
    out.open("for { let k := 0 } lt(k, bits) { k := add(k, 1) }");
    out.line("let t := mload(add(%s, shl(5, k)))", hex(memory.input(layout.tau(0))));
    out.comment("An odd one out pairs with 0; what follows belongs to tensors already done.");
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

  private void tensor() {
    int low = memory.input(layout.rStar(0));
    out.comment("T(x) = product of (1 - r*_k) + r*_k x^(2^k).");
    out.open("function tensor(x, p) -> value");
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

  private void maskWeights() {
    int low = memory.input(layout.rStar(0));
    out.comment("p2(x) = x^(4n) times the sum of (r*_i - 1/2) x^(2i) + (r*_i^2 - 1/2) x^(2i+1).");
    out.open("function maskWeights(x, p) -> value");
    out.line("let minusHalf := 0x%s", MINUS_HALF.toString(16));
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
}
