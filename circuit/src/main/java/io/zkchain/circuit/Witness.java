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

  @Override
  public String toString() {
    return "Witness[" + (a.size() + c.size()) + " tensors]";
  }
}
