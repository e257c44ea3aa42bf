package io.zkchain.prover.program;

import io.zkchain.circuit.AxisPart;
import io.zkchain.circuit.Block;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Operand;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Tensor;
import io.zkchain.circuit.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The terms of all relations at tau, r and r* (protocol steps 3 to 5). */
final class RelationPart {
  /** A tensor's block with the row point at which its index bits are read. */
  private record Placed(Tensor tensor, Block block, Selectors selectors) {
    int selector() {
      return selectors.select(Selectors.Region.of(block.offset(), block.bits()));
    }
  }

  private final ProgramState state;
  private final Circuit circuit;
  private final ExpressionGraph graph;
  private final IndexExtension extension;

  RelationPart(ProgramState state) {
    this.state = state;
    this.circuit = state.circuit();
    this.graph = state.graph();
    this.extension = new IndexExtension(graph);
  }

  /** Adds relation i with its power of gamma. */
  void add(Relation relation, int gammaPower) {
    int constant = graph.zero();
    Map<Integer, Integer> known = new LinkedHashMap<>();
    for (Term term : relation.terms()) {
      Operand x = term.x();
      if (x == null) {
        int value = factors(relation, term, null, null);
        constant = graph.addScaled(constant, term.coefficient(), value);
      } else if (term.w() == null) {
        linear(relation, term, x, gammaPower, known);
      } else {
        bilinear(relation, term, x, term.w(), gammaPower);
      }
    }
    state.addConstant(graph.mul(gammaPower, constant));
    int sum = graph.zero();
    for (Map.Entry<Integer, Integer> entry : known.entrySet()) {
      sum = graph.add(sum, graph.mul(entry.getKey(), entry.getValue()));
    }
    state.addKnown(graph.mul(gammaPower, sum));
    if (relation.publicTensor() >= 0) {
      state.publicScale(relation.publicTensor(), gammaPower);
    }
  }

  /** A_c(r) of a one-tensor term: into the known part if column c is revealed. */
  private void linear(
      Relation relation, Term term, Operand x, int gammaPower, Map<Integer, Integer> known) {
    for (Placed placed : placements(x, state.atR())) {
      int factor = graph.mul(factors(relation, term, placed, null), placed.selector());
      if (factor == graph.zero()) {
        continue;
      }
      int column = placed.block().column();
      switch (x.cell()) {
        case A, B -> {
          int cell = state.revealed(x.cell(), column);
          known.merge(
              factor,
              graph.addScaled(graph.zero(), term.coefficient(), cell),
              (a, b) -> graph.addScaled(a, term.coefficient(), cell));
        }
        case C, FIXED ->
            state.addUnrevealed(
                state.column(x.cell(), column), term.coefficient(), graph.mul(factor, gammaPower));
      }
    }
  }

  /** kappa_t omega_t(r*) of a two-tensor term, for every pair of blocks. */
  private void bilinear(Relation relation, Term term, Operand x, Operand w, int gammaPower) {
    for (Placed px : placements(x, state.atR())) {
      int cell = state.revealed(x.cell(), px.block().column());
      int kappa = graph.mul(graph.mul(gammaPower, cell), px.selector());
      for (Placed pw : placements(w, state.atRStar())) {
        int omega = factors(relation, term, px, pw);
        if (omega != graph.zero()) {
          state.addWeight(
              state.column(w.cell(), pw.block().column()),
              term.coefficient(),
              graph.mul(kappa, graph.mul(omega, pw.selector())));
        }
      }
    }
  }

  private List<Placed> placements(Operand operand, Selectors selectors) {
    Tensor tensor = circuit.tensors().get(operand.tensor());
    return tensor.blocks().stream().map(b -> new Placed(tensor, b, selectors)).toList();
  }

  private int factors(Relation relation, Term term, @Nullable Placed x, @Nullable Placed w) {
    List<Integer> factors = new ArrayList<>();
    for (IndexRelation group : term.indexRelations()) {
      List<BitPoint> points = new ArrayList<>();
      for (IndexVariable variable : group.variables()) {
        points.add(point(variable, relation.shape(), x, w));
      }
      factors.add(
          switch (group) {
            case IndexRelation.Equal _ -> extension.equality(points);
            case IndexRelation.Affine affine ->
                BranchingProgram.evaluate(graph, points, affine.coefficients(), affine.constant());
          });
    }
    return graph.product(factors);
  }

  private BitPoint point(
      IndexVariable variable, Shape box, @Nullable Placed x, @Nullable Placed w) {
    int axis = variable.axis();
    return switch (variable.side()) {
      case Y -> {
        int[] bits = new int[box.bits(axis)];
        for (int i = 0; i < bits.length; i++) {
          bits[i] = state.tau(box.bitOffset(axis) + i);
        }
        yield new BitPoint(bits, false, variable.bound());
      }
      case X -> new BitPoint(bits(Objects.requireNonNull(x), axis), false, variable.bound());
      case W -> new BitPoint(bits(Objects.requireNonNull(w), axis), false, variable.bound());
      case FREE -> new BitPoint(new int[Shape.bitsFor(variable.bound())], true, variable.bound());
    };
  }

  /** The point's own bits of the block, then the constant bits of the axis part's base. */
  private int[] bits(Placed placed, int axis) {
    AxisPart part = placed.block().parts().get(axis);
    int[] point = placed.selectors().point();
    int[] bits = new int[placed.tensor().shape().bits(axis)];
    for (int i = 0; i < bits.length; i++) {
      bits[i] =
          i < part.bits()
              ? point[placed.block().bitOffset(axis) + i]
              : graph.constant(part.base() >> i & 1);
    }
    return bits;
  }
}
