package io.zkchain.compiler.lower;

import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexRelation.Affine;
import io.zkchain.circuit.IndexRelation.Equal;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replaces the output variables of one index relation by expressions over the axes of a view.
 *
 * <p>Replacing a variable drops its bound, so the result must imply that the expression stays
 * inside the axis; that is checked by an interval argument on the same relation.
 */
final class IndexSubstitution {

  private IndexSubstitution() {}

  /**
   * @param shift added to the numbers of the view's summed variables
   * @return empty if one index relation cannot say it
   */
  static Optional<List<IndexRelation>> rewrite(
      IndexRelation relation, List<AxisExpression> from, int shift) {
    return switch (relation) {
      case Equal(List<IndexVariable> vars) -> equal(vars, from, shift);
      case Affine affine -> affine(affine, from, shift);
    };
  }

  private static Optional<List<IndexRelation>> equal(
      List<IndexVariable> vars, List<AxisExpression> from, int shift) {
    List<IndexVariable> outputs = vars.stream().filter(v -> v.side() == Side.Y).toList();
    if (outputs.isEmpty()) {
      return Optional.of(List.of(new Equal(vars)));
    }
    if (outputs.size() > 1) { // a diagonal: two expressions would have to agree
      return Optional.empty();
    }
    AxisExpression expression = from.get(outputs.getFirst().axis());
    int bound = outputs.getFirst().bound();
    List<IndexVariable> others = vars.stream().filter(v -> v.side() != Side.Y).toList();
    if (others.isEmpty()) {
      return Optional.of(within(expression, bound, shift));
    }
    if (expression.isRename()) {
      IndexVariable renamed = shifted(expression.variables().getFirst(), shift);
      List<IndexVariable> all = new ArrayList<>(others);
      all.addFirst(
          new IndexVariable(renamed.side(), renamed.axis(), Math.min(renamed.bound(), bound)));
      return Optional.of(List.of(new Equal(all)));
    }
    if (expression.variables().isEmpty()) {
      List<IndexRelation> fixed = new ArrayList<>();
      for (IndexVariable v : others) {
        fixed.add(new Affine(List.of(capped(v, bound)), List.of(1L), expression.constant()));
      }
      return Optional.of(fixed);
    }
    return others.size() == 1
        ? Optional.of(List.of(equation(expression, capped(others.getFirst(), bound), shift)))
        : Optional.empty();
  }

  private static IndexVariable capped(IndexVariable v, int bound) {
    return new IndexVariable(v.side(), v.axis(), Math.min(v.bound(), bound));
  }

  /** Relations that say: the expression is in [0, bound). */
  static List<IndexRelation> within(AxisExpression expression, int bound, int shift) {
    long lo = expression.constant();
    long hi = expression.constant();
    for (int k = 0; k < expression.variables().size(); k++) {
      long reach = expression.coefficients().get(k) * (expression.variables().get(k).bound() - 1L);
      lo += Math.min(0, reach);
      hi += Math.max(0, reach);
    }
    if (0 <= lo && hi < bound) {
      List<IndexRelation> free = new ArrayList<>();
      for (IndexVariable v : expression.variables()) {
        free.add(new Equal(List.of(shifted(v, shift))));
      }
      return free;
    }
    // Numbers of summed variables of a view are below 2^16, so this one is new.
    int number = (1 << 16) + shift + expression.hashCodeOfAxes();
    return List.of(equation(expression, new IndexVariable(Side.FREE, number, bound), shift));
  }

  // expression = variable
  private static Affine equation(AxisExpression expression, IndexVariable variable, int shift) {
    List<IndexVariable> vars = new ArrayList<>();
    List<Long> coefficients = new ArrayList<>(expression.coefficients());
    expression.variables().forEach(v -> vars.add(shifted(v, shift)));
    vars.add(variable);
    coefficients.add(-1L);
    return new Affine(vars, coefficients, -expression.constant());
  }

  private static Optional<List<IndexRelation>> affine(
      Affine relation, List<AxisExpression> from, int shift) {
    List<IndexVariable> vars = new ArrayList<>();
    List<Long> coefficients = new ArrayList<>();
    long constant = relation.constant();
    for (int k = 0; k < relation.variables().size(); k++) {
      IndexVariable v = relation.variables().get(k);
      long coefficient = relation.coefficients().get(k);
      if (v.side() != Side.Y) {
        vars.add(v);
        coefficients.add(coefficient);
        continue;
      }
      AxisExpression expression = from.get(v.axis());
      if (!staysInside(expression, v.bound()) && !implied(relation, k)) {
        return Optional.empty();
      }
      for (int j = 0; j < expression.variables().size(); j++) {
        vars.add(shifted(expression.variables().get(j), shift));
        coefficients.add(Math.multiplyExact(coefficient, expression.coefficients().get(j)));
      }
      constant = Math.subtractExact(constant, coefficient * expression.constant());
    }
    return Optional.of(List.of(new Affine(vars, coefficients, constant)));
  }

  private static boolean staysInside(AxisExpression expression, int bound) {
    long lo = expression.constant();
    long hi = expression.constant();
    for (int k = 0; k < expression.variables().size(); k++) {
      long reach = expression.coefficients().get(k) * (expression.variables().get(k).bound() - 1L);
      lo += Math.min(0, reach);
      hi += Math.max(0, reach);
    }
    return 0 <= lo && hi < bound;
  }

  // Whether the equation and the bounds of the other variables force variable k into its bound.
  // Needs the others unchanged, so at most one output variable may be replaced without staying
  // inside; with two, each argument would use the other's dropped bound.
  private static boolean implied(Affine relation, int k) {
    long lo = relation.constant();
    long hi = relation.constant();
    for (int j = 0; j < relation.variables().size(); j++) {
      if (j == k) {
        continue;
      }
      if (relation.variables().get(j).side() == Side.Y) {
        return false;
      }
      long reach = relation.coefficients().get(j) * (relation.variables().get(j).bound() - 1L);
      lo -= Math.max(0, reach);
      hi -= Math.min(0, reach);
    }
    // coefficient * v is in lo..hi, and v a whole number.
    long coefficient = relation.coefficients().get(k);
    long step = Math.abs(coefficient);
    long first = Math.ceilDiv(coefficient > 0 ? lo : -hi, step);
    long last = Math.floorDiv(coefficient > 0 ? hi : -lo, step);
    return 0 <= first && last < relation.variables().get(k).bound();
  }

  private static IndexVariable shifted(IndexVariable v, int shift) {
    return v.side() == Side.FREE ? new IndexVariable(v.side(), v.axis() + shift, v.bound()) : v;
  }
}
