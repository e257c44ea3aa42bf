package io.zkchain.compiler.lower;

import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexRelation.Affine;
import io.zkchain.circuit.IndexRelation.Equal;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Products of two tensors with summed axes, as in Einstein notation: axes with the same label run
 * together, labels that the result lacks are summed.
 *
 * <p>A result needs one relation per label. Where both factors tie a label to further variables by
 * equations, the product would need two equations that share a variable, which a term cannot say;
 * the caller then commits a copy of a factor.
 */
public final class Contraction {

  private Contraction() {}

  /**
   * The addends of the product.
   *
   * @param xLabels label of every axis of x
   * @param wLabels label of every axis of w
   * @param outLabels label of every axis of the result
   * @return empty if an index relation cannot say it
   * @throws IllegalArgumentException if two axes of one operand that are wider than 1 have the same
   *     label: a diagonal, which the caller has to take before
   */
  public static Optional<List<Addend>> of(
      QTensor x, int[] xLabels, QTensor w, int[] wLabels, int[] outLabels) {
    requireDistinct(x, xLabels);
    requireDistinct(w, wLabels);
    List<Addend> out = new ArrayList<>();
    int[] sizes = sizes(x, xLabels, w, wLabels, outLabels);
    for (Addend a : x.addends()) {
      for (Addend b : w.addends()) {
        Optional<List<Addend>> joined = join(a, xLabels, b, wLabels, outLabels, sizes);
        if (joined.isEmpty()) {
          return Optional.empty();
        }
        out.addAll(joined.get());
      }
    }
    return Optional.of(out);
  }

  // A summed label would be summed by itself along each of its axes, without an error.
  private static void requireDistinct(QTensor tensor, int[] labels) {
    Set<Integer> seen = new HashSet<>();
    for (int axis = 0; axis < labels.length; axis++) {
      if (tensor.dim(axis) > 1 && !seen.add(labels[axis])) {
        throw new IllegalArgumentException("label %d is twice in a factor".formatted(labels[axis]));
      }
    }
  }

  private static int[] sizes(QTensor x, int[] xLabels, QTensor w, int[] wLabels, int[] outLabels) {
    int top = 0;
    for (int[] labels : new int[][] {xLabels, wLabels, outLabels}) {
      for (int label : labels) {
        top = Math.max(top, label + 1);
      }
    }
    int[] sizes = new int[top];
    Arrays.fill(sizes, 1);
    for (int k = 0; k < xLabels.length; k++) {
      sizes[xLabels[k]] = Math.max(sizes[xLabels[k]], x.dim(k));
    }
    for (int k = 0; k < wLabels.length; k++) {
      sizes[wLabels[k]] = Math.max(sizes[wLabels[k]], w.dim(k));
    }
    return sizes;
  }

  private static Optional<List<Addend>> join(
      Addend a, int[] xLabels, Addend b, int[] wLabels, int[] outLabels, int[] sizes) {
    if (a.degree() + b.degree() > 2) {
      throw new IllegalArgumentException("a factor of a product is bilinear");
    }
    boolean swap = a.degree() == 1 && b.degree() == 1 && !a.isFactor();
    Addend first = swap ? b : a;
    Addend second = swap ? a : b;
    boolean product = first.degree() == 1 && second.degree() == 1;
    List<IndexRelation> left = labelled(first.relations(), swap ? wLabels : xLabels, false, 0);
    List<IndexRelation> right =
        labelled(
            second.relations(),
            swap ? xLabels : wLabels,
            product,
            IndexAlgebra.freeBase(first.relations()));
    List<IndexRelation> joined = new ArrayList<>(left);
    for (IndexRelation relation : right) {
      if (!add(joined, relation, outLabels)) {
        return Optional.empty();
      }
    }
    return Optional.of(finish(first, second, joined, outLabels, sizes));
  }

  // Y variables become labels; the second factor's tensor becomes w; summed variables get new
  // numbers.
  private static List<IndexRelation> labelled(
      List<IndexRelation> relations, int[] labels, boolean second, int shift) {
    List<IndexRelation> out = new ArrayList<>();
    for (IndexRelation relation : relations) {
      List<IndexVariable> vars = new ArrayList<>();
      for (IndexVariable v : relation.variables()) {
        vars.add(
            switch (v.side()) {
              case Y -> new IndexVariable(Side.Y, labels[v.axis()], v.bound());
              case X -> new IndexVariable(second ? Side.W : Side.X, v.axis(), v.bound());
              case W -> v;
              case FREE -> new IndexVariable(Side.FREE, v.axis() + shift, v.bound());
            });
      }
      out.add(with(relation, vars));
    }
    return out;
  }

  private static IndexRelation with(IndexRelation relation, List<IndexVariable> vars) {
    return switch (relation) {
      case Equal e -> new Equal(vars);
      case Affine a -> new Affine(vars, a.coefficients(), a.constant());
    };
  }

