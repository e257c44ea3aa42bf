package io.zkchain.compiler.lower;

import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Side;
import java.util.ArrayList;
import java.util.List;

/**
 * The index along one axis of a tensor, as a function of the axes of a view of it: sum of
 * coefficient_i * v_i + constant. Where it leaves the axis, the view is 0.
 *
 * <p>Variables are axes of the view ({@link Side#Y}) or summed ({@link Side#FREE}, numbered within
 * the view). Variables of bound 1 are left out.
 */
public record AxisExpression(
    List<IndexVariable> variables, List<Long> coefficients, long constant) {
  public AxisExpression {
    variables = List.copyOf(variables);
    coefficients = List.copyOf(coefficients);
  }

  /** Always the same index. */
  public static AxisExpression constant(long value) {
    return new AxisExpression(List.of(), List.of(), value);
  }

  /** The view's axis itself. */
  public static AxisExpression axis(int axis, int size) {
    return constant(0).plus(1, axis, size);
  }

  /** This plus coefficient * (index along an axis of the view). */
  public AxisExpression plus(long coefficient, int axis, int size) {
    return plus(coefficient, new IndexVariable(Side.Y, axis, size));
  }

  /** This plus coefficient * (a summed index below the bound). */
  public AxisExpression plusSummed(long coefficient, int number, int bound) {
    return plus(coefficient, new IndexVariable(Side.FREE, number, bound));
  }

  public AxisExpression plus(long offset) {
    return new AxisExpression(variables, coefficients, constant + offset);
  }

  private AxisExpression plus(long coefficient, IndexVariable variable) {
    if (variable.bound() == 1) {
      return this;
    }
    List<IndexVariable> more = new ArrayList<>(variables);
    List<Long> factors = new ArrayList<>(coefficients);
    more.add(variable);
    factors.add(coefficient);
    return new AxisExpression(more, factors, constant);
  }

  /** A number that differs between expressions over different variables of one view. */
  int hashCodeOfAxes() {
    if (variables.isEmpty()) {
      return 0;
    }
    IndexVariable first = variables.getFirst();
    return 1 + 2 * first.axis() + (first.side() == Side.FREE ? 1 : 0);
  }

  /** Whether it is one variable, unchanged. */
  boolean isRename() {
    return constant == 0 && variables.size() == 1 && coefficients.getFirst() == 1;
  }
}
