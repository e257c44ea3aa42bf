package io.zkchain.circuit;

import java.util.Map;

/**
 * The values of all witness tensors and public tensors for one input, row-major over valid cells.
 * Secret; {@link #toString()} prints no value.
 *
 * @param a cells A of PAIR tensors by tensor id
 * @param b cells B of PAIR tensors by tensor id
 * @param c cells C of SINGLE tensors by tensor id
 * @param publicValues values of the public tensors by their position
 */
public record Witness(
    Map<Integer, long[]> a,
    Map<Integer, long[]> b,
    Map<Integer, long[]> c,
    Map<Integer, long[]> publicValues) {
  public Witness {
    a = Map.copyOf(a);
    b = Map.copyOf(b);
    c = Map.copyOf(c);
    publicValues = Map.copyOf(publicValues);
  }

  /**
   * Cells A of a PAIR tensor; the array itself.
   *
   * @throws WitnessException if there are none
   */
  public long[] a(int tensor) {
    return get(a, tensor, "cells A of tensor ");
  }

  /** Cells B of a PAIR tensor, like {@link #a(int)}. */
  public long[] b(int tensor) {
    return get(b, tensor, "cells B of tensor ");
  }

  /** Cells C of a SINGLE tensor, like {@link #a(int)}. */
  public long[] c(int tensor) {
    return get(c, tensor, "cells C of tensor ");
  }

  /** Values of a public tensor by its position, like {@link #a(int)}. */
  public long[] publicValues(int position) {
    return get(publicValues, position, "values of public tensor ");
  }

  private static long[] get(Map<Integer, long[]> map, int key, String what) {
    long[] values = map.get(key);
    if (values == null) {
      throw new WitnessException("no " + what + key);
    }
    return values;
  }

  @Override
  public String toString() {
    return "Witness[" + (a.size() + c.size()) + " tensors]";
  }
}
