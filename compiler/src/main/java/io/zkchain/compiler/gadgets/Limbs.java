package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * LIMB: a non-negative integer below 2^(ks) in k cells of the range table of s bits.
 *
 * <p><b>Unique:</b> sum of 2^(is) limb_i is injective on the table's range.
 */
public final class Limbs {

  private Limbs() {}

  /**
   * The integers of a buffer in cells, as their weighted sum.
   *
   * @param largest bound on the integers
   */
  public static QTensor of(Lowering l, String name, int[] dims, int buffer, long largest) {
    return of(l, name, dims, buffer, largest, 0);
  }

  /**
   * As {@link #of}, every second limb in a cell A: where single cells are what there is most of.
   */
  static QTensor mixed(Lowering l, String name, int[] dims, int buffer, long largest) {
    return of(l, name, dims, buffer, largest, 2);
  }

  /** As {@link #of}, in cells A, so that the sum can be a factor. */
  static QTensor paired(Lowering l, String name, int[] dims, int buffer, long largest) {
    return of(l, name, dims, buffer, largest, 1);
  }

  // Every step-th limb is in a cell A, none if step is 0.
  private static QTensor of(
      Lowering l, String name, int[] dims, int buffer, long largest, int step) {
    int s = l.settings().shift();
    int count = Math.max(1, Math.ceilDiv(64 - Long.numberOfLeadingZeros(largest), s));
    long mask = (1L << s) - 1;
    List<QTensor> limbs = new ArrayList<>();
    for (int limb = 0; limb < count; limb++) {
      int place = limb * s;
      int part =
          l.compute(
              Arithmetic.volume(dims),
              (execution, out) -> {
                long[] in = execution.buffer(buffer);
                for (int i = 0; i < out.length; i++) {
                  boolean top = place + s >= 63;
                  out[i] = top ? in[i] >> place : (in[i] >> place) & mask;
                }
              });
      String own = count == 1 ? name : name + limb;
      boolean paired = step > 0 && limb % step == 0;
      Committed cells =
          paired
              ? l.pair(own, dims, l.remainders(), part)
              : l.single(own, dims, l.remainders(), part);
      Interval range = new Interval(0, mask);
      Cell cell = paired ? Cell.A : Cell.C;
      limbs.add(l.read(cells, cell, own, dims, Scale.powerOfTwo(place), range));
    }
    QTensor sum = Arithmetic.sum(l, name, limbs, Collections.nCopies(count, 1L));
    return new QTensor(
        name, dims, Scale.ONE, new Interval(0, largest), sum.addends(), sum.buffer());
  }
}
