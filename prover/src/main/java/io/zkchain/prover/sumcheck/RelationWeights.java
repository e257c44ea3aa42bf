package io.zkchain.prover.sumcheck;

import io.zkchain.circuit.Block;
import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.ColumnLayout;
import io.zkchain.circuit.Operand;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Side;
import io.zkchain.circuit.Tensor;
import io.zkchain.prover.field.FieldKernel;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.parallel.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
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
  private final RelationIndex index;
  private final Circuit circuit;
  private final CellReader cells;
  private final Parallel parallel;
  private final List<Fr> powers = new ArrayList<>();
  private final List<AxisWeights> outputs = new ArrayList<>();
  private final List<Fr> tau;

  /**
   * @param tau n coordinates, shared by all relations: bit k of an output index belongs to tau_k
   */
  public RelationWeights(
      RelationIndex index, CellReader cells, List<Fr> tau, Fr gamma, Parallel parallel) {
    this.parallel = parallel;
    this.index = index;
    this.circuit = index.circuit();
    this.cells = cells;
    this.tau = List.copyOf(tau);
    Fr power = Fr.ONE;
    for (Relation relation : circuit.relations()) {
      power = power.mul(gamma);
      powers.add(power);
      outputs.add(AxisWeights.ofBox(relation.shape(), tau));
    }
  }

  private Fr factor(RelationIndex.Part part) {
    return powers.get(part.relation()).mul(part.term().coefficient());
  }

  /** A_c for every column that an operand x reads, over all rows; other columns have weight 0. */
  public Map<ColumnKey, FrVector> adjoint() {
    Map<Operand, FrVector> sums = new HashMap<>();
    List<RelationIndex.Part> linear =
        index.parts().stream().filter(p -> p.term().x() != null).toList();
    for (RelationIndex.Part part : linear) {
      Operand x = Objects.requireNonNull(part.term().x());
      sums.computeIfAbsent(
          x, key -> new FrVector(circuit.tensors().get(key.tensor()).shape().volume()));
    }
    parallel.forEach(linear.size(), k -> addAdjoint(linear.get(k), sums));
    Map<ColumnKey, FrVector> columns = new HashMap<>();
    sums.forEach((x, sum) -> place(circuit.tensors().get(x.tensor()), x.cell(), sum, columns));
    return columns;
  }

  private void addAdjoint(RelationIndex.Part part, Map<Operand, FrVector> sums) {
    Operand x = Objects.requireNonNull(part.term().x());
    Operand w = part.term().w();
    FrVector sum = Objects.requireNonNull(sums.get(x));
    long[] values = w == null ? null : cells.cells(circuit.tensors().get(w.tensor()), w.cell());
    new SeparableMap(part.adjoint(), List.of(outputs.get(part.relation())))
        .addTo(sum, values, factor(part));
  }

  /** Adds the values of a tensor's cells to tables of its columns. */
  private void place(Tensor tensor, Cell cell, FrVector values, Map<ColumnKey, FrVector> columns) {
    FieldKernel kernel = Kernels.fr();
    for (Block block : tensor.blocks()) {
      FrVector column =
          columns.computeIfAbsent(
              new ColumnKey(cell, block.column()), key -> new FrVector(circuit.rows()));
      ColumnLayout.forEachRun(
          tensor.shape(),
          block,
          (from, row, length) -> {
            int to = column.offset(row);
            kernel.add(
                column.limbs(),
                to,
                values.limbs(),
                values.offset(from),
                column.limbs(),
                to,
                length);
          });
    }
  }

  /**
   * sum over two-operand terms of kappa omega, for the columns that operands w read.
   *
   * @param point r, one coordinate a row bit
   * @param revealed evaluations of the columns a and b at r
   */
  public SecondWeights second(List<Fr> point, Function<ColumnKey, Fr> revealed) {
    record Task(RelationIndex.Part part, Block block) {}
    List<Task> tasks = new ArrayList<>();
    for (RelationIndex.Part part : index.parts()) {
      if (part.term().w() != null) {
        Operand x = Objects.requireNonNull(part.term().x());
        circuit.tensors().get(x.tensor()).blocks().forEach(b -> tasks.add(new Task(part, b)));
      }
    }
    @Nullable ProductWeights[] products = new ProductWeights[tasks.size()];
    Map<ColumnKey, FrVector> irregular = new HashMap<>();
    parallel.forEach(
        tasks.size(),
        k -> {
          RelationIndex.Part part = tasks.get(k).part;
          Block block = tasks.get(k).block;
          Fr kappa = kappa(part, block, point, revealed);
          List<AxisWeights> weights =
              List.of(outputs.get(part.relation()), AxisWeights.ofBlock(Side.X, block, point));
          Operand w = Objects.requireNonNull(part.term().w());
          Tensor tensor = circuit.tensors().get(w.tensor());
          products[k] = product(part, tensor, w.cell(), weights, kappa);
          if (products[k] == null) {
            FrVector values = new FrVector(tensor.shape().volume());
            new SeparableMap(part.second(), weights).addTo(values, null, kappa);
            synchronized (irregular) {
              place(tensor, w.cell(), values, irregular);
            }
          }
        });
    return new SecondWeights(
        Arrays.stream(products).filter(Objects::nonNull).toList(), irregular, circuit.logRows());
  }

  private Fr kappa(
      RelationIndex.Part part, Block block, List<Fr> point, Function<ColumnKey, Fr> revealed) {
    int bits = block.bits();
    Fr selector = EqTable.evaluateBits(block.offset() >> bits, point.subList(bits, point.size()));
    Operand x = Objects.requireNonNull(part.term().x());
    Fr value = revealed.apply(new ColumnKey(x.cell(), block.column()));
    return factor(part).mul(selector).mul(value);
  }

  /** The weights of W's cells as one vector an axis; null if an index relation joins axes of W. */
  private static @Nullable ProductWeights product(
      RelationIndex.Part part, Tensor w, Cell cell, List<AxisWeights> weights, Fr kappa) {
    int[] axisOfGroup = part.axes();
    if (axisOfGroup == null) {
      return null;
    }
    Fr scale = kappa;
    FrVector[] axes = new FrVector[w.shape().rank()];
    for (int g = 0; g < axisOfGroup.length; g++) {
      GroupIndex group = part.second().get(g);
      int axis = axisOfGroup[g];
      FrVector values = group.values(weights);
      if (axis < 0) {
        scale = scale.mul(values.size() == 0 ? Fr.ZERO : values.get(0));
        continue;
      }
      axes[axis] = new FrVector(w.shape().size(axis));
      for (int e = 0; e < group.rows.length; e++) {
        axes[axis].set(group.targets[group.rows[e]] / w.shape().stride(axis), values.get(e));
      }
    }
    return new ProductWeights(w, cell, scale, axes);
  }

  /**
   * The batch's terms without operands, minus its public values: what the weighted columns have to
   * sum to, negated.
   *
   * @param publicWords residues or signed integers of each public tensor, by position
   */
  public Fr publicPart(List<FrVector> publicWords) {
    Fr sum = Fr.ZERO;
    for (RelationIndex.Part part : index.parts()) {
      if (part.term().x() == null) {
        FrVector value = new FrVector(1);
        new SeparableMap(part.adjoint(), List.of(outputs.get(part.relation())))
            .addTo(value, null, factor(part));
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
}
