package io.zkchain.compiler.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TensorDataTest {

  @Test
  void shapesAreBounded() {
    assertThat(TensorShape.of(3, 0, 5).size()).isZero();
    assertThat(TensorShape.SCALAR.size()).isOne();
    assertThat(TensorShape.of(2, 3, 4).strides()).containsExactly(12, 4, 1);
    assertThatIllegalArgumentException().isThrownBy(() -> TensorShape.of(1 << 16, 1 << 16));
    assertThatIllegalArgumentException().isThrownBy(() -> TensorShape.of(0, 1 << 16, 1 << 16));
    assertThatIllegalArgumentException().isThrownBy(() -> TensorShape.of(2, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> TensorShape.of(new long[] {1L << 31}));
  }

  @Test
  void elementsMustFillTheShape() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TensorData.ofFloats(TensorShape.of(2, 2), 1, 2, 3))
        .withMessage("3 elements do not fill a tensor of type float32[2, 2]");
  }

  @Test
  void arraysAreCopiedInAndOut() {
    float[] values = {1, 2};
    TensorData data = TensorData.ofFloats(TensorShape.of(2), values);
    values[0] = 9;
    data.toFloats()[1] = 9;
    assertThat(data).isEqualTo(TensorData.ofFloats(TensorShape.of(2), 1, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "INT8, 200, -56",
    "UINT8, -1, 255",
    "INT16, 40000, -25536",
    "UINT16, -1, 65535",
    "INT32, 4294967295, -1",
    "UINT32, -1, 4294967295",
    "INT64, -5, -5",
    "BOOL, 17, 1",
  })
  void integersWrapToTheirType(DataType dtype, long value, long wrapped) {
    TensorData data = TensorData.ofLongs(dtype, TensorShape.of(1), new long[] {value});
    assertThat(data.longAt(0)).isEqualTo(wrapped);
  }

  @Test
  void unsignedSixtyFourBitsAreReadAsPositiveReals() {
    long[] values = {-1, Long.MIN_VALUE, (1L << 63) + 1, 5};
    double[] reals = TensorData.ofLongs(DataType.UINT64, TensorShape.of(4), values).toDoubles();
    assertThat(reals).containsExactly(0x1p64, 0x1p63, 0x1p63, 5);
  }

  @Test
  void firstNonFiniteElementIsFound() {
    TensorShape three = TensorShape.of(3);
    assertThat(TensorData.ofFloats(three, 1, Float.NaN, Float.POSITIVE_INFINITY).firstNonFinite())
        .isEqualTo(OptionalInt.of(1));
    assertThat(TensorData.ofFloats(three, 1, -0f, Float.MAX_VALUE).firstNonFinite()).isEmpty();
    assertThat(TensorData.ofInt64s(1, 2).firstNonFinite()).isEmpty();
  }

  @Test
  void selectionRepeatsAndReorders() {
    TensorData data = TensorData.ofInt64s(10, 20, 30);
    assertThat(data.select(TensorShape.of(2, 2), new int[] {2, 2, 0, 1}))
        .isEqualTo(
            TensorData.ofLongs(DataType.INT64, TensorShape.of(2, 2), new long[] {30, 30, 10, 20}));
  }

  @ParameterizedTest
  @EnumSource(DataType.class)
  void bytesComeBackInEitherOrder(DataType dtype) {
    TensorShape shape = TensorShape.of(2, 5);
    Random random = new Random(dtype.code());
    TensorData data =
        dtype.isFloat()
            ? TensorData.ofDoubles(dtype, shape, random.doubles(10, -3, 3).toArray())
            : TensorData.ofLongs(dtype, shape, random.longs(10).toArray());
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      ByteBuffer bytes = ByteBuffer.allocate(data.size() * dtype.bytes()).order(order);
      TensorBytes.encode(data, bytes);
      assertThat(bytes.hasRemaining()).isFalse();
      assertThat(TensorBytes.decode(dtype, shape, bytes.flip())).isEqualTo(data);
    }
  }

  /** Rounding to nearest, ties to even, against the definition by distances. */
  @Test
  void bfloat16RoundsToTheNearestEven() {
    Random random = new Random(16);
    for (int trial = 0; trial < 10_000; trial++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (!Float.isFinite(value) || Math.abs(value) > 1e38f) {
        continue;
      }
      short low = (short) (Float.floatToRawIntBits(value) >>> 16);
      double down = HalfFloats.bfloat16ToFloat(low);
      double up = HalfFloats.bfloat16ToFloat((short) (low + 1));
      double toDown = Math.abs(value - down);
      double toUp = Math.abs(up - value);
      boolean tieToEven = toDown == toUp && (low & 1) == 0;
      double expected = toDown < toUp || tieToEven ? down : up;
      assertThat((double) HalfFloats.roundToBfloat16(value)).isEqualTo(expected);
    }
    assertThat(HalfFloats.roundToBfloat16(Float.NaN)).isNaN();
    assertThat(HalfFloats.roundToBfloat16(Float.MAX_VALUE)).isInfinite();
    assertThat(HalfFloats.roundToBfloat16(Float.NEGATIVE_INFINITY))
        .isEqualTo(Float.NEGATIVE_INFINITY);
  }
}
