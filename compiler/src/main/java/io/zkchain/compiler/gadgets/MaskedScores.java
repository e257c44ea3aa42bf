package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexRelation.Affine;
import io.zkchain.circuit.IndexRelation.Equal;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Side;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The distances u = min(M - x, D) of scores to the largest of their row, M, rounded half up to a
 * scale of their own, in rows (u, E(u)) with an excess e.
 *
 * <p>{@code 2^d (M + B [masked]) - x + 2^(d-1) = 2^d (u + e) + rem}, {@code e (D - u) = 0}, M less
 * its least value and e in limbs. B reaches from the largest score to D below the least one, so
 * that masked scores have u = D whatever they are.
 *
 * <p><b>Unique</b> given M, for every field element x: (u + e, rem) is injective; e > 0 forces u =
 * D, e = 0 leaves u the sum. M is unique where some u is 0 ({@link Softmax} proves that by E): a
 * larger M would leave no zero, and u >= 0 by its table.
 */
final class MaskedScores {
  private static final int MOST_BITS = 61;

  private final Lowering l;
  private final String name;
  private final QTensor x;
  private final int axis;
  private final boolean @Nullable [] masked;
  private final int[] maskDims;
  private final Scale unit;
  private final LookupTable table;
  private final int down;
  private final int shift;
  private final Interval wide;
  private final int[] rowDims;
  private final int maxima;

  /** In units: M of every row. */
  final QTensor max;

  /** In units: u, in cells A. */
  final QTensor distance;

  /** E(u), in cells B. */
  final QTensor terms;

  /**
   * @param axis of a row
   * @param masked scores that do not count, row-major in maskDims, or null
   * @param maskDims broadcast against the scores
   * @param unit scale of u, with the scores' odd part
   * @param table E, on 0..D
   */
  MaskedScores(
      Lowering l,
      String name,
      QTensor x,
      int axis,
      boolean @Nullable [] masked,
      int[] maskDims,
      Scale unit,
      LookupTable table) {
    this.l = l;
    this.name = name;
    this.x = x;
    this.axis = axis;
    this.masked = masked;
    this.maskDims = maskDims;
    this.unit = unit;
    this.table = table;
    this.down = unit.over(x.scale()).log2().getAsInt();
    int s = l.settings().shift();
    this.shift = Math.max(0, Math.ceilDiv(down, s) * s);
    if (shift > MOST_BITS || shift - down > MOST_BITS) {
      throw tooWide();
    }
    this.wide = wide();
    this.rowDims = x.dims();
    rowDims[axis] = 1;
    this.maxima = l.compute(Arithmetic.volume(rowDims), (e, out) -> maxima(e.of(x), out));
    this.max = maximum();
    int total = l.compute(x.size(), (e, out) -> totals(e.of(x), e.buffer(maxima), out));
    long top = table.domain().hi();
    int near = Elements.map(l, x.dims(), total, q -> Math.min(q, top));
    int excess = Elements.map(l, x.dims(), total, q -> Math.max(0, q - top));
    Committed rows = l.pair(name + ".u", x.dims(), table, near);
    this.distance = l.read(rows, Cell.A, name + ".u", x.dims(), unit, table.domain());
    this.terms =
        l.read(rows, Cell.B, name + ".exp", x.dims(), Scale.ONE, table.image(table.domain()));
    relate(excess);
  }

  private UnsupportedModelException tooWide() {
    return new UnsupportedModelException(
        "node %s: scores '%s' leave 64 bits; use fewer --bits".formatted(l.origin(), x.name()));
  }

  // The scores in units.
  private Interval wide() {
    try {
      return down > 0 ? x.range().shiftedRight(down) : x.range().times(1L << -down);
    } catch (ArithmeticException e) {
      throw tooWide();
    }
  }

  private long reach() {
    return wide.hi() - wide.lo() + 1;
  }

  private long below() {
    return Math.addExact(reach(), table.domain().hi());
  }

  private QTensor maximum() {
    long least = wide.lo() - 1;
    int above = Elements.map(l, rowDims, maxima, m -> m - least);
    QTensor limbs = Limbs.of(l, name + ".max", rowDims, above, reach() + 1);
    return Arithmetic.plus(l, name + ".max", limbs, least).at(unit);
  }

  // M = ceil(x / 2^d - 1/2) of the largest score that counts: the M whose u rounds to 0.
  private void maxima(long[] in, long[] out) {
    int inner = inner();
    int length = x.dim(axis);
    int[] flags = masked == null ? new int[0] : Arithmetic.broadcastOffsets(maskDims, x.dims());
    Arrays.fill(out, Long.MIN_VALUE);
    for (int i = 0; i < in.length; i++) {
      if (masked == null || !masked[flags[i]]) {
        int row = i / (inner * length) * inner + i % inner;
        out[row] = Math.max(out[row], in[i]);
      }
    }
    for (int row = 0; row < out.length; row++) {
      out[row] = down > 0 ? -((half() - out[row]) >> down) : out[row] << -down;
    }
  }

  private long half() {
    return 1L << (down - 1);
  }

