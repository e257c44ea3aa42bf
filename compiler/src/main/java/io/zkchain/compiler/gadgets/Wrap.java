package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;

/**
 * WRAP: overflow of an integer type of w bits, and SHIFT by a constant or by a witness.
 *
 * <p>{@code x - least = 2^w h + u} with u in w bits; the result is u + least. <b>Unique:</b> {@link
 * Divide} by the constant 2^w. A shift to the left is a multiplication and WRAP, one to the right a
 * division.
 */
public final class Wrap {

  private Wrap() {}

  /** The value of the interval, 2^w integers, that is x modulo 2^w. */
  public static QTensor of(Lowering l, String name, QTensor x, Interval values) {
    long size = Math.addExact(values.hi() - values.lo(), 1);
    QTensor above = Arithmetic.plus(l, name + ".above", x, -values.lo());
    QTensor low = Divide.euclidean(l, name + ".high", above, size).remainder();
    return Arithmetic.plus(l, name, low, values.lo());
  }
}
