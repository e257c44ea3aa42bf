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
      Committed cells = l.single(own, dims, l.remainders(), part);
      Interval range = new Interval(0, mask);
      limbs.add(l.read(cells, Cell.C, own, dims, Scale.powerOfTwo(place), range));
    }
    QTensor sum = Arithmetic.sum(l, name, limbs, Collections.nCopies(count, 1L));
    return new QTensor(
        name, dims, Scale.ONE, new Interval(0, largest), sum.addends(), sum.buffer());
  }
}
