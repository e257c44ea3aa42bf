package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.OneHot;
import io.zkchain.compiler.gadgets.ScatterSum;
import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Contraction;
import io.zkchain.compiler.lower.IndexAlgebra;
import io.zkchain.compiler.lower.IndexAlgebra.AxisSum;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;
import java.util.Optional;

/**
 * Reverses the first elements of every sequence, as many as the input says.
 *
 * <p>One-hot flags h of each length L in 0..T: y_t = sum over s + t + 1 = L of h_L x_s, plus x_t
 * n_t with n_t = sum of h_L over L up to t, in cells of 0 or 1. <b>Unique:</b> {@link OneHot}; n by
 * its relation. A length outside is rejected.
 */
final class SequenceReversal {

  private SequenceReversal() {}

  /**
   * @param given [batches * steps, rest]
   * @return of the same shape
   */
  static QTensor of(OperatorContext c, QTensor given, int batches, int steps) {
    Lowering l = c.lowering();
    int rest = given.dim(1);
    int[] dims = {batches, steps, rest};
    QTensor cells = Commit.exactFactor(l, given);
    QTensor x = Arithmetic.reshape(l, c.name() + ".steps", cells, dims);
    QTensor flags = OneHot.of(l, c.name(), c.tensor(1), steps + 1, false);
    QTensor turned = reversed(c, x, flags, dims);
    List<AxisExpression> from =
        List.of(
            AxisExpression.axis(0, batches),
            AxisExpression.axis(1, steps).plusSummed(-1, 0, steps + 1));
    int[] two = {batches, steps};
    QTensor behind = Arithmetic.view(l, c.name() + ".behind", flags, from, two);
    QTensor kept = Commit.bits(l, c.name() + ".behind", behind);
    QTensor wide = Arithmetic.reshape(l, c.name() + ".kept", kept, new int[] {batches, steps, 1});
    QTensor tail = Elementwise.multiply(l, c.name() + ".tail", wide, x, dims);
    QTensor sum = Arithmetic.sum(l, c.name(), List.of(turned, tail), List.of(1L, 1L));
    Interval range = x.range().union(new Interval(0, 0));
    QTensor result = new QTensor(c.name(), dims, sum.scale(), range, sum.addends(), sum.buffer());
    return Arithmetic.reshape(l, c.name(), result, given.dims());
  }

  private static QTensor reversed(OperatorContext c, QTensor x, QTensor flags, int[] dims) {
    Lowering l = c.lowering();
    int steps = dims[1];
    QTensor given = c.tensor(1);
    List<Addend> addends =
        meeting(x, flags, dims)
            .or(() -> meeting(Commit.exact(l, x), flags, dims))
            .orElseThrow(() -> c.unsupported("its index relation cannot be said"));
    int buffer =
        l.compute(
            Arithmetic.volume(dims),
            (execution, out) -> {
              long[] in = execution.of(x);
              long[] lengths = execution.of(given);
              for (int b = 0; b < dims[0]; b++) {
                for (int t = 0; t < lengths[b]; t++) {
                  int from = (b * steps + (int) lengths[b] - 1 - t) * dims[2];
                  System.arraycopy(in, from, out, (b * steps + t) * dims[2], dims[2]);
                }
              }
            });
    Scale scale = x.scale();
    Interval range = x.range().union(new Interval(0, 0));
    return new QTensor(c.name() + ".turned", dims, scale, range, addends, buffer);
  }

  // Products of elements and flags where s + t + 1 = L; empty if a view of other cells is in the
  // way.
  private static Optional<List<Addend>> meeting(QTensor x, QTensor flags, int[] dims) {
    int[] products = {dims[0], dims[1], dims[2], flags.dim(1)};
    List<AxisSum> sums =
        List.of(ScatterSum.same(0), ScatterSum.pair(1, -1, 3, 1, -1), ScatterSum.same(2));
    return Contraction.of(x, new int[] {0, 1, 2}, flags, new int[] {0, 3}, Labels.range(4))
        .flatMap(pairs -> {
          QTensor all = new QTensor(x.name(), products, x.scale(), new Interval(0, 0), pairs, -1);
          return IndexAlgebra.scatter(all, sums, dims);
        });
  }
}
