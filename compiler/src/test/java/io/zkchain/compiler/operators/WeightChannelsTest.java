package io.zkchain.compiler.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WeightChannelsTest {

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  /** Against the channel of every single weight, from its index along each axis. */
  @ParameterizedTest
  @MethodSource("seeds")
  void sumsAreThoseOfEveryWeightsOwnChannel(int seed) {
    Random random = new Random(seed);
    int[] dims = random.ints(random.nextInt(6), 1, 5).toArray();
    List<Integer> axes = new ArrayList<>(IntStream.range(0, dims.length).boxed().toList());
    Collections.shuffle(axes, random);
    int[] channelAxes =
        axes.subList(0, random.nextInt(dims.length + 1)).stream().mapToInt(a -> a).toArray();
    int size = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    long[] weights = random.longs(size, -1000, 1000).toArray();
    int count = Arrays.stream(channelAxes).map(a -> dims[a]).reduce(1, (a, b) -> a * b);
    long[] positive = new long[count];
    long[] negative = new long[count];
    for (int i = 0; i < size; i++) {
      int channel = channel(i, dims, channelAxes);
      positive[channel] += Math.max(weights[i], 0);
      negative[channel] += Math.min(weights[i], 0);
    }

    WeightChannels channels = WeightChannels.of(dims, channelAxes);
    assertThat(channels.count()).isEqualTo(count);
    assertThat(channels.sums(weights).positive()).isEqualTo(positive);
    assertThat(channels.sums(weights).negative()).isEqualTo(negative);
    var real = channels.sums(Arrays.stream(weights).asDoubleStream().toArray());
    assertThat(real.positive()).isEqualTo(Arrays.stream(positive).asDoubleStream().toArray());
    assertThat(real.negative()).isEqualTo(Arrays.stream(negative).asDoubleStream().toArray());
  }

  private static int channel(int i, int[] dims, int[] channelAxes) {
    int[] index = new int[dims.length];
    int rest = i;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      index[axis] = rest % dims[axis];
      rest /= dims[axis];
    }
    int channel = 0;
    for (int axis : channelAxes) {
      channel = channel * dims[axis] + index[axis];
    }
    return channel;
  }

  @Test
  void sumsStayWithin64Bits() {
    WeightChannels one = WeightChannels.of(new int[] {2}, new int[0]);
    assertThatThrownBy(() -> one.sums(new long[] {Long.MAX_VALUE, 1}))
        .isInstanceOf(ArithmeticException.class);
  }
}
