package io.zkchain.prover.sumcheck;

import io.zkchain.circuit.Block;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.ColumnLayout;
import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.Operand;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Side;
import io.zkchain.circuit.Tensor;
import io.zkchain.circuit.Term;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.parallel.Parallel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The relations of a circuit, batched at a random point: relation i at output index y weighs
 * gamma^(i+1) eq(tau, y).
 *
 * <p>{@link #adjoint} gives the weights A_c with which the columns enter the batch (the transposed
 * operators applied to eq(tau)); {@link #second} gives the weights of second operands after the
 * first ones are bound to a point. Both take time linear in the tensors: index relations are
 * products over groups of variables, and a group is a small matrix.
 */
public final class RelationWeights {
  private final Circuit circuit;
  private final CellReader cells;
  private final Parallel parallel;
  private final List<Part> parts = new ArrayList<>();
  private final List<Fr> powers = new ArrayList<>();
  private final List<Fr> tau;

  private record Part(Relation relation, Term term, Fr factor, AxisWeights outputs) {
    List<GroupMatrix> matrices(
        GroupMatrix.@Nullable Tensor target,
        GroupMatrix.@Nullable Tensor source,
        List<AxisWeights> weights) {
      List<GroupMatrix> matrices = new ArrayList<>();
      for (IndexRelation group : term.indexRelations()) {
        matrices.add(GroupMatrix.of(group, target, source, weights));
      }
      return matrices;
    }
  }

  /**
   * @param tau n coordinates, shared by all relations: bit k of an output index belongs to tau_k
   */
  public RelationWeights(
      Circuit circuit, CellReader cells, List<Fr> tau, Fr gamma, Parallel parallel) {
    this.parallel = parallel;
    this.circuit = circuit;
    this.cells = cells;
    this.tau = List.copyOf(tau);
    Fr power = Fr.ONE;
    for (Relation relation : circuit.relations()) {
      power = power.mul(gamma);
      powers.add(power);
      AxisWeights outputs = AxisWeights.ofBox(relation.shape(), tau);
      for (Term term : relation.terms()) {
        parts.add(new Part(relation, term, power.mul(term.coefficient()), outputs));
      }
    }
  }

  /** A_c for every column that an operand x reads, over all rows; other columns have weight 0. */
  public Map<ColumnKey, FrVector> adjoint() {
    Accumulator sum = new Accumulator();
    List<Part> linear = parts.stream().filter(p -> p.term.x() != null).toList();
    parallel.forEach(linear.size(), k -> addAdjoint(linear.get(k), sum));
    return sum.columns;
  }

  private void addAdjoint(Part part, Accumulator sum) {
    Operand x = Objects.requireNonNull(part.term.x());
    Operand w = part.term.w();
    Tensor tensor = circuit.tensors().get(x.tensor());
    GroupMatrix.Tensor source = null;
    long[] values = {1};
    if (w != null) {
      Tensor second = circuit.tensors().get(w.tensor());
      source = new GroupMatrix.Tensor(Side.W, second.shape());
      values = cells.cells(second, w.cell());
    }
    var target = new GroupMatrix.Tensor(Side.X, tensor.shape());
    FrVector result = new FrVector(tensor.shape().volume());
    new SeparableMap(part.matrices(target, source, List.of(part.outputs)))
        .addTo(result, values, part.factor);
    sum.add(tensor, x, result);
  }

  /**
   * sum over two-operand terms of kappa omega, for every column that an operand w reads.
   *
   * @param point r, one coordinate a row bit
   * @param revealed evaluations of the columns a and b at r
   */
  public Map<ColumnKey, FrVector> second(List<Fr> point, Function<ColumnKey, Fr> revealed) {
    Accumulator sum = new Accumulator();
    List<Part> bilinear = parts.stream().filter(p -> p.term.w() != null).toList();
    parallel.forEach(bilinear.size(), k -> addSecond(bilinear.get(k), point, revealed, sum));
    return sum.columns;
  }

  private void addSecond(
      Part part, List<Fr> point, Function<ColumnKey, Fr> revealed, Accumulator sum) {
    Operand x = Objects.requireNonNull(part.term.x());
    Operand w = Objects.requireNonNull(part.term.w());
    Tensor first = circuit.tensors().get(x.tensor());
    Tensor tensor = circuit.tensors().get(w.tensor());
    var target = new GroupMatrix.Tensor(Side.W, tensor.shape());
    FrVector result = new FrVector(tensor.shape().volume());
    for (Block block : first.blocks()) {
      int bits = block.bits();
      Fr selector = EqTable.evaluateBits(block.offset() >> bits, point.subList(bits, point.size()));
      Fr kappa =
          part.factor.mul(selector).mul(revealed.apply(new ColumnKey(x.cell(), block.column())));
      AxisWeights inputs = AxisWeights.ofBlock(Side.X, block, point);
      new SeparableMap(part.matrices(target, null, List.of(part.outputs, inputs)))
          .addTo(result, new long[] {1}, kappa);
    }
    sum.add(tensor, w, result);
  }

  /**
   * The batch's terms without operands, minus its public values: what the weighted columns have to
   * sum to, negated.
   *
   * @param publicWords residues or signed integers of each public tensor, by position
   */
  public Fr publicPart(List<FrVector> publicWords) {
    Fr sum = Fr.ZERO;
    for (Part part : parts) {
      if (part.term.x() == null) {
        FrVector value = new FrVector(1);
        new SeparableMap(part.matrices(null, null, List.of(part.outputs)))
            .addTo(value, new long[] {1}, part.factor);
        sum = sum.add(value.get(0));
      }
    }
    for (int i = 0; i < circuit.relations().size(); i++) {
      int position = circuit.relations().get(i).publicTensor();
      if (position >= 0) {
        FrVector words = publicWords.get(position);
        int bits = circuit.publicTensors().get(position).shape().totalBits();
        FrVector table = EqTable.of(tau.subList(0, bits));
        sum = sum.sub(powers.get(i).mul(innerProduct(words, table)));
      }
    }
    return sum;
  }

  private static Fr innerProduct(FrVector words, FrVector table) {
    long[] out = new long[4];
    Kernels.fr()
        .innerProduct(
            words.limbs(), words.offset(0), table.limbs(), table.offset(0), out, 0, words.size());
    return Fr.load(out, 0);
  }

  /** Column tables that tasks add to. */
  private final class Accumulator {
    final Map<ColumnKey, FrVector> columns = new HashMap<>();

    synchronized void add(Tensor tensor, Operand operand, FrVector values) {
      for (Block block : tensor.blocks()) {
        FrVector column =
            columns.computeIfAbsent(
                new ColumnKey(operand.cell(), block.column()), key -> new FrVector(circuit.rows()));
        ColumnLayout.forEachRun(
            tensor.shape(),
            block,
            (cell, row, length) ->
                Kernels.fr()
                    .add(
                        column.limbs(),
                        column.offset(row),
                        values.limbs(),
                        values.offset(cell),
                        column.limbs(),
                        column.offset(row),
                        length));
      }
    }
  }
}
