package io.zkchain.compiler.lower;

import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexRelation.Affine;
import io.zkchain.circuit.IndexRelation.Equal;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Side;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rewrites the index relations of addends under views (slices, windows, transpositions, sums).
 *
 * <p>Every rewrite yields exactly the intended set of index tuples or says that it cannot (an empty
 * Optional); the caller then commits a copy, whose relations are plain equalities and can always be
 * rewritten. An addend whose tuple set is empty vanishes.
 */
public final class IndexAlgebra {

  // Above the numbers of all axes: for targets of one element, which have no variable.
  private static final int FREE_TARGETS = 1 << 12;

  private IndexAlgebra() {}

  /**
   * The addends of a view.
   *
   * @param from index along every axis of the tensor, by the axes of the view
   * @param dims sizes of the view
   * @throws IllegalArgumentException if a variable is in two expressions: a diagonal needs two
   *     relations that share it
   */
  public static Optional<List<Addend>> view(QTensor tensor, List<AxisExpression> from, int[] dims) {
    requireDistinct(from);
    List<Addend> out = new ArrayList<>();
    for (Addend addend : tensor.addends()) {
      Optional<List<Addend>> one = view(addend, tensor.dims(), from, dims);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      out.addAll(one.get());
    }
    return Optional.of(out);
  }

  // A summed variable would be summed by itself in each of its relations, without an error.
  private static void requireDistinct(List<AxisExpression> from) {
    Set<IndexVariable> seen = new HashSet<>();
    for (AxisExpression expression : from) {
      for (IndexVariable v : expression.variables()) {
        if (!seen.add(new IndexVariable(v.side(), v.axis(), 0))) {
          throw new IllegalArgumentException(
              "index variable %s %d is twice in a view".formatted(v.side(), v.axis()));
        }
      }
    }
  }

  private static Optional<List<Addend>> view(
      Addend addend, int[] oldDims, List<AxisExpression> from, int[] dims) {
    List<IndexRelation> out = new ArrayList<>();
    int shift = freeBase(addend.relations());
    boolean[] covered = new boolean[dims.length];
    for (IndexRelation relation : addend.relations()) {
      Optional<List<IndexRelation>> rewritten = IndexSubstitution.rewrite(relation, from, shift);
      if (rewritten.isEmpty()) {
        return Optional.empty();
      }
      out.addAll(rewritten.get());
    }
    for (int axis = 0; axis < oldDims.length; axis++) {
      if (oldDims[axis] == 1) { // a unit axis has no variable: the expression itself must be 0
        out.addAll(IndexSubstitution.within(from.get(axis), 1, shift));
      }
    }
    for (IndexRelation relation : out) {
      for (IndexVariable variable : relation.variables()) {
        if (variable.side() == Side.Y) {
          covered[variable.axis()] = true;
        }
      }
    }
    for (int axis = 0; axis < dims.length; axis++) {
      if (!covered[axis] && dims[axis] > 1) {
        out.add(new Equal(List.of(new IndexVariable(Side.Y, axis, dims[axis]))));
      }
    }
    return Optional.of(normalised(addend.with(out)));
  }

  /** One more than the highest number of a summed variable. */
  static int freeBase(List<IndexRelation> relations) {
    int base = 0;
    for (IndexRelation relation : relations) {
      for (IndexVariable variable : relation.variables()) {
        if (variable.side() == Side.FREE) {
          base = Math.max(base, variable.axis() + 1);
        }
      }
    }
    return base;
  }

  /** The addend with simplified relations; nothing if no tuple satisfies them. */
  static List<Addend> normalised(Addend addend) {
    List<IndexRelation> out = new ArrayList<>();
    long factor = 1;
    for (IndexRelation relation : addend.relations()) {
      Optional<List<IndexRelation>> simple = IndexSimplifier.simplify(relation);
      if (simple.isEmpty()) {
        return List.of();
      }
      for (IndexRelation r : simple.get()) {
        if (r instanceof Equal(List<IndexVariable> vars)
            && vars.size() == 1
            && vars.getFirst().side() == Side.FREE) {
          factor = Math.multiplyExact(factor, vars.getFirst().bound());
        } else {
          out.add(r);
        }
      }
    }
    return List.of(addend.with(out).scaled(factor));
  }

  /**
   * Joins row-major neighbours: the index along {@code dims[axis]} of the result is the row-major
   * number over the given axes of the tensor.
   *
   * @param groups for every axis of the result, the axes of the tensor that it joins, in order
   */
  public static Optional<List<Addend>> merge(
      QTensor tensor, List<List<Integer>> groups, int[] dims) {
    List<AxisSum> sums = new ArrayList<>();
    for (List<Integer> axes : groups) {
      List<Long> strides = new ArrayList<>();
      long stride = 1;
      for (int axis : axes.reversed()) {
        strides.addFirst(stride);
        stride *= tensor.dim(axis);
      }
      sums.add(new AxisSum(axes, strides, 0));
    }
    return scatter(tensor, sums, dims);
  }

