package io.zkchain.compiler.lower;

import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexRelation.Affine;
import io.zkchain.circuit.IndexRelation.Equal;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Brings index relations to the form that is cheapest to evaluate, without changing their tuples.
 */
final class IndexSimplifier {

  private IndexSimplifier() {}

  /** Equivalent relations over the same variables (those of bound 1 dropped); empty if no tuple. */
  static Optional<List<IndexRelation>> simplify(IndexRelation relation) {
    return switch (relation) {
      case Equal(List<IndexVariable> vars) -> Optional.of(List.of(equal(vars)));
      case Affine affine -> affine(affine);
    };
  }

  // A summed variable that equals another one adds nothing but its bound.
  private static Equal equal(List<IndexVariable> vars) {
    List<IndexVariable> kept =
        new ArrayList<>(vars.stream().filter(v -> v.side() != Side.FREE).toList());
    int bound = vars.stream().mapToInt(IndexVariable::bound).min().orElseThrow();
    if (kept.isEmpty()) {
      kept.add(vars.getFirst());
    }
    kept.replaceAll(v -> new IndexVariable(v.side(), v.axis(), Math.min(v.bound(), bound)));
    return new Equal(kept);
  }

  private static Optional<List<IndexRelation>> affine(Affine relation) {
    List<IndexVariable> vars = new ArrayList<>();
    List<Long> coefficients = new ArrayList<>();
    long lo = 0;
    long hi = 0;
    for (int k = 0; k < relation.variables().size(); k++) {
      long coefficient = relation.coefficients().get(k);
      IndexVariable v = relation.variables().get(k);
      if (v.bound() == 1 && v.side() == Side.FREE) {
        continue;
      }
      vars.add(v);
      coefficients.add(coefficient);
      lo += Math.min(0, coefficient * (v.bound() - 1L));
      hi += Math.max(0, coefficient * (v.bound() - 1L));
    }
    if (relation.constant() < lo || relation.constant() > hi) {
      return Optional.empty();
    }
    if (vars.isEmpty()) {
      return Optional.of(List.of());
    }
    return Optional.of(split(new Affine(vars, coefficients, relation.constant())));
  }

  /**
   * Cuts an equation at a radix R: if the terms with coefficients below R sum to less than R on
   * either side, and all others (and the constant) are multiples of R, then the small ones are
   * equal among themselves and the large ones too.
   */
  private static List<IndexRelation> split(Affine relation) {
    TreeSet<Long> radices = new TreeSet<>();
    relation.coefficients().forEach(c -> radices.add(Math.abs(c)));
    for (long radix : radices.tailSet(2L)) {
      List<IndexVariable> low = new ArrayList<>();
      List<Long> lowFactors = new ArrayList<>();
      List<IndexVariable> high = new ArrayList<>();
      List<Long> highFactors = new ArrayList<>();
      long up = 0;
      long down = 0;
      boolean divides = relation.constant() % radix == 0;
      for (int k = 0; k < relation.variables().size(); k++) {
        IndexVariable v = relation.variables().get(k);
        long c = relation.coefficients().get(k);
        if (Math.abs(c) < radix) {
          low.add(v);
          lowFactors.add(c);
          up += Math.max(0, c * (v.bound() - 1L));
          down += Math.max(0, -c * (v.bound() - 1L));
        } else {
          divides &= c % radix == 0;
          high.add(v);
          highFactors.add(c / radix);
        }
      }
      if (divides && up < radix && down < radix && up + down > 0) {
        List<IndexRelation> out = new ArrayList<>(split(new Affine(low, lowFactors, 0)));
        out.addAll(split(new Affine(high, highFactors, relation.constant() / radix)));
        return out;
      }
    }
    return List.of(equality(relation));
  }

  private static IndexRelation equality(Affine relation) {
    List<Long> c = relation.coefficients();
    if (c.size() == 2 && relation.constant() == 0 && c.get(0) != 0 && c.get(0) == -c.get(1)) {
      return equal(relation.variables());
    }
    if (c.size() == 1 && c.getFirst() != 0 && relation.constant() % c.getFirst() == 0) {
      return new Affine(relation.variables(), List.of(1L), relation.constant() / c.getFirst());
    }
    return relation;
  }
}
