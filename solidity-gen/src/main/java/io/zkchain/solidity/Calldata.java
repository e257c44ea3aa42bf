package io.zkchain.solidity;

import io.zkchain.circuit.PublicTensor;
import io.zkchain.prover.protocol.Proof;
import io.zkchain.prover.transcript.Keccak256;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Encodes calls of a generated verifier by the contract ABI: one array of integers per public
 * tensor, in place, then the context, then the proof as dynamic bytes. More than {@link
 * #MOST_PARAMETERS} arrays are the fields of one struct, which has the same bytes and another
 * signature.
 */
public final class Calldata {
  /** Most public tensors that are parameters of their own; the EVM's stack holds no more names. */
  public static final int MOST_PARAMETERS = 4;

  private static final int WORD = 32;
  private final List<Integer> counts;

  private Calldata(List<Integer> counts) {
    this.counts = counts;
  }

  /** For a verifier with these public tensors. */
  public static Calldata of(List<PublicTensor> tensors) {
    return ofCounts(tensors.stream().map(t -> t.shape().volume()).toList());
  }

  /** For a verifier whose public tensors have these numbers of values. */
  public static Calldata ofCounts(List<Integer> counts) {
    return new Calldata(List.copyOf(counts));
  }

  /** Name and types of an entry point: {@code verify(int256[10],bytes32,bytes)}. */
  public String signature(String function) {
    String arrays =
        counts.stream().map(count -> "int256[" + count + "]").collect(Collectors.joining(","));
    if (counts.size() > MOST_PARAMETERS) {
      arrays = "(" + arrays + ")";
    }
    return function + "(" + (arrays.isEmpty() ? "" : arrays + ",") + "bytes32,bytes)";
  }

  /** The call of {@code verify}, which only returns or reverts. */
  public byte[] verify(Proof proof) {
    return encode("verify", proof);
  }

  /** The call of {@code submit}, which also emits an event. */
  public byte[] submit(Proof proof) {
    return encode("submit", proof);
  }

  /** A call as 0x and hex digits. */
  public static String hex(byte[] call) {
    return "0x" + HexFormat.of().formatHex(call);
  }

  /**
   * @throws IllegalArgumentException if the proof has another number of public values
   */
  private byte[] encode(String function, Proof proof) {
    int values = counts.stream().mapToInt(Integer::intValue).sum();
    if (proof.publicValues().size() != values) {
      throw new IllegalArgumentException(
          "the proof has %d public values, the contract takes %d"
              .formatted(proof.publicValues().size(), values));
    }
    byte[] bytes = proof.bytes();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] signature = signature(function).getBytes(StandardCharsets.US_ASCII);
    out.write(Keccak256.hash(signature), 0, 4);
    proof.publicValues().forEach(value -> out.writeBytes(word(value)));
    out.writeBytes(proof.context());
    out.writeBytes(word(BigInteger.valueOf((long) WORD * (values + 2))));
    out.writeBytes(word(BigInteger.valueOf(bytes.length)));
    out.writeBytes(bytes);
    out.writeBytes(new byte[Math.floorMod(-bytes.length, WORD)]);
    return out.toByteArray();
  }

  /** Two's complement in 32 bytes. */
  static byte[] word(BigInteger value) {
    byte[] word = new byte[WORD];
    byte[] bytes = value.toByteArray();
    Arrays.fill(word, (byte) (value.signum() < 0 ? -1 : 0));
    System.arraycopy(bytes, 0, word, WORD - bytes.length, bytes.length);
    return word;
  }
}
