package io.zkchain.solidity;

import static io.zkchain.solidity.SourceWriter.hex;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.program.ProgramLayout;
import io.zkchain.prover.protocol.ProofLayout;
import java.util.HexFormat;

/**
 * Prints the sum of all points with their scalars and the pairing (EIP-196, EIP-197). The
 * precompiles refuse coordinates that are not reduced and points that are not on the curve.
 *
 * <p>A precompile that refuses its input fails and returns nothing; where a chain has no
 * precompile, the call succeeds and returns nothing. So the size of what it returns is the check
 * that counts, and its success is asked for beside it as all callers do.
 */
final class PointsPrinter {
  private static final int WORD = MemoryMap.WORD;

  /** Gas for a precompile: its price before EIP-1108, the highest it ever had. */
  private static final int ADD_GAS = 500;

  private static final int MUL_GAS = 40_000;
  private static final int PAIRING_GAS = 260_000;

  private final VerifierModel model;
  private final ProgramLayout layout;
  private final ProofLayout proof;
  private final MemoryMap memory;
  private final SourceWriter out;

  PointsPrinter(VerifierModel model, MemoryMap memory, SourceWriter out) {
    this.model = model;
    this.memory = memory;
    this.out = out;
    layout = model.program().layout();
    proof = model.proofLayout();
  }

  void print() {
    points();
    addScaled();
    paired();
  }

  private static String load(int address) {
    return "mload(" + hex(address) + ")";
  }

  private String weight(int column) {
    return load(memory.output(layout.weight(column)));
  }

  private void points() {
    int mask = layout.columnMask();
    int next = memory.points() + ProofLayout.POINT;
    out.comment("C_O + eta sum V_c C_c + nu C_M + nu^2 C_S - Z C_W - R [1]_1 + zeta C_W'.");
    out.comment("Columns of the proof first, M the last of them, O after it.");
    out.open("function points(start, p) -> ok");
    copy(memory.points(), proof.firstRound(0) - ProofLayout.POINT);
    out.line("ok := 1");
    out.line("let eta := %s", load(memory.eta()));
    out.line("let nu := %s", load(memory.nu()));
    out.line("let point := start");
    out.open(
        "for { let w := %s } lt(w, %s) { w := add(w, 32) }",
        hex(memory.output(layout.weight(0))), hex(memory.output(layout.weight(mask))));
    out.line("calldatacopy(%s, point, 0x40)", hex(next));
    out.line("ok := and(ok, addScaled(mulmod(eta, mload(w), p)))");
    out.line("point := add(point, 0x40)");
    out.close();
    out.line("calldatacopy(%s, point, 0x40)", hex(next));
    add("addmod(nu, mulmod(eta, " + weight(mask) + ", p), p)");
    keyPoints(mask + 1, next);
    constant(next, G1.GENERATOR.toBytes());
    add(load(memory.line()));
    copy(next, proof.laurent());
    add("mulmod(nu, nu, p)");
    copy(next, proof.quotient());
    add(load(memory.vanishing()));
    copy(next, proof.linearQuotient());
    add(load(memory.zeta()));
    out.close();
  }

  private void keyPoints(int firstColumn, int next) {
    int column = firstColumn;
    for (G1 point : model.fixedPoints()) {
      constant(next, point.toBytes());
      add("mulmod(eta, " + weight(column++) + ", p)");
    }
  }

  private void add(String scalar) {
    out.line("ok := and(ok, addScaled(%s))", scalar);
  }

  private void copy(int address, int offset) {
    out.line("calldatacopy(%s, add(start, %s), 0x40)", hex(address), hex(offset));
  }

  private void constant(int address, byte[] bytes) {
    for (int at = 0; at < bytes.length; at += WORD) {
      String word = HexFormat.of().formatHex(bytes, at, at + WORD);
      out.line("mstore(%s, 0x%s)", hex(address + at), word);
    }
  }

  private void addScaled() {
    int sum = memory.points();
    String point = hex(sum + ProofLayout.POINT);
    out.comment("Adds a multiple of the point after the sum to the sum; 0 if a point is invalid.");
    out.comment("A precompile that fails takes all the gas it was given, hence the limits.");
    out.open("function addScaled(scalar) -> ok");
    out.line("mstore(%s, scalar)", hex(sum + 2 * ProofLayout.POINT));
    out.line("ok := staticcall(%d, 7, %s, 0x60, %s, 0x40)", MUL_GAS, point, point);
    out.line("ok := and(ok, eq(returndatasize(), 0x40))");
    out.line("let added := staticcall(%d, 6, %s, 0x80, %s, 0x40)", ADD_GAS, hex(sum), hex(sum));
    out.line("ok := and(ok, and(added, eq(returndatasize(), 0x40)))");
    out.close();
  }

  private void paired() {
    int at = memory.points() + ProofLayout.POINT;
    out.comment("e(sum, [1]_2) e(C_W', -[theta]_2) = 1.");
    out.open("function paired(start) -> ok");
    constant(at, G2.GENERATOR.toBytes());
    copy(at + G2.BYTES, proof.linearQuotient());
    constant(at + G2.BYTES + ProofLayout.POINT, model.theta().negate().toBytes());
    out.line("ok := staticcall(%d, 8, %s, 0x180, 0, 0x20)", PAIRING_GAS, hex(memory.points()));
    out.line("ok := and(ok, and(eq(returndatasize(), 0x20), eq(mload(0), 1)))");
    out.close();
  }
}