  private int inner() {
    int inner = 1;
    for (int k = axis + 1; k < x.rank(); k++) {
      inner *= x.dim(k);
    }
    return inner;
  }

  private void totals(long[] in, long[] rows, long[] out) {
    int inner = inner();
    int length = x.dim(axis);
    int[] flags = masked == null ? new int[0] : Arithmetic.broadcastOffsets(maskDims, x.dims());
    for (int i = 0; i < in.length; i++) {
      long m = rows[i / (inner * length) * inner + i % inner];
      long q = down > 0 ? m + ((half() - in[i]) >> down) : m - (in[i] << -down);
      out[i] = masked != null && masked[flags[i]] ? q + below() : q;
    }
  }

  private void relate(int excess) {
    int[] dims = x.dims();
    long most = Math.addExact(Math.multiplyExact(2, reach()), table.domain().hi());
    QTensor e = Limbs.mixed(l, name + ".excess", dims, excess, most);
    List<Addend> terms = new ArrayList<>();
    Arithmetic.broadcastAddends(max, dims).forEach(a -> terms.add(a.scaled(1L << shift)));
    long up = 1L << (shift - down);
    x.addends().forEach(a -> terms.add(a.scaled(-up)));
    if (down > 0) {
      terms.add(l.constantAddend(1L << (shift - 1), dims));
      terms.addAll(remainder().stream().map(a -> a.scaled(-1)).toList());
    }
    distance.addends().forEach(a -> terms.add(a.scaled(-(1L << shift))));
    e.addends().forEach(a -> terms.add(a.scaled(-(1L << shift))));
    mask().forEach(a -> terms.add(a.scaled(1L << shift)));
    l.vanish(name + ".round", dims, terms);
    QTensor gap =
        Arithmetic.plus(
            l,
            name + ".gap",
            Arithmetic.times(l, name, distance.at(Scale.ONE), -1),
            table.domain().hi());
    l.vanish(name + ".clamp", List.of(Arithmetic.product(name + ".clamp", gap, e)));
  }

  private List<Addend> remainder() {
    int s = l.settings().shift();
    List<Addend> out = new ArrayList<>();
    for (int limb = 0; limb * s < shift; limb++) {
      int place = limb * s;
      int part =
          l.compute(
              x.size(),
              (execution, rem) -> {
                long[] in = execution.of(x);
                for (int i = 0; i < rem.length; i++) {
                  long rest = (half() - in[i]) & ((1L << down) - 1);
                  rem[i] = ((rest << (shift - down)) >> place) & ((1L << s) - 1);
                }
              });
      String own = name + ".rem" + (shift > s ? limb : "");
      Committed cells = l.single(own, x.dims(), l.remainders(), part);
      Interval range = new Interval(0, (1L << s) - 1);
      QTensor rem = l.read(cells, Cell.C, own, x.dims(), Scale.ONE, range);
      rem.addends().forEach(a -> out.add(a.scaled(1L << place)));
    }
    return out;
  }

  // B at masked scores: without a tensor where column > row + constant, else by a fixed one.
  private List<Addend> mask() {
    if (masked == null) {
      return List.of();
    }
    int rank = maskDims.length;
    int after = causalFrom();
    if (after != Integer.MIN_VALUE) {
      int[] dims = x.dims();
      int row = x.rank() - 2;
      int column = x.rank() - 1;
      List<IndexRelation> relations = new ArrayList<>();
      for (int k = 0; k < row; k++) {
        if (dims[k] > 1) {
          relations.add(new Equal(List.of(new IndexVariable(Side.Y, k, dims[k]))));
        }
      }
      relations.add(
          new Affine(
              List.of(
                  new IndexVariable(Side.Y, column, dims[column]),
                  new IndexVariable(Side.Y, row, dims[row]),
                  new IndexVariable(Side.FREE, 0, dims[column])),
              List.of(1L, -1L, -1L),
              after));
      return List.of(new Addend(below(), null, null, relations));
    }
    long[] flags = new long[masked.length];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = masked[i] ? 1 : 0;
    }
    QTensor fixed = l.fixed(name + ".mask", Arrays.copyOf(maskDims, rank), flags, Scale.ONE);
    return Arithmetic.broadcastAddends(fixed, x.dims()).stream()
        .map(a -> a.scaled(below()))
        .toList();
  }

  // c, if exactly the columns from row + c on are masked, in every matrix; else the least integer.
  private int causalFrom() {
    int rank = maskDims.length;
    if (masked == null || rank < 2 || x.rank() < 2 || axis != x.rank() - 1) {
      return Integer.MIN_VALUE;
    }
    int rows = maskDims[rank - 2];
    int columns = maskDims[rank - 1];
    if (masked.length != rows * columns
        || rows < 2
        || columns < 2
        || rows != x.dim(x.rank() - 2)
        || columns != x.dim(x.rank() - 1)) {
      return Integer.MIN_VALUE;
    }
    int first = 0;
    while (first < columns && !masked[first]) {
      first++;
    }
    for (int i = 0; i < masked.length; i++) {
      if (masked[i] != (i % columns >= i / columns + first)) {
        return Integer.MIN_VALUE;
      }
    }
    return first;
  }
}
