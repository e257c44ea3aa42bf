package io.zkchain.benchmarks.kernels;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Supplier;

/** The fastest of several runs, by wall time and by CPU time of all threads. */
final class Stopwatch {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private long wall = Long.MAX_VALUE;
  private long cpu = Long.MAX_VALUE;

  void add(long wallNanos, long cpuNanos) {
    wall = Math.min(wall, wallNanos);
    cpu = Math.min(cpu, cpuNanos);
  }

  void reset() {
    wall = Long.MAX_VALUE;
    cpu = Long.MAX_VALUE;
  }

  <T> T time(Supplier<T> work) {
    long before = cpuTime();
    long start = System.nanoTime();
    T result = work.get();
    long end = System.nanoTime();
    add(end - start, cpuTime() - before);
    return result;
  }

  /** Of threads that run Java; the compiler's and the collector's are not among them. */
  private static long cpuTime() {
    long sum = 0;
    for (long id : THREADS.getAllThreadIds()) {
      sum += Math.max(0, THREADS.getThreadCpuTime(id));
    }
    return sum;
  }

  /** Milliseconds. */
  double wall() {
    return wall * 1e-6;
  }

  /** Milliseconds. */
  double cpu() {
    return cpu * 1e-6;
  }
}
