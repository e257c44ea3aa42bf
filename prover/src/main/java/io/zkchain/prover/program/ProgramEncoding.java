package io.zkchain.prover.program;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The program's bytes, over which its digest is taken. All numbers are big-endian.
 *
 * <p>The ASCII text "zkchain verifier program 1"; n, L, T, K, O, the number of public tensors and
 * the number of nodes (4 bytes each); the nodes in order: one byte for the operation (0 constant, 1
 * input, 2 a + b, 3 a - b, 4 a b, 5 1 - a - b + 2 a b), then 32 bytes for a constant, 4 bytes for
 * the number of an input, 4 + 4 bytes for the nodes a and b; the nodes of the outputs (4 bytes
 * each).
 */
final class ProgramEncoding {
  private static final byte[] HEADER =
      "zkchain verifier program 1".getBytes(StandardCharsets.US_ASCII);

  private ProgramEncoding() {}

  static byte[] encode(VerifierProgram program) {
    ProgramLayout layout = program.layout();
    ByteBuffer out =
        ByteBuffer.allocate(HEADER.length + 4 * 7 + 33 * program.size() + 4 * layout.outputs());
    out.put(HEADER);
    out.putInt(layout.logRows()).putInt(layout.lanes()).putInt(layout.tableLanes());
    out.putInt(layout.fixedColumns()).putInt(layout.outputColumns());
    out.putInt(layout.publicTensors()).putInt(program.size());
    for (int i = 0; i < program.size(); i++) {
      putNode(program, i, out);
    }
    for (int o = 0; o < layout.outputs(); o++) {
      out.putInt(program.output(o));
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private static void putNode(VerifierProgram program, int node, ByteBuffer out) {
    switch (program.operation(node)) {
      case CONSTANT -> out.put((byte) 0).put(word(program.constant(node)));
      case INPUT -> out.put((byte) 1).putInt(program.left(node));
      case ADD -> putBinary(out, 2, program, node);
      case SUB -> putBinary(out, 3, program, node);
      case MUL -> putBinary(out, 4, program, node);
      case EQ -> putBinary(out, 5, program, node);
    }
  }

  private static void putBinary(ByteBuffer out, int code, VerifierProgram program, int node) {
    out.put((byte) code).putInt(program.left(node)).putInt(program.right(node));
  }

  private static byte[] word(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] word = new byte[32];
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, word, 32 - length, length);
    return word;
  }
}
