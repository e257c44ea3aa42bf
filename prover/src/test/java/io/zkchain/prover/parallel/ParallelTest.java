package io.zkchain.prover.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelTest {
  @Test
  void everyIterationRunsOnceAlsoWhenNested() {
    try (ExecutorService pool = Executors.newFixedThreadPool(1)) {
      Parallel parallel = Parallel.of(pool, 4);
      AtomicIntegerArray seen = new AtomicIntegerArray(400);
      parallel.forEach(20, i -> parallel.forEach(20, j -> seen.incrementAndGet(20 * i + j)));
      for (int i = 0; i < seen.length(); i++) {
        assertThat(seen.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void rangesCoverEverythingOnce() {
    for (int n : new int[] {0, 1, 5, 64, 1000}) {
      AtomicIntegerArray seen = new AtomicIntegerArray(n);
      Parallel.common()
          .forRange(
              n,
              7,
              (from, to) -> {
                for (int i = from; i < to; i++) {
                  seen.incrementAndGet(i);
                }
              });
      for (int i = 0; i < n; i++) {
        assertThat(seen.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void exceptionsReachTheCaller() {
    assertThatThrownBy(() ->
            Parallel.common()
                .forEach(
                    100,
                    i -> {
                      if (i == 13) {
                        throw new IllegalStateException("number 13");
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("number 13");
  }

  @Test
  void aPoolThatRefusesWorkIsNoLoss() {
    ExecutorService pool = Executors.newFixedThreadPool(1);
    pool.shutdown();
    AtomicIntegerArray seen = new AtomicIntegerArray(9);
    Parallel.of(pool, 2).forEach(9, seen::incrementAndGet);
    assertThat(seen.toString()).isEqualTo("[1, 1, 1, 1, 1, 1, 1, 1, 1]");
    assertThatThrownBy(() -> Parallel.of(pool, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
