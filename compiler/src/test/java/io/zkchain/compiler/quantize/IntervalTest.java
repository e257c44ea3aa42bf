package io.zkchain.compiler.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class IntervalTest {

  @Test
  void holdsEveryResultOfItsMembers() {
    Random random = new Random(5);
    for (int k = 0; k < 500; k++) {
      Interval a = random(random);
      Interval b = random(random);
      long x = member(random, a);
      long y = member(random, b);
      long factor = random.nextInt(21) - 10L;
      int shift = random.nextInt(5);
      assertThat(a.plus(b).contains(x + y)).isTrue();
      assertThat(a.minus(b).contains(x - y)).isTrue();
      assertThat(a.times(b).contains(x * y)).isTrue();
      assertThat(a.times(factor).contains(x * factor)).isTrue();
      assertThat(a.union(b).contains(x)).isTrue();
      assertThat(a.clamp(b).contains(Math.clamp(x, b.lo(), b.hi()))).isTrue();
      long half = shift == 0 ? 0 : 1L << (shift - 1);
      assertThat(a.shiftedRight(shift).contains((x + half) >> shift)).isTrue();
      assertThat(a.magnitude()).isGreaterThanOrEqualTo(Math.abs(x));
    }
  }

  @Test
  void refusesToWrapAround() {
    Interval wide = new Interval(0, Long.MAX_VALUE / 2);
    assertThatThrownBy(() -> wide.times(3)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> wide.plus(wide).plus(wide)).isInstanceOf(ArithmeticException.class);
  }

  private static Interval random(Random random) {
    long a = random.nextInt(2001) - 1000L;
    return new Interval(a, a + random.nextInt(50));
  }

  private static long member(Random random, Interval interval) {
    return interval.lo() + random.nextInt((int) (interval.hi() - interval.lo() + 1));
  }
}
