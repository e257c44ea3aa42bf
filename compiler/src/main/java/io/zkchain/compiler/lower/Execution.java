package io.zkchain.compiler.lower;

import java.util.LinkedHashMap;
import java.util.Map;

/** The buffers of one evaluation, and what it counted. */
public final class Execution {
  private final long[][] buffers;
  private final Map<String, Long> saturated = new LinkedHashMap<>();

  Execution(int buffers) {
    this.buffers = new long[buffers][];
  }

  /** The integers of a tensor; not to be changed. */
  public long[] buffer(int number) {
    return buffers[number];
  }

  public long[] of(QTensor tensor) {
    return buffers[tensor.buffer()];
  }

  void set(int number, long[] values) {
    buffers[number] = values;
  }

  /** Notes that elements of a node were clamped. */
  public void countSaturated(String origin, long elements) {
    if (elements > 0) {
      saturated.merge(origin, elements, Long::sum);
    }
  }

  /** Clamped elements by node. */
  public Map<String, Long> saturated() {
    return Map.copyOf(saturated);
  }
}
