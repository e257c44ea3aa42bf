package io.zkchain.prover.protocol;

import static io.zkchain.circuit.fixture.Terms.equal;
import static io.zkchain.circuit.fixture.Terms.product;
import static io.zkchain.circuit.fixture.Terms.w;
import static io.zkchain.circuit.fixture.Terms.x;
import static io.zkchain.circuit.fixture.Terms.y;
import static io.zkchain.prover.protocol.ToyAttack.Q1;
import static io.zkchain.prover.protocol.ToyAttack.Q2;
import static io.zkchain.prover.protocol.ToyAttack.R2;
import static io.zkchain.prover.protocol.ToyAttack.SRS;
import static io.zkchain.prover.protocol.ToyAttack.key;
import static io.zkchain.prover.protocol.ToyAttack.prove;
import static io.zkchain.prover.protocol.ToyAttack.sound;
import static io.zkchain.prover.protocol.ToyAttack.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.Block;
import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.FixedValues;
import io.zkchain.circuit.Operand;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Tensor;
import io.zkchain.circuit.Term;
import io.zkchain.circuit.Witness;
import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.Fr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Attacks on circuits that a careless compiler would emit, with the real prover and verifiers. */
class StructureAttackTest {
  private static final int W2 = 7;

  private static Circuit with(
      Circuit c, UnaryOperator<Tensor> tensors, UnaryOperator<Relation> relations) {
    return new Circuit(
        c.logRows(),
        c.lanes(),
        c.tableLanes(),
        c.fixedColumns(),
        c.privateParameters(),
        c.tables(),
        c.tensors().stream().map(tensors).toList(),
        c.publicTensors(),
        c.relations().stream().map(relations).toList());
  }

  private static Tensor reshape(Tensor t, Shape shape, int magnitudeBits) {
    return new Tensor(
        t.id(), t.name(), t.origin(), t.slot(), shape, t.table(), magnitudeBits, t.blocks());
  }

  /** The toy circuit whose second layer also sums over the three cells of padding in q1 and w2. */
  private static Circuit withoutBounds() {
    return with(
        ToyCircuit.circuit(true),
        t ->
            switch (t.id()) {
              case Q1 -> reshape(t, Shape.of(8), 0);
              case W2 -> reshape(t, Shape.of(2, 8), 4);
              default -> t;
            },
        r -> {
          if (!r.name().equals("layer2")) {
            return r;
          }
          List<Term> terms = new ArrayList<>(r.terms());
          terms.set(
              0,
              product(
                  1,
                  new Operand(Q1, Cell.B),
                  new Operand(W2, Cell.FIXED),
                  equal(x(0, 8), w(1, 8)),
                  equal(y(0, 2), w(0, 2))));
          return new Relation(r.name(), r.origin(), r.shape(), terms, r.publicTensor());
        });
  }

  private static Instance sampleWithRoom() {
    for (long seed = 1; ; seed++) {
      Instance toy = ToyCircuit.sample(seed, true);
      if (values(toy.witness().publicValues(), 0)[0] <= 3) {
        return toy;
      }
    }
  }

  /**
   * The witness whose first output is larger by v, as if padding cell q1[5] = v counted 8 times.
   */
  private static Witness raised(Witness w, long v) {
    Witness raised = Alterations.cell(w, Cell.A, Q2, 0, v);
    return Alterations.publicValue(Alterations.cell(raised, Cell.B, Q2, 0, v), 0, 0, v);
  }

