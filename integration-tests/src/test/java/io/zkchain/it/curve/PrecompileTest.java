package io.zkchain.it.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.contracts.Address;
import io.zkchain.contracts.ChainException;
import io.zkchain.contracts.ContractErrors;
import io.zkchain.contracts.TransactionRequest;
import io.zkchain.it.chain.ChainOfClass;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.EncodingException;
import io.zkchain.prover.field.Fq;
import io.zkchain.prover.field.Fq2;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.pairing.Pairing;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Sums, multiples and pairings against ecAdd, ecMul and ecPairing (EIP-196, EIP-197) of a chain.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrecompileTest {
  private static final Address EC_ADD = new Address("0x0000000000000000000000000000000000000006");
  private static final Address EC_MUL = new Address("0x0000000000000000000000000000000000000007");
  private static final Address EC_PAIRING =
      new Address("0x0000000000000000000000000000000000000008");
  private static final BigInteger GAS = BigInteger.valueOf(5_000_000);
  private static final Random RANDOM = new Random(196197);

  @RegisterExtension final ChainOfClass chain = new ChainOfClass();

  private byte[] call(Address precompile, byte[]... inputs) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (byte[] input : inputs) {
      data.writeBytes(input);
    }
    String hex = "0x" + HexFormat.of().formatHex(data.toByteArray());
    TransactionRequest request =
        TransactionRequest.call("a precompile", precompile, hex, ContractErrors.standard());
    String result = chain.client().call(chain.account(0).address(), request, GAS);
    return HexFormat.of().parseHex(result.substring(2));
  }

  private static byte[] word(BigInteger v) {
    byte[] raw = v.toByteArray();
    byte[] word = new byte[32];
    int length = Math.min(32, raw.length);
    System.arraycopy(raw, raw.length - length, word, 32 - length, length);
    return word;
  }

  private static List<G1> points() {
    List<G1> points = new ArrayList<>(List.of(G1.INFINITY));
    for (int k = 1; k <= 3; k++) {
      points.add(G1.GENERATOR.mul(Fr.fromLong(k)));
      points.add(G1.GENERATOR.mul(Fr.fromLong(-k)));
    }
    points.add(G1.GENERATOR.mul(Fr.random(RANDOM)));
    return points;
  }

  @Test
  void sums() {
    for (G1 p : points()) {
      for (G1 q : points()) {
        assertThat(p.add(q).toBytes())
            .as("%s + %s", p, q)
            .isEqualTo(call(EC_ADD, p.toBytes(), q.toBytes()));
      }
    }
  }

  @Test
  void multiples() {
    BigInteger top = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    List<BigInteger> scalars =
        new ArrayList<>(List.of(BigInteger.ZERO, BigInteger.ONE, BigInteger.TWO, top));
    scalars.add(Fr.MODULUS);
    scalars.add(Fr.MODULUS.subtract(BigInteger.ONE));
    scalars.add(Fr.MODULUS.add(BigInteger.ONE));
    for (int i = 0; i < 4; i++) {
      scalars.add(new BigInteger(256, RANDOM));
    }
    for (G1 p : points()) {
      for (BigInteger k : scalars) {
        byte[] expected = call(EC_MUL, p.toBytes(), word(k));
        assertThat(p.mul(k).toBytes()).as("%s times %s", k, p).isEqualTo(expected);
        assertThat(p.mul(Fr.fromBigInteger(k)).toBytes()).isEqualTo(expected);
      }
    }
  }

  @Test
  void products() {
    for (int n = 0; n < 4; n++) {
      List<G1> left = new ArrayList<>();
      List<G2> right = new ArrayList<>();
      Fr log = Fr.ZERO;
      for (int i = 0; i < n; i++) {
        Fr a = Fr.random(RANDOM);
        Fr b = Fr.random(RANDOM);
        left.add(G1.GENERATOR.mul(a));
        right.add(G2.GENERATOR.mul(b));
        log = log.sub(a.mul(b));
      }
      checkProduct(left, right, n == 0);
      left.add(G1.GENERATOR.mul(log));
      right.add(G2.GENERATOR);
      checkProduct(left, right, true);
      left.add(G1.INFINITY);
      right.add(G2.GENERATOR.mul(Fr.fromLong(7)));
      left.add(G1.GENERATOR);
      right.add(G2.INFINITY);
      checkProduct(left, right, true);
      left.add(G1.GENERATOR);
      right.add(G2.GENERATOR);
      checkProduct(left, right, false);
    }
  }

  private void checkProduct(List<G1> left, List<G2> right, boolean one) {
    byte[][] inputs = new byte[2 * left.size()][];
    for (int i = 0; i < left.size(); i++) {
      inputs[2 * i] = left.get(i).toBytes();
      inputs[2 * i + 1] = right.get(i).toBytes();
    }
    assertThat(new BigInteger(call(EC_PAIRING, inputs)).testBit(0)).isEqualTo(one);
    assertThat(Pairing.productIsOne(left, right)).isEqualTo(one);
  }

  @Test
  void bothRefuseBadPointsOfG1() {
    List<byte[]> bad = new ArrayList<>();
    for (int at : new int[] {31, 63}) {
      byte[] offCurve = G1.GENERATOR.toBytes();
      offCurve[at] ^= 1;
      bad.add(offCurve);
    }
    byte[] notReduced = G1.GENERATOR.toBytes();
    System.arraycopy(word(Fq.MODULUS.add(BigInteger.ONE)), 0, notReduced, 0, 32);
    bad.add(notReduced);
    byte[] zeroAsQ = new byte[64];
    System.arraycopy(word(Fq.MODULUS), 0, zeroAsQ, 0, 32);
    bad.add(zeroAsQ);
    for (byte[] point : bad) {
      assertThatThrownBy(() -> G1.fromBytes(point, 0)).isInstanceOf(EncodingException.class);
      assertThatThrownBy(() -> call(EC_ADD, point, new byte[64]))
          .isInstanceOf(ChainException.class);
      assertThatThrownBy(() -> call(EC_MUL, point, word(BigInteger.ONE)))
          .isInstanceOf(ChainException.class);
      assertThatThrownBy(() -> call(EC_PAIRING, point, G2.GENERATOR.toBytes()))
          .isInstanceOf(ChainException.class);
    }
  }

  @Test
  void bothRefuseBadPointsOfG2() {
    List<byte[]> bad = new ArrayList<>();
    for (int at : new int[] {31, 63, 95, 127}) {
      byte[] offCurve = G2.GENERATOR.toBytes();
      offCurve[at] ^= 1;
      bad.add(offCurve);
    }
    byte[] notReduced = G2.GENERATOR.toBytes();
    System.arraycopy(
        word(G2.GENERATOR.x().c0().toBigInteger().add(Fq.MODULUS)), 0, notReduced, 32, 32);
    bad.add(notReduced);
    bad.add(outsideSubgroup());
    for (byte[] point : bad) {
      assertThatThrownBy(() -> G2.fromBytes(point, 0)).isInstanceOf(EncodingException.class);
      assertThatThrownBy(() -> call(EC_PAIRING, G1.GENERATOR.toBytes(), point))
          .isInstanceOf(ChainException.class);
    }
  }

  /** A point of the curve over Fq2 with a small x; hardly any is in the group. */
  private static byte[] outsideSubgroup() {
    Fq2 b = new Fq2(Fq.fromLong(3), Fq.ZERO).mul(new Fq2(Fq.fromLong(9), Fq.ONE).inverse());
    Fq2 x = Fq2.ONE;
    while (x.square().mul(x).add(b).sqrt().isEmpty()) {
      x = x.add(Fq2.ONE);
    }
    Fq2 y = x.square().mul(x).add(b).sqrt().orElseThrow();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Fq part : List.of(x.c1(), x.c0(), y.c1(), y.c0())) {
      bytes.writeBytes(part.toBytes32());
    }
    return bytes.toByteArray();
  }
}
