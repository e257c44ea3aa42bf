package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexRelation.Equal;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Side;
import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Contraction;
import io.zkchain.compiler.lower.IndexAlgebra;
import io.zkchain.compiler.lower.Kernel;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Linear algebra on virtual tensors. Nothing here costs a row unless a relation cannot say it. */
public final class Arithmetic {

  private Arithmetic() {}

  /** ONNX (numpy) broadcasting of two shapes. */
  public static int[] broadcast(int[] a, int[] b) {
    int[] out = new int[Math.max(a.length, b.length)];
    for (int k = 1; k <= out.length; k++) {
      int u = k <= a.length ? a[a.length - k] : 1;
      int v = k <= b.length ? b[b.length - k] : 1;
      if (u != v && u != 1 && v != 1) {
        throw new IllegalArgumentException("sizes " + u + " and " + v + " do not broadcast");
      }
      out[out.length - k] = u == 1 ? v : u;
    }
    return out;
  }

  /** The sum of coefficient * tensor, scales aligned upwards, shapes broadcast. Exact. */
  public static QTensor sum(Lowering l, String name, List<QTensor> tensors, List<Long> factors) {
    int[] dims = new int[0];
    Scale unit = tensors.getFirst().scale();
    for (QTensor t : tensors) {
      dims = broadcast(dims, t.dims());
      unit = unit.common(t.scale());
    }
    List<Addend> addends = new ArrayList<>();
    Interval range = new Interval(0, 0);
    long[] multipliers = new long[tensors.size()];
    List<int[]> sources = new ArrayList<>();
    for (int k = 0; k < multipliers.length; k++) {
      QTensor t = tensors.get(k);
      multipliers[k] = Math.multiplyExact(factors.get(k), t.scale().multipleOf(unit));
      range = range.plus(t.range().times(multipliers[k]));
      for (Addend addend : broadcastAddends(t, dims)) {
        addends.add(addend.scaled(multipliers[k]));
      }
      sources.add(broadcastOffsets(t.dims(), dims));
    }
    int[] target = dims;
    int buffer =
        l.compute(
            volume(dims),
            (execution, out) -> {
              for (int k = 0; k < multipliers.length; k++) {
                long[] in = execution.of(tensors.get(k));
                int[] from = sources.get(k);
                for (int i = 0; i < out.length; i++) {
                  out[i] += multipliers[k] * in[from[i]];
                }
              }
            });
    return new QTensor(name, target, unit, range, combined(addends), buffer);
  }

  // Equal terms with other coefficients become one.
  static List<Addend> combined(List<Addend> addends) {
    List<Addend> out = new ArrayList<>();
    for (Addend next : addends) {
      int same = -1;
      for (int k = 0; k < out.size() && same < 0; k++) {
        Addend a = out.get(k);
        if (Objects.equals(a.x(), next.x())
            && Objects.equals(a.w(), next.w())
            && a.relations().equals(next.relations())) {
          same = k;
        }
      }
      if (same < 0) {
        out.add(next);
      } else {
        Addend a = out.get(same);
        long both = Math.addExact(a.coefficient(), next.coefficient());
        out.set(same, new Addend(both, a.x(), a.w(), a.relations()));
      }
    }
    out.removeIf(a -> a.coefficient() == 0);
    return out;
  }

  /** integer * tensor, at the same scale. */
  public static QTensor times(Lowering l, String name, QTensor t, long factor) {
    return sum(l, name, List.of(t), List.of(factor));
  }

  /** tensor + an integer (in units of its scale). */
  public static QTensor plus(Lowering l, String name, QTensor t, long constant) {
    if (constant == 0) {
      return t.named(name);
    }
    List<Addend> addends = new ArrayList<>(t.addends());
    addends.add(l.constantAddend(constant, t.dims()));
    int buffer =
        l.compute(
            t.size(),
            (execution, out) -> {
              long[] in = execution.of(t);
              for (int i = 0; i < out.length; i++) {
                out[i] = in[i] + constant;
              }
            });
    Interval range = t.range().plus(new Interval(constant, constant));
    return new QTensor(name, t.dims(), t.scale(), range, combined(addends), buffer);
  }