  /** Weights "known" to be padded by zeros, padded by 8: three outputs for one public input. */
  @Test
  void boundsDroppedForZeroPadding() {
    Instance toy = sampleWithRoom();
    long[] w2 = values(toy.fixedValues().tensors(), W2);
    long[] padded = new long[16];
    System.arraycopy(w2, 0, padded, 0, 5);
    System.arraycopy(w2, 5, padded, 8, 5);
    padded[5] = 8;
    Map<Integer, long[]> fixed = new HashMap<>(toy.fixedValues().tensors());
    fixed.put(W2, padded);
    Circuit careless = withoutBounds();
    ProvingKey hostile =
        key(
            new Instance(
                careless, new FixedValues(fixed, toy.fixedValues().tables()), toy.witness()));
    for (long v : new long[] {0, 2, 4}) {
      Witness w = raised(toy.witness(), v);
      Map<Integer, long[]> a = new HashMap<>(w.a());
      Map<Integer, long[]> b = new HashMap<>(w.b());
      a.put(Q1, Arrays.copyOf(values(w.a(), Q1), 8));
      b.put(Q1, Arrays.copyOf(values(w.b(), Q1), 8));
      values(a, Q1)[5] = v;
      values(b, Q1)[5] = v;
      Witness forged = new Witness(a, b, w.c(), w.publicValues());
      assertThat(sound(hostile, prove(hostile, forged, new ToyAttack.Seam()))).isTrue();
    }

    // With bounds, the same column and the same cells make one output only.
    ProvingKey padding = withCell(key(toy), 0, 48 + 5, 8);
    for (long v : new long[] {0, 2, 4}) {
      Proof proof =
          prove(
              padding,
              raised(toy.witness(), v),
              new ToyAttack.Seam() {
                @Override
                void cells(CellColumns cells) {
                  cells.columns()[0][8 + 5] = v;
                  cells.columns()[1][8 + 5] = v;
                  cells.m(0)[7]--;
                  cells.m(0)[7 + (int) v]++;
                }
              });
      assertThat(sound(padding, proof)).isEqualTo(v == 0);
    }
  }

  /** The key of someone who commits to another value in one row of a fixed column. */
  private static ProvingKey withCell(ProvingKey key, int column, int row, long value) {
    VerifyingKey old = key.verifyingKey();
    List<PackedColumn> columns = new ArrayList<>(key.columns());
    long[] values = key.column(column);
    values[row] = value;
    columns.set(column, PackedColumn.of(values));
    List<G1> commitments = new ArrayList<>(old.commitments());
    Fr blinder = key.blinders().get(column);
    commitments.set(column, SRS.committer().commit(values, null, blinder));
    VerifyingKey altered = new VerifyingKey(old.circuit(), commitments, old.theta(), true, "test");
    return new ProvingKey(altered, columns, key.blinders());
  }

  /** A valid cell on row N - 1 is outside every lookup: a false output is accepted. */
  @Test
  void cellOnTheReservedRow() {
    Instance toy = ToyAttack.sample(7);
    Circuit careless =
        with(
            toy.circuit(),
            t ->
                t.id() == Q2 || t.id() == R2
                    ? new Tensor(
                        t.id(),
                        t.name(),
                        t.origin(),
                        t.slot(),
                        t.shape(),
                        t.table(),
                        t.magnitudeBits(),
                        List.of(new Block(1, 62, t.blocks().getFirst().parts())))
                    : t,
            UnaryOperator.identity());
    Witness lie = ToyAttack.lie(toy.witness(), 1);
    long claimed = values(lie.a(), Q2)[1];
    ProvingKey open = key(new Instance(careless, toy.fixedValues(), lie));
    Proof proof =
        prove(
            open,
            lie,
            new ToyAttack.Seam() {
              @Override
              void cells(CellColumns cells) {
                cells.reserved()[cells.a(1)] = null;
                cells.reserved()[cells.b(1)] = null;
                cells.m(0)[16 + 7 + (int) claimed]--; // row 63 is not counted
              }
            });
    assertThat(sound(open, proof)).isTrue();

    // So neither setup nor a key file takes such a circuit, and elsewhere the lie is refused.
    assertThatThrownBy(() -> SRS.setup().run(careless, toy.fixedValues(), ProgressListener.NONE))
        .isInstanceOf(SetupException.class);
    assertThatThrownBy(() -> VerifyingKey.decode(open.verifyingKey().encode()))
        .isInstanceOf(KeyFormatException.class);
    ProvingKey closed = key(toy);
    assertThat(sound(closed, prove(closed, lie, new ToyAttack.Seam()))).isFalse();
  }

  /** Index bounds beyond an axis never pass the validator. */
  @Test
  void boundsBeyondAnAxisAreInvalid() {
    Circuit beyond =
        with(
            ToyCircuit.circuit(true),
            t -> t,
            r ->
                r.name().equals("layer2")
                    ? new Relation(
                        r.name(),
                        r.origin(),
                        r.shape(),
                        List.of(
                            product(
                                1,
                                new Operand(Q1, Cell.B),
                                new Operand(W2, Cell.FIXED),
                                equal(x(0, 8), w(1, 8)),
                                equal(y(0, 2), w(0, 2)))),
                        r.publicTensor())
                    : r);
    FixedValues values = ToyCircuit.sample(1, true).fixedValues();
    assertThatThrownBy(() -> SRS.setup().run(beyond, values, ProgressListener.NONE))
        .isInstanceOf(SetupException.class);
  }
}
