package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.Split;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.List;

/**
 * Scatter with mul, max or min at indices from the input: one update after another.
 *
 * <p>With the flags h of an update's place: current + h * (changed - current), where changed -
 * current is relu(u - current) for max (negated for min), and current u - current, rounded, for
 * mul. Every step commits one row for each element, so few updates are taken.
 */
final class ScatterReductions {
  private static final int MOST_STEPS = 64;

  /**
   * One update along with its flags, both broadcast to the data.
   *
   * @param flags single cells
   */
  record Step(QTensor flags, QTensor update) {}

  private ScatterReductions() {}

  /**
   * Steps along an axis of flags and updates.
   *
   * @param order of the flags' axes, the step first, which gives the data's axes
   */
  static List<Step> steps(
      OperatorContext c, QTensor flags, int[] order, QTensor updates, int axis) {
    Lowering l = c.lowering();
    int count = updates.dim(axis);
    if (count > MOST_STEPS) {
      throw c.unsupported(Limit.MANY_UPDATES, count, MOST_STEPS);
    }
    QTensor turned = Movement.transpose(l, c.name() + ".turned", flags, order);
    List<Step> steps = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      int[] dims = new int[turned.rank() - 1];
      List<AxisExpression> from = new ArrayList<>(List.of(AxisExpression.constant(k)));
      for (int at = 0; at < dims.length; at++) {
        dims[at] = turned.dim(at + 1);
        from.add(AxisExpression.axis(at, dims[at]));
      }
      QTensor own = Arithmetic.view(l, c.name() + ".flags" + k, turned, from, dims);
      int[] one = updates.dims();
      one[axis] = 1;
      List<AxisExpression> part = Arithmetic.same(one);
      part.set(axis, AxisExpression.constant(k));
      QTensor update = Arithmetic.view(l, c.name() + ".update" + k, updates, part, one);
      steps.add(new Step(own, update));
    }
    return steps;
  }

  static QTensor apply(OperatorContext c, QTensor data, List<Step> steps, String reduction) {
    Lowering l = c.lowering();
    if (reduction.equals("mul")) {
      QTensor current = data;
      for (Step step : steps) {
        current = multiplied(l, c.name(), current, step);
      }
      return current;
    }
    if (!reduction.equals("max") && !reduction.equals("min")) {
      throw c.unsupported("reduction '" + reduction + "' is unknown");
    }
    long sign = reduction.equals("max") ? 1 : -1;
    Scale unit = data.scale();
    for (Step step : steps) {
      unit = unit.common(step.update().scale());
    }
    QTensor current = aligned(l, data, unit, sign);
    for (Step step : steps) {
      current = raised(l, c.name(), current, step.flags(), aligned(l, step.update(), unit, sign));
    }
    return Arithmetic.times(l, c.name(), current, sign);
  }

  private static QTensor aligned(Lowering l, QTensor t, Scale unit, long sign) {
    long factor = sign * t.scale().multipleOf(unit);
    return Arithmetic.times(l, t.name() + ".aligned", t, factor).at(unit);
  }

  private static QTensor raised(
      Lowering l, String name, QTensor current, QTensor flags, QTensor update) {
    QTensor gap = Arithmetic.sum(l, name + ".gap", List.of(update, current), List.of(1L, -1L));
    QTensor more = Split.of(l, gap).plus(); // linear, so that the next step reads it as it is
    QTensor set = Elementwise.multiply(l, name + ".set", more, flags, current.dims());
    QTensor sum = Arithmetic.sum(l, name + ".raised", List.of(current, set), List.of(1L, 1L));
    Interval range =
        current
            .range()
            .union(
                new Interval(
                    current.range().lo(), Math.max(current.range().hi(), update.range().hi())));
    return new QTensor(sum.name(), sum.dims(), sum.scale(), range, sum.addends(), sum.buffer());
  }

  private static QTensor multiplied(Lowering l, String name, QTensor given, Step step) {
    QTensor current = Commit.exactFactor(l, given);
    QTensor update = Commit.exactFactor(l, step.update());
    QTensor product = Elementwise.multiply(l, name + ".product", current, update, current.dims());
    QTensor change =
        Commit.copy(
            l, Arithmetic.sum(l, name + ".change", List.of(product, current), List.of(1L, -1L)));
    QTensor set = Elementwise.multiply(l, name + ".set", change, step.flags(), current.dims());
    return Arithmetic.sum(l, name + ".changed", List.of(current, set), List.of(1L, 1L));
  }
}
