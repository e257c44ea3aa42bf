package io.zkchain.prover.program;

import io.zkchain.circuit.AxisPart;
import io.zkchain.circuit.Block;
import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Operand;
import io.zkchain.circuit.PublicTensor;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Side;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Table;
import io.zkchain.circuit.Tensor;
import io.zkchain.circuit.Term;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Circuits without meaning, but with every feature of the model, for the program's tests. */
final class RandomCircuits {
  private static final int LOG_ROWS = 6;

  private final Random random;
  private final List<boolean[]> used = new ArrayList<>(); // rows taken, three columns a lane, fixed
  private final List<Tensor> tensors = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();

  private RandomCircuits(Random random) {
    this.random = random;
  }

  static Circuit next(Random random) {
    return new RandomCircuits(random).circuit();
  }

  private Circuit circuit() {
    int lanes = 1 + random.nextInt(2);
    int tableLanes = 1 + random.nextInt(2);
    int fixed = random.nextInt(3);
    addTables(tableLanes);
    for (int c = 0; c < 3 * lanes + fixed; c++) {
      used.add(new boolean[1 << LOG_ROWS]);
    }
    for (int tries = 0; tries < 12; tries++) {
      Slot slot = Slot.values()[random.nextInt(fixed > 0 ? 3 : 2)];
      addTensor(slot, slot == Slot.FIXED ? 3 * lanes : 0, slot == Slot.FIXED ? fixed : lanes);
    }
    List<PublicTensor> publics = new ArrayList<>();
    List<Relation> relations = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      boolean bind = random.nextBoolean();
      Shape shape = bind ? Shape.of(1 + random.nextInt(5), 1 << random.nextInt(3)) : shape(3);
      if (bind) {
        publics.add(new PublicTensor("p" + i, PublicTensor.Role.OUTPUT, shape));
      }
      List<Term> terms = new ArrayList<>();
      for (int t = 0; t < 5; t++) {
        terms.add(term(shape));
      }
      relations.add(new Relation("r" + i, "", shape, terms, bind ? publics.size() - 1 : -1));
    }
    return new Circuit(
        LOG_ROWS, lanes, tableLanes, fixed, false, tables, tensors, publics, relations);
  }

  private void addTables(int tableLanes) {
    for (int lane = 0; lane < tableLanes; lane++) {
      for (int offset = 0; offset < 64; offset += 16) {
        int size = 1 + random.nextInt(16);
        int bits = Shape.bitsFor(size);
        boolean function = lane == 1 && random.nextBoolean();
        int start = offset + (random.nextInt(16 >> bits) << bits);
        int low = function ? -random.nextInt(9) : 0;
        int tag = 1 + tables.size();
        tables.add(new Table("t" + tag, tag, function, low, size, 0, 0, lane, start));
      }
    }
  }

  private Shape shape(int maxRank) {
    int[] sizes = new int[random.nextInt(maxRank + 1)];
    int left = 4;
    for (int k = 0; k < sizes.length; k++) {
      sizes[k] = 1 + random.nextInt(1 << Math.min(3, left));
      left -= Shape.bitsFor(sizes[k]);
    }
    return Shape.of(sizes);
  }

  private void addTensor(Slot slot, int firstColumn, int columns) {
    Shape shape = shape(3);
    List<Block> blocks = new ArrayList<>();
    for (List<AxisPart> parts : cuts(shape)) {
      Block block = place(slot, parts, firstColumn, columns);
      if (block == null) {
        return;
      }
      blocks.add(block);
    }
    int table = slot == Slot.FIXED ? -1 : random.nextInt(tables.size());
    int id = tensors.size();
    tensors.add(
        new Tensor(id, "x" + id, "", slot, shape, table, slot == Slot.FIXED ? 8 : 0, blocks));
  }

  /** The whole box, or its first axis in two power-of-two parts. */
  private List<List<AxisPart>> cuts(Shape shape) {
    List<AxisPart> whole = new ArrayList<>();
    for (int k = 0; k < shape.rank(); k++) {
      whole.add(new AxisPart(0, shape.bits(k)));
    }
    int axis = shape.rank() - 1;
    if (axis < 0 || shape.size(axis) < 3 || random.nextBoolean()) {
      return List.of(whole);
    }
    int half = 1 << (shape.bits(axis) - 1);
    List<AxisPart> low = new ArrayList<>(whole);
    List<AxisPart> high = new ArrayList<>(whole);
    low.set(axis, new AxisPart(0, shape.bits(axis) - 1));
    high.set(axis, new AxisPart(half, Shape.bitsFor(shape.size(axis) - half)));
    return List.of(low, high);
  }

  private @Nullable Block place(Slot slot, List<AxisPart> parts, int first, int columns) {
    int bits = parts.stream().mapToInt(AxisPart::bits).sum();
    for (int tries = 0; tries < 20; tries++) {
      int column = random.nextInt(columns);
      int offset = random.nextInt(1 << (LOG_ROWS - bits)) << bits;
      boolean[] rows = used.get(first + column + (slot == Slot.SINGLE ? columns : 0));
      boolean free = true;
      for (int i = offset; i < offset + (1 << bits); i++) {
        free &= !rows[i];
      }
      if (free) {
        java.util.Arrays.fill(rows, offset, offset + (1 << bits), true);
        return new Block(column, offset, parts);
      }
    }
    return null;
  }

  private Term term(Shape box) {
    int operands = random.nextInt(3);
    Operand x = operands > 0 ? operand(operands == 2) : null;
    Operand w = x != null && operands == 2 ? operand(false) : null;
    List<IndexVariable> axes = new ArrayList<>();
    addAxes(axes, Side.Y, box);
    if (x != null) {
      addAxes(axes, Side.X, tensors.get(x.tensor()).shape());
    }
    if (w != null) {
      addAxes(axes, Side.W, tensors.get(w.tensor()).shape());
    }
    Collections.shuffle(axes, random);
    List<IndexRelation> groups = new ArrayList<>();
    int free = 0;
    while (!axes.isEmpty()) {
      List<IndexVariable> group = new ArrayList<>();
      for (int k = 1 + random.nextInt(3); k > 0 && !axes.isEmpty(); k--) {
        group.add(axes.removeLast());
      }
      if (random.nextInt(4) == 0) {
        group.add(new IndexVariable(Side.FREE, free++, 1 + random.nextInt(5)));
      }
      groups.add(index(group));
    }
    long coefficient = random.nextInt(-5, 6);
    return new Term(coefficient == 0 ? -4096 : coefficient, x, w, groups);
  }

  private Operand operand(boolean revealed) {
    List<Operand> choices = new ArrayList<>();
    for (Tensor tensor : tensors) {
      switch (tensor.slot()) {
        case PAIR -> {
          choices.add(new Operand(tensor.id(), Cell.A));
          choices.add(new Operand(tensor.id(), Cell.B));
        }
        case SINGLE -> choices.add(new Operand(tensor.id(), Cell.C));
        case FIXED -> choices.add(new Operand(tensor.id(), Cell.FIXED));
      }
    }
    choices.removeIf(o -> revealed && o.cell() != Cell.A && o.cell() != Cell.B);
    return choices.isEmpty()
        ? new Operand(fallback(), Cell.A)
        : choices.get(random.nextInt(choices.size()));
  }

  /** A PAIR tensor, for circuits that happened to get none. */
  private int fallback() {
    throw new IllegalStateException("no PAIR tensor; take another seed");
  }

  private void addAxes(List<IndexVariable> axes, Side side, Shape shape) {
    for (int k = 0; k < shape.rank(); k++) {
      int bound = random.nextInt(4) > 0 ? shape.size(k) : 1 + random.nextInt(shape.size(k));
      axes.add(new IndexVariable(side, k, bound));
    }
  }

  private IndexRelation index(List<IndexVariable> group) {
    if (random.nextBoolean()) {
      return new IndexRelation.Equal(group);
    }
    List<Long> coefficients = new ArrayList<>();
    for (int k = 0; k < group.size(); k++) {
      coefficients.add((long) random.nextInt(-3, 4));
    }
    return new IndexRelation.Affine(group, coefficients, random.nextInt(-4, 5));
  }
}