  private static boolean add(List<IndexRelation> joined, IndexRelation next, int[] outLabels) {
    IndexRelation current = next;
    for (IndexVariable label : next.variables()) {
      if (label.side() != Side.Y) {
        continue;
      }
      int k = find(joined, label.axis());
      if (k < 0) {
        continue;
      }
      Optional<IndexRelation> both = combine(joined.get(k), current, label.axis(), outLabels);
      if (both.isEmpty()) {
        return false;
      }
      joined.remove(k);
      current = both.get();
    }
    joined.add(current);
    return true;
  }

  private static int find(List<IndexRelation> relations, int label) {
    for (int k = 0; k < relations.size(); k++) {
      for (IndexVariable v : relations.get(k).variables()) {
        if (v.side() == Side.Y && v.axis() == label) {
          return k;
        }
      }
    }
    return -1;
  }

  private static Optional<IndexRelation> combine(
      IndexRelation a, IndexRelation b, int label, int[] outLabels) {
    if (a instanceof Equal(List<IndexVariable> u) && b instanceof Equal(List<IndexVariable> v)) {
      List<IndexVariable> all = new ArrayList<>(u);
      v.stream().filter(x -> !isLabel(x, label)).forEach(all::add);
      int bound =
          Math.min(
              u.stream().mapToInt(IndexVariable::bound).min().orElseThrow(),
              v.stream().mapToInt(IndexVariable::bound).min().orElseThrow());
      all.replaceAll(x -> new IndexVariable(x.side(), x.axis(), bound));
      return Optional.of(new Equal(all));
    }
    if (a instanceof Affine affine && b instanceof Equal(List<IndexVariable> v)) {
      return substitute(affine, v, label, outLabels);
    }
    if (b instanceof Affine affine && a instanceof Equal(List<IndexVariable> u)) {
      return substitute(affine, u, label, outLabels);
    }
    return Optional.empty();
  }

  // The label of an equation is equal to the variables of a plain equality.
  private static Optional<IndexRelation> substitute(
      Affine affine, List<IndexVariable> equal, int label, int[] outLabels) {
    List<IndexVariable> others = equal.stream().filter(v -> !isLabel(v, label)).toList();
    int bound = equal.stream().mapToInt(IndexVariable::bound).min().orElseThrow();
    if (others.size() > 1 || (others.size() == 1 && contains(outLabels, label))) {
      return Optional.empty();
    }
    List<IndexVariable> vars = new ArrayList<>(affine.variables());
    vars.replaceAll(v -> {
      if (!isLabel(v, label)) {
        return v;
      }
      int both = Math.min(v.bound(), bound);
      IndexVariable to = others.isEmpty() ? v : others.getFirst();
      return new IndexVariable(to.side(), to.axis(), both);
    });
    return Optional.of(new Affine(vars, affine.coefficients(), affine.constant()));
  }

  private static boolean isLabel(IndexVariable v, int label) {
    return v.side() == Side.Y && v.axis() == label;
  }

  private static boolean contains(int[] labels, int label) {
    for (int other : labels) {
      if (other == label) {
        return true;
      }
    }
    return false;
  }

  private static List<Addend> finish(
      Addend first, Addend second, List<IndexRelation> joined, int[] outLabels, int[] sizes) {
    int[] axisOf = new int[sizes.length];
    Arrays.fill(axisOf, -1);
    for (int axis = 0; axis < outLabels.length; axis++) {
      axisOf[outLabels[axis]] = axis;
    }
    boolean[] seen = new boolean[sizes.length];
    int base = IndexAlgebra.freeBase(joined);
    List<IndexRelation> out = new ArrayList<>();
    for (IndexRelation relation : joined) {
      List<IndexVariable> vars = new ArrayList<>();
      for (IndexVariable v : relation.variables()) {
        if (v.side() == Side.Y) {
          seen[v.axis()] = true;
          int axis = axisOf[v.axis()];
          vars.add(
              axis >= 0
                  ? new IndexVariable(Side.Y, axis, v.bound())
                  : new IndexVariable(Side.FREE, base + v.axis(), v.bound()));
        } else {
          vars.add(v);
        }
      }
      out.add(with(relation, vars));
    }
    long factor = Math.multiplyExact(first.coefficient(), second.coefficient());
    for (int label = 0; label < sizes.length; label++) {
      if (!seen[label] && axisOf[label] >= 0 && sizes[label] > 1) {
        out.add(new Equal(List.of(new IndexVariable(Side.Y, axisOf[label], sizes[label]))));
      }
    }
    CellRef x = first.x() == null ? second.x() : first.x();
    CellRef w = first.x() == null ? second.w() : first.w() == null ? second.x() : first.w();
    return IndexAlgebra.normalised(new Addend(factor, x, w, out));
  }
}
