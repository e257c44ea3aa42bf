package io.zkchain.prover.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link ElementTile} and sums of many equal elements. */
@ParameterizedClass
@EnumSource(KernelFixture.Kernel.class)
class KernelTilesTest extends KernelFixture {
  KernelTilesTest(Kernel tested) {
    super(tested);
  }

  @Test
  void tiles() {
    for (int n : new int[] {1, 7, 8, 9, 16, 31, 32}) {
      ElementTile tile = kernel().tile(5, 2);
      List<BigInteger> a = left(n, SEED + n);
      List<BigInteger> b = left(n, SEED - n);
      tile.resize(n);
      tile.load(0, store(a, 1), 1);
      tile.load(1, store(b, 2), 2);
      BiConsumer<Integer, List<BigInteger>> expect =
          (register, values) -> {
            long[] r = store(left(n, 1), 3);
            tile.store(register, r, 3);
            check(r, 3, values);
            assertThat(r[4 * n + 3]).as("limb behind the result").isEqualTo(-1);
          };
      tile.add(2, 0, 1);
      expect.accept(2, zip(a, b, BigInteger::add));
      tile.sub(3, 0, 1);
      expect.accept(3, zip(a, b, BigInteger::subtract));
      tile.mul(4, 2, 3);
      List<BigInteger> product = zip(a, b, (x, y) -> x.multiply(x).subtract(y.multiply(y)));
      expect.accept(4, product);
      tile.mul(4, 4, 4);
      tile.mul(4, 4, 3);
      BinaryOperator<BigInteger> power =
          (x, y) -> x.multiply(x).subtract(y.multiply(y)).pow(2).multiply(x.subtract(y)).mod(p());
      List<BigInteger> last = zip(a, b, power);
      expect.accept(4, last);
      long[] r = new long[4];
      for (int k = 0; k < 3000 / n; k++) {
        tile.addToSum(1, 4);
      }
      tile.clear(0);
      tile.addToSum(1, 0);
      tile.sum(1, r, 0);
      BigInteger once = last.stream().reduce(BigInteger.ZERO, BigInteger::add);
      check(r, 0, List.of(once.multiply(BigInteger.valueOf(3000 / n))));
      tile.sum(0, r, 0);
      check(r, 0, List.of(BigInteger.ZERO));
    }
  }

  /**
   * The same element again and again, as padding rows hold it, of limbs that are as large as they
   * get in vectors, all of one sign: sums of limbs are the largest possible.
   */
  @Test
  void sumsOfManyEqualElements() {
    BigInteger limb = BigInteger.ONE.shiftLeft(50).subtract(BigInteger.ONE);
    for (int signs : new int[] {1, -1}) {
      BigInteger half = p().shiftRight(2).shiftRight(204).shiftLeft(204);
      for (int k = 0; k < 4; k++) {
        half = half.add(limb.multiply(BigInteger.valueOf(signs)).shiftLeft(51 * k));
      }
      long[] raw = new long[4 * ElementTile.SIZE];
      for (int j = 0; j < raw.length; j++) {
        raw[j] = half.shiftLeft(1).shiftRight(64 * (j % 4)).longValue();
      }
      BigInteger x = f().toBigInteger(raw, 0);
      ElementTile tile = kernel().tile(3, 1);
      tile.resize(ElementTile.SIZE);
      tile.load(0, raw, 0);
      tile.clear(1);
      tile.sub(2, 1, 0);
      int rounds = 1 << 12;
      long[] r = new long[4];
      for (int register : new int[] {0, 2}) {
        for (int k = 0; k < rounds; k++) {
          tile.addToSum(0, register);
        }
        tile.sum(0, r, 0);
        long count = register == 0 ? (long) rounds * ElementTile.SIZE : 0; // - x comes on top
        check(r, 0, List.of(x.multiply(BigInteger.valueOf(count))));
      }
      long[] many = new long[4 << 17];
      for (int i = 0; i < many.length; i++) {
        many[i] = raw[i % 4];
      }
      kernel().innerProduct(many, 0, many, 0, r, 0, 1 << 17);
      check(r, 0, List.of(x.multiply(x).multiply(BigInteger.valueOf(1 << 17))));
    }
  }
}
