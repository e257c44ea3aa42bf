package io.zkchain.compiler.operators;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Value;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * An integer input whose calibrated values pass the function tables: in digits of s bits, the
 * highest one signed where the type is. All in cells A, so that all can be factors. Digits to their
 * sum are injective, so that a value has one form.
 *
 * @param bits of the values, in two's complement if they are signed
 */
record WideInteger(int bits, boolean signed) {
  private static final int LEAST_BITS = 32;
  private static final int MOST_BITS = 62;

  /** If the input needs digits. */
  static Optional<WideInteger> of(Lowering l, Value input) {
    DataType type = input.type().dtype();
    Optional<RealRange> seen = l.scales().seen(input.name());
    boolean wide = seen.isPresent() && seen.get().magnitude() > l.domain().hi();
    if (!type.isInteger() || type.bytes() == 1 || !wide) {
      return Optional.empty();
    }
    boolean signed = !type.isUnsigned();
    int needed = 64 - Long.numberOfLeadingZeros((long) seen.get().magnitude()) + (signed ? 1 : 0);
    int bits = Math.min(8 * type.bytes(), Math.max(LEAST_BITS, needed));
    return Optional.of(new WideInteger(Math.min(bits, MOST_BITS), signed));
  }

  Interval domain() {
    long top = 1L << (signed ? bits - 1 : bits);
    return new Interval(signed ? -top : 0, top - 1);
  }

  QTensor cells(Lowering l, String name, int[] dims, int buffer) {
    int s = l.settings().shift();
    List<QTensor> digits = new ArrayList<>();
    for (int place = 0; place < bits; place += s) {
      int from = place;
      boolean top = place + s >= bits;
      long size = 1L << Math.min(s, bits - place);
      Interval values =
          top && signed ? new Interval(-size / 2, size / 2 - 1) : new Interval(0, size - 1);
      int part =
          l.compute(
              Arithmetic.volume(dims),
              (execution, out) -> {
                long[] in = execution.buffer(buffer);
                for (int i = 0; i < out.length; i++) {
                  long digit = in[i] >> from;
                  out[i] = top ? digit : digit & (size - 1);
                }
              });
      String own = name + ".digit" + digits.size();
      Committed rows = l.pair(own, dims, l.range(values), part);
      digits.add(l.read(rows, Cell.A, own, dims, Scale.powerOfTwo(place), values));
    }
    QTensor sum = Arithmetic.sum(l, name, digits, Collections.nCopies(digits.size(), 1L));
    return new QTensor(name, dims, Scale.ONE, domain(), sum.addends(), sum.buffer());
  }
}
