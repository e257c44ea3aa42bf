package io.zkchain.prover.program;

import io.zkchain.circuit.Block;
import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Operand;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Side;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Table;
import io.zkchain.circuit.Tensor;
import io.zkchain.circuit.Term;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.program.ProgramLayout.Challenge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The program's outputs by enumeration of every index tuple and every row. */
final class PlainProgram {
  private final Circuit circuit;
  private final ProgramLayout layout;
  private final FrVector in;
  private final Fr[] r;
  private final Fr[] rStar;
  private final Fr[] tau;
  private final Fr[] out;
  private final Fr[] unrevealed;

  private PlainProgram(Circuit circuit, FrVector in) {
    this.circuit = circuit;
    this.in = in;
    layout = ProgramLayout.of(circuit);
    tau = eqTable(layout::tau);
    r = eqTable(layout::r);
    rStar = eqTable(layout::rStar);
    out = zeros(layout.outputs());
    unrevealed = zeros(layout.columns());
  }

  static FrVector evaluate(Circuit circuit, FrVector in) {
    PlainProgram plain = new PlainProgram(circuit, in);
    plain.run();
    return FrVector.of(plain.out);
  }

  private static Fr[] zeros(int length) {
    Fr[] zeros = new Fr[length];
    java.util.Arrays.fill(zeros, Fr.ZERO);
    return zeros;
  }

  private Fr[] eqTable(IntFunction<Integer> input) {
    Fr[] table = {Fr.ONE};
    for (int k = 0; k < layout.logRows(); k++) {
      Fr p = in.get(input.apply(k));
      Fr[] next = new Fr[2 * table.length];
      for (int i = 0; i < table.length; i++) {
        next[i] = table[i].mul(Fr.ONE.sub(p));
        next[i + table.length] = table[i].mul(p);
      }
      table = next;
    }
    return table;
  }

  /** eq of the low bits of tau with the bits of an index. */
  private Fr eqLow(int index, int bits) {
    Fr product = Fr.ONE;
    for (int k = 0; k < bits; k++) {
      Fr p = in.get(layout.tau(k));
      product = product.mul((index >> k & 1) == 1 ? p : Fr.ONE.sub(p));
    }
    return product;
  }

  private Fr challenge(Challenge challenge) {
    return in.get(layout.challenge(challenge));
  }

  private Fr revealed(int j) {
    return in.get(layout.revealed(j));
  }

  private void add(int output, Fr value) {
    out[output] = out[output].add(value);
  }

  private void run() {
    Fr power = Fr.ONE;
    for (Relation relation : circuit.relations()) {
      power = power.mul(challenge(Challenge.GAMMA));
      for (Term term : relation.terms()) {
        addTerm(relation, term, power.mul(term.coefficient()));
      }
      if (relation.publicTensor() >= 0) {
        out[layout.publicScale(relation.publicTensor())] = power;
      }
    }
    addLookups();
    addMask();
    Fr eqRows = Fr.ZERO;
    for (int i = 0; i < r.length; i++) {
      eqRows = eqRows.add(r[i].mul(rStar[i]));
    }
    for (int c = 0; c < unrevealed.length; c++) {
      add(layout.weight(c), unrevealed[c].mul(eqRows));
    }
    addRevealed(eqRows);
  }

  private void addRevealed(Fr eqRows) {
    List<Integer> columns = new ArrayList<>();
    for (int l = 0; l < layout.lanes(); l++) {
      columns.add(layout.columnA(l));
      columns.add(layout.columnB(l));
    }
    for (int l = 0; l < layout.lanes(); l++) {
      columns.add(layout.columnHelper(l));
    }
    for (int t = 0; t < layout.tableLanes(); t++) {
      columns.add(layout.columnTableHelper(t));
    }
    for (int j = 0; j < columns.size(); j++) {
      Fr lambda = challenge(Challenge.LAMBDA).pow(j + 1);
      add(layout.weight(columns.get(j)), lambda.mul(eqRows));
    }
  }

  /** A value of every index variable of a term. */
  private record Assignment(Map<IndexVariable, Integer> values) {
    int @Nullable [] index(Side side, Shape shape) {
      int[] index = new int[shape.rank()];
      values.forEach((v, value) -> {
        if (v.side() == side) {
          index[v.axis()] = value;
        }
      });
      return index;
    }
  }