  /**
   * tensor + an integer in units of another scale: that which the tensor had before it was copied.
   */
  public static QTensor plus(Lowering l, String name, QTensor t, long constant, Scale unit) {
    Scale fine = t.scale().common(unit);
    long units = Math.multiplyExact(constant, unit.multipleOf(fine));
    return plus(l, name, at(l, t, fine), units);
  }

  /** The tensor at a scale of which its own is a multiple. */
  public static QTensor at(Lowering l, QTensor t, Scale unit) {
    return t.scale().equals(unit) ? t : times(l, t.name(), t, t.scale().multipleOf(unit)).at(unit);
  }

  /** The tensor with further axes in front and unit axes widened. */
  public static QTensor broadcastTo(Lowering l, QTensor t, int[] dims) {
    if (Arrays.equals(dims, t.dims())) {
      return t;
    }
    int[] from = broadcastOffsets(t.dims(), dims);
    int buffer =
        l.compute(
            from.length,
            (execution, out) -> {
              long[] in = execution.of(t);
              for (int i = 0; i < out.length; i++) {
                out[i] = in[from[i]];
              }
            });
    return new QTensor(t.name(), dims, t.scale(), t.range(), broadcastAddends(t, dims), buffer);
  }

  /** The addends with further axes in front and unit axes widened. */
  static List<Addend> broadcastAddends(QTensor t, int[] dims) {
    int lead = dims.length - t.rank();
    List<Addend> out = new ArrayList<>();
    for (Addend addend : t.addends()) {
      List<IndexRelation> relations = new ArrayList<>();
      for (IndexRelation relation : addend.relations()) {
        List<IndexVariable> vars =
            relation.variables().stream()
                .map(v ->
                    v.side() == Side.Y ? new IndexVariable(Side.Y, v.axis() + lead, v.bound()) : v)
                .toList();
        relations.add(
            switch (relation) {
              case Equal e -> new Equal(vars);
              case IndexRelation.Affine a ->
                  new IndexRelation.Affine(vars, a.coefficients(), a.constant());
            });
      }
      for (int axis = 0; axis < dims.length; axis++) {
        boolean missing = axis < lead || t.dim(axis - lead) == 1;
        if (missing && dims[axis] > 1) {
          relations.add(new Equal(List.of(new IndexVariable(Side.Y, axis, dims[axis]))));
        }
      }
      out.add(addend.with(relations));
    }
    return out;
  }

  /** For every element of the wide shape, the element of the narrow one. */
  public static int[] broadcastOffsets(int[] narrow, int[] wide) {
    int[] strides = new int[wide.length];
    int stride = 1;
    for (int k = narrow.length - 1; k >= 0; k--) {
      strides[wide.length - narrow.length + k] = narrow[k] == 1 ? 0 : stride;
      stride *= narrow[k];
    }
    int[] out = new int[volume(wide)];
    int[] index = new int[wide.length];
    for (int i = 0; i < out.length; i++) {
      int at = 0;
      for (int k = 0; k < wide.length; k++) {
        at += index[k] * strides[k];
      }
      out[i] = at;
      for (int k = wide.length - 1; k >= 0 && ++index[k] == wide[k]; k--) {
        index[k] = 0;
      }
    }
    return out;
  }

  /** For every axis of a shape, the index along it. */
  public static List<AxisExpression> same(int[] dims) {
    List<AxisExpression> from = new ArrayList<>();
    for (int axis = 0; axis < dims.length; axis++) {
      from.add(AxisExpression.axis(axis, dims[axis]));
    }
    return from;
  }

  /** A label for each axis, as {@link #contract} reads them. */
  static int[] labels(int rank) {
    int[] labels = new int[rank];
    Arrays.setAll(labels, k -> k);
    return labels;
  }

  public static int volume(int[] dims) {
    int volume = 1;
    for (int d : dims) {
      volume = Math.multiplyExact(volume, d);
    }
    return volume;
  }

  /**
   * A view: element y is the sum of the tensor's elements at the index that the expressions give (0
   * outside).
   */
  public static QTensor view(
      Lowering l, String name, QTensor t, List<AxisExpression> from, int[] dims) {
    Optional<List<Addend>> addends = IndexAlgebra.view(t, from, dims);
    if (addends.isEmpty()) {
      return view(l, name, Commit.copy(l, t), from, dims);
    }
    ViewKernel kernel = ViewKernel.of(t, from, dims);
    Interval range = t.range();
    if (kernel.readsOutside()) {
      range = range.union(new Interval(0, 0));
    }
    if (kernel.reads() > 1) {
      range = range.times(kernel.reads());
    }
    int buffer = l.compute(volume(dims), kernel);
    return new QTensor(name, dims, t.scale(), range, combined(addends.get()), buffer);
  }

