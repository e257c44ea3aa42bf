package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.AxisMap;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.EinsumKernel;
import io.zkchain.compiler.graph.shape.EinsumEquation;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Einsum: contractions of two operands after another.
 *
 * <p>Semantics: exact integers; a label that occurs twice in one operand takes its diagonal, an
 * index relation. A partial product is rounded before it meets the next operand. Virtual, so
 * nothing could be ambiguous but for the roundings ({@link
 * io.zkchain.compiler.gadgets.Requantise}).
 */
final class EinsumOperator implements OperatorFamily {

  /** An operand with one label for each axis. */
  private record Labelled(QTensor tensor, List<String> labels) {}

  @Override
  public List<OperatorEntry> entries() {
    return List.of(
        new OperatorEntry(
            "Einsum",
            12,
            "virtual sum of products",
            "any number of operands, repeated labels, ellipsis, implicit result; constant operands",
            "0 (1 + 1 between products)",
            "weight rounding, u/2 per further product"));
  }

  @Override
  public void lower(OperatorContext c) {
    EinsumEquation equation = EinsumEquation.of(c.node(), c.inputs());
    List<Labelled> operands = new ArrayList<>();
    for (int k = 0; k < equation.operands().size(); k++) {
      operands.add(distinct(c, operand(c, k), equation.operands().get(k)));
    }
    Labelled current = operands.getFirst();
    for (int k = 1; k < operands.size(); k++) {
      List<String> kept = new ArrayList<>(equation.result());
      for (Labelled later : operands.subList(k + 1, operands.size())) {
        kept.addAll(later.labels());
      }
      List<String> labels =
          k == operands.size() - 1 ? equation.result() : present(kept, current, operands.get(k));
      current = product(c, current, operands.get(k), labels);
    }
    c.output(operands.size() > 1 ? current.tensor() : summed(c, current, equation.result()));
  }

  private static QTensor operand(OperatorContext c, int k) {
    return c.isConstant(k) ? constant(c, k) : c.tensor(k);
  }

  private static QTensor constant(OperatorContext c, int k) {
    return c.fixed(k, Weights.unitOf(Weights.magnitude(c.constant(k).toDoubles())));
  }

  // Labels that are still needed, in order of their first appearance.
  private static List<String> present(List<String> kept, Labelled a, Labelled b) {
    List<String> out = new ArrayList<>();
    for (Labelled operand : List.of(a, b)) {
      for (String label : operand.labels()) {
        if (kept.contains(label) && !out.contains(label)) {
          out.add(label);
        }
      }
    }
    return out;
  }

  // Diagonals for labels that occur twice: both axes are moved to the end and joined.
  private static Labelled distinct(OperatorContext c, QTensor x, List<String> labels) {
    for (int first = 0; first < labels.size(); first++) {
      int second = labels.subList(first + 1, labels.size()).indexOf(labels.get(first));
      if (second >= 0) {
        return diagonal(c, x, labels, first, first + 1 + second);
      }
    }
    return new Labelled(x, labels);
  }

  private static Labelled diagonal(
      OperatorContext c, QTensor x, List<String> labels, int first, int second) {
    Lowering l = c.lowering();
    int rank = x.rank();
    int[] order = new int[rank];
    int next = 0;
    List<String> rest = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      if (axis != first && axis != second) {
        order[next++] = axis;
        rest.add(labels.get(axis));
      }
    }
    order[next] = first;
    order[next + 1] = second;
    rest.add(labels.get(first));
    QTensor turned = Movement.transpose(l, c.name() + ".turned", x, order);
    int size = x.dim(first);
    int[] joined = Arrays.copyOf(turned.dims(), rank - 1);
    joined[rank - 2] = size * size;
    QTensor flat = Arithmetic.reshape(l, c.name() + ".joined", turned, joined);
    int[] sources = IntStream.range(0, size).map(i -> i * (size + 1)).toArray();
    return distinct(c, AxisMap.of(l, c.name() + ".diagonal", flat, rank - 2, sources), rest);
  }

  private static QTensor summed(OperatorContext c, Labelled x, List<String> result) {
    int[] dims = c.dims(0);
    List<AxisExpression> from = new ArrayList<>();
    for (int axis = 0; axis < x.labels().size(); axis++) {
      int at = result.indexOf(x.labels().get(axis));
      int size = x.tensor().dim(axis);
      from.add(
          at >= 0
              ? AxisExpression.axis(at, size)
              : AxisExpression.constant(0).plusSummed(1, axis, size));
    }
    QTensor sum = Arithmetic.view(c.lowering(), c.name(), x.tensor(), from, dims);
    return IntegerTypes.requireNoWrap(c, sum);
  }

  private static Labelled product(OperatorContext c, Labelled a, Labelled b, List<String> labels) {
    Lowering l = c.lowering();
    boolean swap = a.tensor().isFixed();
    Labelled first = swap ? b : a;
    Labelled second = swap ? a : b;
    List<String> all = new ArrayList<>(labels);
    for (Labelled operand : List.of(first, second)) {
      operand.labels().stream().filter(s -> !all.contains(s)).forEach(all::add);
    }
    int[] sizes = new int[all.size()];
    Arrays.fill(sizes, 1);
    for (Labelled operand : List.of(first, second)) {
      for (int axis = 0; axis < operand.labels().size(); axis++) {
        int at = all.indexOf(operand.labels().get(axis));
        sizes[at] = Math.max(sizes[at], operand.tensor().dim(axis));
      }
    }
    int[] dims = Arrays.copyOf(sizes, labels.size());
    long terms = 1;
    for (int k = dims.length; k < sizes.length; k++) {
      terms *= sizes[k];
    }
    QTensor x = Commit.factor(l, first.tensor());
    QTensor w = second.tensor().isFixed() ? second.tensor() : Commit.factor(l, second.tensor());
    int[] xLabels = numbers(first.labels(), all);
    int[] wLabels = numbers(second.labels(), all);
    int[] out = Labels.range(dims.length);
    Interval range = x.range().times(w.range()).times(terms);
    EinsumKernel kernel = new EinsumKernel(x, xLabels, w, wLabels, dims, out);
    String name = c.name() + "." + String.join("", labels);
    QTensor product =
        Arithmetic.contract(l, name, x, xLabels, w, wLabels, dims, out, range, kernel);
    return new Labelled(IntegerTypes.requireNoWrap(c, product), labels);
  }

  private static int[] numbers(List<String> labels, List<String> all) {
    return labels.stream().mapToInt(all::indexOf).toArray();
  }
}