  private void addTerm(Relation relation, Term term, Fr scale) {
    enumerate(term.indexRelations(), 0, new HashMap<>(), a -> addTuple(relation, term, scale, a));
  }

  private void addTuple(Relation relation, Term term, Fr scale, Assignment tuple) {
    int y = padded(tuple, Side.Y, relation.shape());
    Fr weight = scale.mul(eqLow(y, relation.shape().totalBits()));
    Operand x = term.x();
    if (x == null) {
      add(layout.constant(), weight);
      return;
    }
    int[] rowX = locate(tuple, Side.X, x);
    Fr atX = weight.mul(r[rowX[1]]);
    if (term.w() == null) {
      switch (x.cell()) {
        case A -> add(layout.known(), atX.mul(revealed(layout.revealedA(rowX[0]))));
        case B -> add(layout.known(), atX.mul(revealed(layout.revealedB(rowX[0]))));
        case C, FIXED -> {
          int column = column(x.cell(), rowX[0]);
          unrevealed[column] = unrevealed[column].add(atX);
        }
      }
      return;
    }
    int j = x.cell() == Cell.A ? layout.revealedA(rowX[0]) : layout.revealedB(rowX[0]);
    int[] rowW = locate(tuple, Side.W, term.w());
    int column = column(term.w().cell(), rowW[0]);
    add(layout.weight(column), atX.mul(revealed(j)).mul(rStar[rowW[1]]));
  }

  private int column(Cell cell, int number) {
    return switch (cell) {
      case A -> layout.columnA(number);
      case B -> layout.columnB(number);
      case C -> layout.columnC(number);
      case FIXED -> layout.columnFixed(number);
    };
  }

  private static int padded(Assignment tuple, Side side, Shape shape) {
    int[] index = Objects.requireNonNull(tuple.index(side, shape));
    int padded = 0;
    for (int k = 0; k < index.length; k++) {
      padded += index[k] << shape.bitOffset(k);
    }
    return padded;
  }

  /** Column number and row of a cell. */
  private int[] locate(Assignment tuple, Side side, Operand operand) {
    Tensor tensor = circuit.tensors().get(operand.tensor());
    int[] index = Objects.requireNonNull(tuple.index(side, tensor.shape()));
    for (Block block : tensor.blocks()) {
      int row = block.offset();
      boolean inside = true;
      for (int k = 0; k < index.length; k++) {
        int local = index[k] - block.parts().get(k).base();
        inside &= local >= 0 && local < 1 << block.parts().get(k).bits();
        row += local << block.bitOffset(k);
      }
      if (inside) {
        return new int[] {block.column(), row};
      }
    }
    throw new IllegalStateException("cell in no block");
  }

  private static void enumerate(
      List<IndexRelation> groups,
      int from,
      Map<IndexVariable, Integer> values,
      Consumer<Assignment> action) {
    if (from == groups.size()) {
      action.accept(new Assignment(values));
      return;
    }
    IndexRelation group = groups.get(from);
    choose(group, 0, values, () -> enumerate(groups, from + 1, values, action));
  }

  private static void choose(
      IndexRelation group, int from, Map<IndexVariable, Integer> values, Runnable action) {
    List<IndexVariable> variables = group.variables();
    if (from == variables.size()) {
      if (holds(group, values)) {
        action.run();
      }
      return;
    }
    for (int v = 0; v < variables.get(from).bound(); v++) {
      values.put(variables.get(from), v);
      choose(group, from + 1, values, action);
    }
    values.remove(variables.get(from));
  }

  static boolean holds(IndexRelation group, Map<IndexVariable, Integer> values) {
    List<IndexVariable> variables = group.variables();
    return switch (group) {
      case IndexRelation.Equal _ -> variables.stream().map(values::get).distinct().count() == 1;
      case IndexRelation.Affine affine -> {
        long sum = 0;
        for (int k = 0; k < variables.size(); k++) {
          sum +=
              affine.coefficients().get(k) * Objects.requireNonNull(values.get(variables.get(k)));
        }
        yield sum == affine.constant();
      }
    };
  }

  private Fr sumRows(IntFunction<Fr> row) {
    Fr sum = Fr.ZERO;
    for (int i = 0; i < r.length; i++) {
      sum = sum.add(r[i].mul(row.apply(i)));
    }
    return sum;
  }