  /**
   * Where the elements of a tensor go along one axis of a result: to the sum of coefficient_i *
   * (index along axis_i) + constant.
   */
  public record AxisSum(List<Integer> axes, List<Long> coefficients, long constant) {
    public AxisSum {
      axes = List.copyOf(axes);
      coefficients = List.copyOf(coefficients);
    }
  }

  /**
   * Adds every element of the tensor to the result at the index that the sums give; elements that
   * would leave the result are dropped.
   *
   * @param sums by axis of the result; every axis of the tensor is in exactly one
   * @return empty if one index relation cannot say it
   */
  public static Optional<List<Addend>> scatter(QTensor tensor, List<AxisSum> sums, int[] dims) {
    List<Addend> out = new ArrayList<>();
    for (Addend addend : tensor.addends()) {
      List<IndexRelation> relations = new ArrayList<>(addend.relations());
      int base = freeBase(relations);
      for (int axis = 0; axis < sums.size(); axis++) {
        if (!scatterAxis(relations, tensor.dims(), sums.get(axis), axis, dims[axis], base)) {
          return Optional.empty();
        }
      }
      relations.replaceAll(IndexAlgebra::unmarked);
      out.addAll(normalised(addend.with(relations)));
    }
    return Optional.of(out);
  }

  // New axes are marked by negative numbers until all sums are done.
  private static boolean scatterAxis(
      List<IndexRelation> relations, int[] oldDims, AxisSum sum, int axis, int size, int base) {
    IndexVariable target = new IndexVariable(Side.Y, -1 - axis, size);
    List<Integer> wide = new ArrayList<>();
    List<IndexVariable> variables = new ArrayList<>();
    List<Long> coefficients = new ArrayList<>();
    for (int k = 0; k < sum.axes().size(); k++) {
      if (oldDims[sum.axes().get(k)] > 1) {
        wide.add(sum.axes().get(k));
        coefficients.add(sum.coefficients().get(k));
      }
    }
    boolean same = wide.size() == 1 && oldDims[wide.getFirst()] == size;
    if (same && coefficients.getFirst() == 1 && sum.constant() == 0) {
      rename(relations, wide.getFirst(), target);
      return true;
    }
    for (int old : wide) {
      Optional<IndexVariable> partner = takePartner(relations, old, oldDims[old], base);
      if (partner.isEmpty()) {
        return false;
      }
      variables.add(partner.get());
    }
    variables.add(size > 1 ? target : new IndexVariable(Side.FREE, base + FREE_TARGETS + axis, 1));
    coefficients.add(-1L);
    relations.add(new Affine(variables, coefficients, -sum.constant()));
    return true;
  }

  private static void rename(List<IndexRelation> relations, int old, IndexVariable target) {
    relations.replaceAll(relation -> {
      List<IndexVariable> vars =
          relation.variables().stream()
              .map(v ->
                  v.side() == Side.Y && v.axis() == old
                      ? new IndexVariable(Side.Y, target.axis(), v.bound())
                      : v)
              .toList();
      return switch (relation) {
        case Equal e -> new Equal(vars);
        case Affine a -> new Affine(vars, a.coefficients(), a.constant());
      };
    });
  }

  // Removes the relation of an output axis and gives the variable that equals it.
  private static Optional<IndexVariable> takePartner(
      List<IndexRelation> relations, int axis, int size, int base) {
    for (int k = 0; k < relations.size(); k++) {
      if (!(relations.get(k) instanceof Equal(List<IndexVariable> vars))
          || vars.stream().noneMatch(v -> v.side() == Side.Y && v.axis() == axis)) {
        continue;
      }
      if (vars.size() > 2) {
        return Optional.empty();
      }
      int bound = vars.stream().mapToInt(IndexVariable::bound).min().getAsInt();
      IndexVariable other =
          vars.stream()
              .filter(v -> !(v.side() == Side.Y && v.axis() == axis))
              .findFirst()
              .orElse(new IndexVariable(Side.FREE, base + axis, size));
      relations.remove(k);
      return Optional.of(new IndexVariable(other.side(), other.axis(), bound));
    }
    return Optional.empty();
  }

  private static IndexRelation unmarked(IndexRelation relation) {
    List<IndexVariable> vars =
        relation.variables().stream()
            .map(v ->
                v.side() == Side.Y && v.axis() < 0
                    ? new IndexVariable(Side.Y, -1 - v.axis(), v.bound())
                    : v)
            .toList();
    return switch (relation) {
      case Equal e -> new Equal(vars);
      case Affine a -> new Affine(vars, a.coefficients(), a.constant());
    };
  }
}
