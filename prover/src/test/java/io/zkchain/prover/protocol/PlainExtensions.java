package io.zkchain.prover.protocol;

import io.zkchain.prover.field.Fr;

/** Multilinear extensions by their full tables, and polynomials by their coefficients. */
final class PlainExtensions {
  private PlainExtensions() {}

  /** eq of the point with every index, bit k of it against coordinate k. */
  static Fr[] eq(Fr[] point) {
    Fr[] table = {Fr.ONE};
    for (Fr p : point) {
      Fr[] next = new Fr[2 * table.length];
      for (int i = 0; i < table.length; i++) {
        next[i] = table[i].mul(Fr.ONE.sub(p));
        next[i + table.length] = table[i].mul(p);
      }
      table = next;
    }
    return table;
  }

  /** Extension of values, followed by zeros, at the point of a table of {@link #eq}. */
  static Fr extension(long[] values, Fr[] eqTable) {
    Fr sum = Fr.ZERO;
    for (int i = 0; i < values.length; i++) {
      sum = sum.add(eqTable[i].mul(values[i]));
    }
    return sum;
  }

  /** eq over the lowest bits of the index: the sum over all higher ones. */
  static Fr low(Fr[] table, int index, int bits) {
    Fr sum = Fr.ZERO;
    for (int i = index; i < table.length; i += 1 << bits) {
      sum = sum.add(table[i]);
    }
    return sum;
  }

  /** A polynomial at x. */
  static Fr horner(Fr[] coefficients, Fr x) {
    Fr value = Fr.ZERO;
    for (int i = coefficients.length - 1; i >= 0; i--) {
      value = value.mul(x).add(coefficients[i]);
    }
    return value;
  }
}