  /**
   * A view whose integers nobody asks for (buffer -1): the operator that multiplies it evaluates
   * from the tensor itself. Commits a copy of the tensor where one relation cannot say the view.
   */
  public static QTensor unevaluatedView(
      Lowering l, QTensor t, List<AxisExpression> from, int[] dims) {
    Optional<List<Addend>> addends = IndexAlgebra.view(t, from, dims);
    return addends.isPresent()
        ? new QTensor(t.name(), dims, t.scale(), t.range(), addends.get(), -1)
        : unevaluatedView(l, Commit.exact(l, t), from, dims);
  }

  /** The same elements in row-major order under another shape. */
  public static QTensor reshape(Lowering l, String name, QTensor t, int[] dims) {
    if (Arrays.equals(dims, t.dims())) {
      return t.named(name);
    }
    Optional<QTensor> reshaped = Reshaping.reshape(name, t, dims);
    if (reshaped.isPresent()) {
      return reshaped.get();
    }
    return Reshaping.reshape(name, Commit.copy(l, t), dims).orElseThrow();
  }

  /** A reshape that costs nothing, if there is one. */
  public static Optional<QTensor> virtualReshape(String name, QTensor t, int[] dims) {
    return Arrays.equals(dims, t.dims())
        ? Optional.of(t.named(name))
        : Reshaping.reshape(name, t, dims);
  }

  /**
   * A product with summed axes; see {@link Contraction}. A factor that is itself a product is
   * committed exactly: the kernel reads its integers, so no rounded copy may take its place. Where
   * rounding is wanted, the caller commits before ({@link Commit#factor}).
   *
   * @param x a witness tensor
   * @param range of the result
   * @param kernel the operator's own arithmetic, on the integers of x and w
   */
  public static QTensor contract(
      Lowering l,
      String name,
      QTensor x,
      int[] xLabels,
      QTensor w,
      int[] wLabels,
      int[] dims,
      int[] outLabels,
      Interval range,
      Kernel kernel) {
    // A view that nobody evaluates cannot be copied: it stays as it is, of however many terms, and
    // where one cannot say the product, the other factor is copied.
    boolean evaluated = x.buffer() >= 0;
    QTensor left = evaluated ? Commit.sameFactor(l, x) : x;
    QTensor right = w.isLinear() ? w : Commit.sameFactor(l, w);
    Optional<List<Addend>> addends = Contraction.of(left, xLabels, right, wLabels, outLabels);
    if (addends.isEmpty() && evaluated) {
      left = Commit.exact(l, left);
      addends = Contraction.of(left, xLabels, right, wLabels, outLabels);
    }
    if (addends.isEmpty()) {
      right = Commit.exact(l, right);
      addends = Contraction.of(left, xLabels, right, wLabels, outLabels);
    }
    int buffer = l.compute(volume(dims), kernel);
    Scale scale = left.scale().times(right.scale());
    return new QTensor(name, dims, scale, range, combined(addends.orElseThrow()), buffer);
  }

  /** As {@link #product(String, QTensor, QTensor)}, with w in cells where its index needs that. */
  static QTensor product(Lowering l, String name, QTensor x, QTensor w) {
    int[] labels = labels(x.rank());
    boolean direct = Contraction.of(x, labels, w, labels, labels).isPresent();
    return product(name, x, direct ? w : Commit.exact(l, w));
  }

  /**
   * The elementwise product of a factor (see {@link QTensor#isFactor}) and a linear tensor of equal
   * dims, as it stands: nothing is committed, and its integers are not evaluated. For relations
   * that say a product vanishes.
   */
  public static QTensor product(String name, QTensor x, QTensor w) {
    int[] labels = new int[x.rank()];
    Arrays.setAll(labels, k -> k);
    List<Addend> addends = Contraction.of(x, labels, w, labels, labels).orElseThrow();
    return new QTensor(
        name, x.dims(), x.scale().times(w.scale()), new Interval(0, 0), combined(addends), -1);
  }
}