  private void addLookups() {
    Fr xi = challenge(Challenge.XI);
    int last = r.length - 1;
    Fr e = Fr.ZERO;
    for (int i = 0; i < last; i++) {
      e = e.add(r[i].mul(tau[i]));
    }
    Fr identities = Fr.ZERO;
    Fr helpers = Fr.ZERO;
    Fr power = Fr.ONE;
    for (int l = 0; l < layout.lanes(); l++) {
      identities = identities.add(power.mul(lane(l, xi.mul(e).mul(power))));
      helpers = helpers.add(revealed(layout.revealedHelper(l)));
      power = power.mul(challenge(Challenge.DELTA));
    }
    int output = 0;
    for (int t = 0; t < layout.tableLanes(); t++) {
      boolean committed = circuit.hasOutputColumn(t);
      int column = committed ? layout.columnOutput(output++) : -1;
      identities = identities.add(power.mul(tableLane(t, xi.mul(e).mul(power), column)));
      helpers = helpers.sub(revealed(layout.revealedTableHelper(t)));
      power = power.mul(challenge(Challenge.DELTA));
    }
    Fr s = Fr.ONE.sub(r[last]);
    add(layout.known(), xi.mul(e).mul(identities).add(xi.square().mul(s).mul(helpers)));
  }

  /** Tag of the tensor of a slot at a row of a lane, 0 if there is none. */
  private int tag(Slot slot, int lane, int row) {
    for (Tensor tensor : circuit.tensors()) {
      for (Block block : tensor.blocks()) {
        boolean here = row >= block.offset() && row < block.offset() + block.size();
        if (tensor.slot() == slot && block.column() == lane && here) {
          return circuit.tables().get(tensor.table()).tag();
        }
      }
    }
    return 0;
  }

  private Fr lane(int l, Fr scale) {
    Fr alpha = challenge(Challenge.ALPHA);
    Fr beta = challenge(Challenge.BETA);
    Fr n1 = sumRows(i -> Fr.fromLong(tag(Slot.PAIR, l, i) > 0 ? 1 : 0));
    Fr n2 = sumRows(i -> Fr.fromLong(tag(Slot.SINGLE, l, i) > 0 ? 1 : 0));
    Fr tag1 = sumRows(i -> Fr.fromLong(tag(Slot.PAIR, l, i)));
    Fr tag2 = sumRows(i -> Fr.fromLong(tag(Slot.SINGLE, l, i)));
    Fr h = revealed(layout.revealedHelper(l));
    Fr a = revealed(layout.revealedA(l));
    Fr b = revealed(layout.revealedB(l));
    Fr phi1 = alpha.add(tag1).add(beta.mul(a)).add(beta.square().mul(b));
    Fr phi2 = alpha.add(tag2);
    int c = layout.columnC(l);
    unrevealed[c] = unrevealed[c].add(scale.mul(beta).mul(h.mul(phi1).sub(n1)));
    return h.mul(phi1).mul(phi2).sub(n1.mul(phi2)).sub(n2.mul(phi1));
  }

  private Fr tableLane(int lane, Fr scale, int outputColumn) {
    Fr tag = Fr.ZERO;
    Fr input = Fr.ZERO;
    Fr active = Fr.ZERO;
    for (Table t : circuit.tables()) {
      if (t.lane() == lane) {
        for (int i = 0; i < 1 << t.bits(); i++) {
          Fr row = r[t.offset() + i];
          tag = tag.add(row.mul(t.tag()));
          input = input.add(row.mul(t.low() + i));
          active = i < t.size() ? active.add(row) : active;
        }
      }
    }
    Fr beta = challenge(Challenge.BETA);
    Fr h = revealed(layout.revealedTableHelper(lane));
    int m = layout.columnMultiplicity(lane);
    unrevealed[m] = unrevealed[m].sub(scale.mul(active));
    if (outputColumn >= 0) {
      unrevealed[outputColumn] = unrevealed[outputColumn].add(scale.mul(beta.square()).mul(h));
    }
    return h.mul(challenge(Challenge.ALPHA).add(tag).add(beta.mul(input)));
  }

  private void addMask() {
    Fr half = Fr.fromLong(2).inverse();
    for (int i = 0; i < layout.logRows(); i++) {
      for (int j = 1; j <= 4; j++) {
        Fr weight = in.get(layout.r(i)).pow(j).sub(half).mul(rStar[4 * i + j - 1]);
        add(layout.weight(layout.columnMask()), weight.mul(challenge(Challenge.RHO)));
      }
    }
  }
}
