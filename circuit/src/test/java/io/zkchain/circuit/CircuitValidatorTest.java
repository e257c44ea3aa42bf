package io.zkchain.circuit;

import static io.zkchain.circuit.fixture.Terms.constant;
import static io.zkchain.circuit.fixture.Terms.equal;
import static io.zkchain.circuit.fixture.Terms.free;
import static io.zkchain.circuit.fixture.Terms.linear;
import static io.zkchain.circuit.fixture.Terms.product;
import static io.zkchain.circuit.fixture.Terms.w;
import static io.zkchain.circuit.fixture.Terms.x;
import static io.zkchain.circuit.fixture.Terms.y;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.ToyCircuit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every rule refuses a circuit that breaks only it; the circuits differ from the toy in one place.
 */
class CircuitValidatorTest {
  private static final Circuit TOY = ToyCircuit.circuit(true);

  @Test
  void acceptsTheToy() {
    assertThat(CircuitValidator.validate(TOY)).isSameAs(TOY);
    assertThat(CircuitValidator.unreadTensors(TOY)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"sizes", "tables", "tensors", "blocks", "relations", "terms", "variables"})
  void refuses(String message, Circuit broken) {
    assertThatThrownBy(() -> CircuitValidator.validate(broken))
        .isInstanceOf(CircuitException.class)
        .hasMessageContaining(message);
  }

  static Stream<Arguments> sizes() {
    return Stream.of(
        arguments("logRows is 5, not in 6..28", sized(5, 2, 1, 1)),
        arguments("logRows is 29, not in 6..28", sized(29, 2, 1, 1)),
        arguments("number of lanes is 0", sized(6, 0, 1, 1)),
        arguments("number of lanes is 4097", sized(6, 4097, 1, 1)),
        arguments("number of table lanes is 0", sized(6, 2, 0, 1)),
        arguments("number of fixed columns is -1", sized(6, 2, 1, -1)));
  }

  private static Circuit sized(int logRows, int lanes, int tableLanes, int fixedColumns) {
    return new Circuit(
        logRows,
        lanes,
        tableLanes,
        fixedColumns,
        true,
        TOY.tables(),
        TOY.tensors(),
        TOY.publicTensors(),
        TOY.relations());
  }

  /** Tables of the toy: relu and identity (15 entries each at 0 and 16), ranges of 4 and 8. */
  static Stream<Arguments> tables() {
    long big = 1L << 62;
    return Stream.of(
        arguments("tag 0 is not positive", table(new Table("t", 0, false, 0, 4, 0, 0, 0, 32))),
        arguments("tag 1 is used twice", table(new Table("t", 1, false, 0, 4, 0, 0, 0, 32))),
        arguments("table lane is 1, not in 0..0", table(range(0, 4, 1, 32))),
        arguments("table lane is -1", table(range(0, 4, -1, 32))),
        arguments("has no entry", table(range(0, 0, 0, 32))),
        arguments("pass 2^62", table(range(big - 4, 4, 0, 32))),
        arguments("pass 2^62", table(range(-big, 4, 0, 32))),
        arguments("output range 1..0 is empty", table(new Table("t", 3, true, 0, 4, 1, 0, 0, 32))),
        arguments("outputs pass 2^62", table(new Table("t", 3, true, 0, 4, 0, big, 0, 32))),
        arguments(
            "is a range table, whose outputs are 0",
            table(new Table("t", 3, false, 0, 4, 0, 1, 0, 32))),
        arguments("its 65 entries do not fit", table(range(0, 65, 0, 0))),
        arguments("rows from 64 on leave the lane", table(range(0, 4, 0, 64))),
        arguments("rows from -4 on leave the lane", table(range(0, 4, 0, -4))),
        arguments("offset 34 is no multiple of 4", table(range(0, 4, 0, 34))),
        arguments("last entry lies on the reserved row 63", table(range(0, 4, 0, 60))),
        arguments("table lane 0: ", table(range(0, 4, 0, 28))));
  }

  private static Table range(long low, int size, int lane, int offset) {
    return new Table("t", 3, false, low, size, 0, 0, lane, offset);
  }

  /** The toy with another table in the place of the 2-bit range. */
  private static Circuit table(Table table) {
    List<Table> tables = new ArrayList<>(TOY.tables());
    tables.set(2, table);
    return withTables(TOY, tables);
  }

  private static Circuit withTables(Circuit circuit, List<Table> tables) {
    return new Circuit(
        circuit.logRows(),
        circuit.lanes(),
        circuit.tableLanes(),
        circuit.fixedColumns(),
        circuit.privateParameters(),
        tables,
        circuit.tensors(),
        circuit.publicTensors(),
        circuit.relations());
  }

  @Test
  void tableMayEndBeforeTheReservedRow() {
    assertThatCode(() -> CircuitValidator.validate(table(range(0, 3, 0, 60))))
        .doesNotThrowAnyException();
  }

  static Stream<Arguments> tensors() {
    return Stream.of(
        arguments("id 7 is not its position 2", tensor(2, t -> tensor(t, 7, t.name(), t.table()))),
        arguments("name is used twice", tensor(2, t -> tensor(t, 2, "q1", t.table()))),
        arguments("table is 4, not in 0..3", tensor(2, t -> tensor(t, 2, "r1", 4))),
        arguments("table is -1, not in 0..3", tensor(2, t -> tensor(t, 2, "r1", -1))),
        arguments("cells C need a range table", tensor(2, t -> tensor(t, 2, "r1", 0))),
        arguments("a fixed tensor has no table", tensor(6, t -> tensor(t, 6, "b1", 0))),
        arguments("magnitudeBits is 0, not in 1..62", tensor(6, t -> magnitude(t, 0))),
        arguments("magnitudeBits is 63, not in 1..62", tensor(6, t -> magnitude(t, 63))),
        arguments("a witness tensor's range is its table's", tensor(2, t -> magnitude(t, 1))));
  }

  private static Tensor tensor(Tensor t, int id, String name, int table) {
    return new Tensor(
        id, name, t.origin(), t.slot(), t.shape(), table, t.magnitudeBits(), t.blocks());
  }

  private static Tensor magnitude(Tensor t, int bits) {
    return new Tensor(
        t.id(), t.name(), t.origin(), t.slot(), t.shape(), t.table(), bits, t.blocks());
  }

  private static Circuit tensor(int id, UnaryOperator<Tensor> change) {
    List<Tensor> tensors = new ArrayList<>(TOY.tensors());
    tensors.set(id, change.apply(tensors.get(id)));
    return withTensors(tensors);
  }

  private static Circuit withTensors(List<Tensor> tensors) {
    return new Circuit(
        6, 2, 1, 1, true, TOY.tables(), tensors, TOY.publicTensors(), TOY.relations());
  }

  /** Tensor 6 is b1[5] in the fixed column at 32; 1 is q1[5] in lane 0 at 8; 0 is x[3] at 0. */
  static Stream<Arguments> blocks() {
    return Stream.of(
        arguments("column is 1, not in 0..0", blocks(6, block(1, 32, 0, 3))),
        arguments("column is 2, not in 0..1", blocks(1, block(2, 8, 0, 3))),
        arguments("offset 33 is no multiple of its size 8", blocks(6, block(0, 33, 0, 3))),
        arguments("offset is 64, not in 0..56", blocks(6, block(0, 64, 0, 3))),
        arguments("offset is -8, not in 0..56", blocks(6, block(0, -8, 0, 3))),
        arguments("FIXED column 0: ", blocks(6, block(0, 48, 0, 3))),
        arguments("PAIR column 0: ", blocks(1, block(0, 0, 0, 3))),
        arguments("blocks hold 4 of its 5 cells", blocks(6, block(0, 32, 0, 2))),
        arguments("blocks hold 0 of its 5 cells", blocks(6)),
        arguments(
            "block 1: holds cells that block 0 holds",
            blocks(6, block(0, 32, 0, 3), block(0, 40, 4, 0))),
        arguments("base 2 is no multiple of 4", blocks(6, block(0, 32, 2, 2), block(0, 36, 0, 1))),
        arguments("base is 5, not in 0..4", blocks(6, block(0, 32, 0, 3), block(0, 40, 5, 0))),
        arguments("base is -1, not in 0..4", blocks(6, block(0, 32, -1, 0))),
        arguments("bits is 4, not in 0..3", blocks(6, block(0, 32, 0, 4))),
        arguments("bits is -1, not in 0..3", blocks(6, block(0, 32, 0, -1))),
        arguments("has 0 axis parts for 1 axes", blocks(6, new Block(0, 32, List.of()))),
        arguments(
            "2^7 rows do not fit a column",
            tensor(5, t -> shaped(t, Shape.of(128), List.of(block(0, 0, 0, 7))))),
        arguments(
            "has a cell on the reserved row 63", blocks(1, block(0, 60, 0, 2), block(0, 63, 4, 0))),
        arguments(
            "rank is 33, not in 0..32",
            tensor(5, t -> shaped(t, ones(33), List.of(new Block(0, 0, parts(33)))))),
        arguments(
            "has more than 4096 blocks",
            tensor(
                6, t -> shaped(t, t.shape(), Collections.nCopies(4097, t.blocks().getFirst())))));
  }

  private static List<AxisPart> parts(int rank) {
    return Collections.nCopies(rank, new AxisPart(0, 0));
  }

  private static Tensor shaped(Tensor t, Shape shape, List<Block> blocks) {
    return new Tensor(
        t.id(), t.name(), t.origin(), t.slot(), shape, t.table(), t.magnitudeBits(), blocks);
  }

  private static Block block(int column, int offset, int base, int bits) {
    return new Block(column, offset, List.of(new AxisPart(base, bits)));
  }

  private static Circuit blocks(int id, Block... blocks) {
    return tensor(id, t -> shaped(t, t.shape(), List.of(blocks)));
  }

  @Test
  void paddingMayLieOnTheReservedRowAndFixedCellsToo() {
    Circuit padding = blocks(1, block(0, 56, 0, 3));
    assertThatCode(() -> CircuitValidator.validate(padding)).doesNotThrowAnyException();
    Circuit fixed = blocks(6, block(0, 32, 0, 2), block(0, 63, 4, 0));
    // W2 holds the rows 48..63 of the fixed column, so only the overlap is refused.
    assertThatThrownBy(() -> CircuitValidator.validate(fixed))
        .hasMessageContaining("overlap at row 63");
  }

  @Test
  void pairsAndSinglesOfALaneArePlacedIndependently() {
    Circuit moved = blocks(2, block(0, 0, 0, 3));
    assertThatCode(() -> CircuitValidator.validate(moved)).doesNotThrowAnyException();
  }

  /** Relation 2 binds public tensor 0 (out[2]) to q2, relation 3 public tensor 1 (in[3]) to x. */
  static Stream<Arguments> relations() {
    Term copy = linear(1, new Operand(3, Cell.B), equal(y(0, 2), x(0, 2)));
    List<PublicTensor> ragged =
        List.of(
            TOY.publicTensors().getFirst(),
            new PublicTensor("in", PublicTensor.Role.INPUT, Shape.of(2, 3)));
    List<PublicTensor> sameName =
        List.of(
            TOY.publicTensors().getFirst(),
            new PublicTensor("out", PublicTensor.Role.INPUT, Shape.of(3)));
    return Stream.of(
        arguments("33554434 words in all", manyWords()),
        arguments("rank is 33, not in 0..32", relation(1, -1, ones(33), constant(0, axes(33)))),
        arguments("has an inner axis that is no power of two", withPublics(ragged)),
        arguments("public tensor out: name is used twice", withPublics(sameName)),
        arguments("public tensor out: no relation binds it", relation(2, -1, copy)),
        arguments("public tensor out is bound twice", withRelation(TOY.relations().get(2))),
        arguments("public tensor is 2, not in -1..1", relation(2, 2, copy)),
        arguments("public tensor is -2, not in -1..1", relation(2, -2, copy)),
        arguments("has no term", relation(2, 0)),
        arguments(
            "shape [1] differs from that of public tensor out, [2]",
            relation(
                2, 0, Shape.of(1), linear(1, new Operand(3, Cell.B), equal(y(0, 1), x(0, 1))))),
        arguments(
            "has more index bits than a row number",
            relation(1, -1, Shape.of(65), constant(0, equal(y(0, 65))))));
  }

  /** 2^25 public words: a transaction could never carry them. */
  private static Circuit manyWords() {
    Shape shape = Shape.of(1 << 25);
    PublicTensor huge = new PublicTensor("huge", PublicTensor.Role.OUTPUT, shape);
    Relation zero =
        new Relation("huge", "node", shape, List.of(constant(0, equal(y(0, 1 << 25)))), 1);
    return new Circuit(
        26,
        2,
        1,
        1,
        true,
        TOY.tables(),
        TOY.tensors(),
        List.of(TOY.publicTensors().getFirst(), huge),
        List.of(TOY.relations().get(0), TOY.relations().get(1), TOY.relations().get(2), zero));
  }

  private static Shape ones(int rank) {
    int[] sizes = new int[rank];
    Arrays.fill(sizes, 1);
    return Shape.of(sizes);
  }

  private static IndexRelation[] axes(int rank) {
    return IntStream.range(0, rank).mapToObj(k -> equal(y(k, 1))).toArray(IndexRelation[]::new);
  }

  private static Circuit withPublics(List<PublicTensor> publics) {
    return new Circuit(6, 2, 1, 1, true, TOY.tables(), TOY.tensors(), publics, TOY.relations());
  }

  private static Circuit withRelation(Relation relation) {
    List<Relation> relations = new ArrayList<>(TOY.relations());
    relations.add(relation);
    return new Circuit(
        6, 2, 1, 1, true, TOY.tables(), TOY.tensors(), TOY.publicTensors(), relations);
  }

  private static Circuit relation(int position, int publicTensor, Term... terms) {
    return relation(position, publicTensor, TOY.relations().get(position).shape(), terms);
  }

  private static Circuit relation(int position, int publicTensor, Shape shape, Term... terms) {
    List<Relation> relations = new ArrayList<>(TOY.relations());
    relations.set(position, new Relation("r", "node", shape, List.of(terms), publicTensor));
    return new Circuit(
        6, 2, 1, 1, true, TOY.tables(), TOY.tensors(), TOY.publicTensors(), relations);
  }

  /** The toy with one more term in the relation of layer 2, whose box is [2]. */
  private static Circuit term(Term term) {
    List<Term> terms = new ArrayList<>(TOY.relations().get(1).terms());
    terms.add(term);
    return relation(1, -1, terms.toArray(Term[]::new));
  }

  static Stream<Arguments> terms() {
    Operand q2 = new Operand(3, Cell.B);
    Operand r2 = new Operand(4, Cell.C);
    Operand b1 = new Operand(6, Cell.FIXED);
    IndexRelation same = equal(y(0, 2), x(0, 2), w(0, 2));
    return Stream.of(
        arguments("operand x: tensor is 8, not in 0..7", term(copy(new Operand(8, Cell.A)))),
        arguments("operand x: tensor is -1, not in 0..7", term(copy(new Operand(-1, Cell.A)))),
        arguments("reads cell C of the PAIR tensor q2", term(copy(new Operand(3, Cell.C)))),
        arguments("reads cell FIXED of the PAIR tensor q2", term(copy(new Operand(3, Cell.FIXED)))),
        arguments("reads cell A of the SINGLE tensor r2", term(copy(new Operand(4, Cell.A)))),
        arguments("reads cell B of the FIXED tensor b1", term(copy(new Operand(6, Cell.B)))),
        arguments(
            "operand w: reads cell A of the SINGLE tensor r2",
            term(product(1, q2, new Operand(4, Cell.A), same))),
        arguments(
            "has an operand w but no x",
            term(new Term(1, null, q2, List.of(equal(y(0, 2), w(0, 2)))))),
        arguments("reads a column that is not revealed", term(product(1, r2, q2, same))),
        arguments("reads a column that is not revealed", term(product(1, b1, q2, same))),
        arguments(
            "so they can wrap around the field",
            term(
                new Term(
                    Long.MAX_VALUE,
                    q2,
                    null,
                    Stream.concat(
                            Stream.of(equal(y(0, 2), x(0, 2))),
                            IntStream.range(0, 32).mapToObj(k -> equal(free(k, 64))))
                        .toList()))));
  }

  private static Term copy(Operand operand) {
    return linear(1, operand, equal(y(0, 2), x(0, 2)));
  }

  static Stream<Arguments> variables() {
    Operand q2 = new Operand(3, Cell.B);
    IndexRelation.Affine short1 =
        new IndexRelation.Affine(List.of(y(0, 2), x(0, 2)), List.of(1L), 0);
    IndexRelation.Affine huge =
        new IndexRelation.Affine(List.of(y(0, 2), x(0, 2)), List.of(1L << 61, 1L), 0);
    return Stream.of(
        arguments(
            "Y 0: occurs twice", term(linear(1, q2, equal(y(0, 2), x(0, 2)), equal(y(0, 2))))),
        arguments("X 0: occurs twice", term(linear(1, q2, equal(y(0, 2), x(0, 2), x(0, 2))))),
        arguments(
            "FREE 0: occurs twice",
            term(linear(1, q2, equal(y(0, 2), x(0, 2)), equal(free(0, 2)), equal(free(0, 3))))),
        arguments(
            "has more than 128 index variables",
            term(
                linear(
                    1,
                    q2,
                    equal(y(0, 2), x(0, 2)),
                    equal(frees(0, 60)),
                    equal(frees(60, 120)),
                    equal(frees(120, 127))))),
        arguments(
            "has an index relation of more than 60 variables",
            term(linear(1, q2, equal(y(0, 2), x(0, 2)), equal(frees(0, 61))))),
        arguments("axis 0 of side Y occurs in no", term(linear(1, q2, equal(x(0, 2))))),
        arguments("axis 0 of side X occurs in no", term(linear(1, q2, equal(y(0, 2))))),
        arguments(
            "axis 0 of side W occurs in no", term(product(1, q2, q2, equal(y(0, 2), x(0, 2))))),
        arguments("Y 1: axis is 1, not in 0..0", term(linear(1, q2, equal(y(1, 2), x(0, 2))))),
        arguments("X 1: axis is 1, not in 0..0", term(linear(1, q2, equal(y(0, 2), x(1, 2))))),
        arguments("X 0: the term has no such operand", term(constant(1, equal(y(0, 2), x(0, 2))))),
        arguments(
            "W 0: the term has no such operand",
            term(linear(1, q2, equal(y(0, 2), x(0, 2), w(0, 2))))),
        arguments("Y 0: bound is 3, not in 1..2", term(linear(1, q2, equal(y(0, 3), x(0, 2))))),
        arguments("X 0: bound is 0, not in 1..2", term(linear(1, q2, equal(y(0, 2), x(0, 0))))),
        arguments(
            "FREE 0: bound is 65, not in 1..64",
            term(linear(1, q2, equal(y(0, 2), x(0, 2)), equal(free(0, 65))))),
        arguments(
            "has an index relation without variables",
            term(linear(1, q2, equal(y(0, 2), x(0, 2)), equal()))),
        arguments("1 coefficients for 2 variables", term(linear(1, q2, short1))),
        arguments("coefficients that can pass 2^61", term(linear(1, q2, huge))));
  }

  @Test
  void reportsTensorsThatNothingReads() {
    List<Tensor> tensors = new ArrayList<>(TOY.tensors());
    Block block = block(1, 8, 0, 1);
    tensors.add(new Tensor(8, "spare", "node", Slot.PAIR, Shape.of(2), 3, 0, List.of(block)));
    Circuit circuit = CircuitValidator.validate(withTensors(tensors));
    assertThat(CircuitValidator.unreadTensors(circuit))
        .extracting(Tensor::name)
        .containsExactly("spare");
  }

  @Test
  void fixedValuesHaveToFit() {
    Instance toy = ToyCircuit.sample(1);
    FixedValues good = toy.fixedValues();
    CircuitValidator.validate(toy.circuit(), good);
    refusesValues(
        toy,
        values(good.tensors(), 5, null),
        good.tables(),
        "w1 of node layer1 (Gemm): has no values");
    refusesValues(
        toy, values(good.tensors(), 5, new long[3]), good.tables(), "has 3 values, needs 15");
    refusesValues(
        toy,
        values(good.tensors(), 6, new long[] {0, 0, 8, 0, 0}),
        good.tables(),
        "value 2 is outside the declared range -7..7");
    refusesValues(
        toy,
        values(good.tensors(), 6, new long[] {0, 0, -8, 0, 0}),
        good.tables(),
        "value 2 is outside");
    refusesValues(
        toy, values(good.tensors(), 0, new long[3]), good.tables(), "name unknown tensors");
    refusesValues(
        toy, good.tensors(), values(good.tables(), 0, null), "table relu: has no outputs");
    long[] negative = good.table(0).clone();
    negative[0] = -1;
    refusesValues(
        toy,
        good.tensors(),
        values(good.tables(), 0, negative),
        "value 0 is outside the declared range 0..7");
    refusesValues(
        toy, good.tensors(), values(good.tables(), 2, new long[4]), "name unknown tables");
  }

  private static void refusesValues(
      Instance toy, Map<Integer, long[]> tensors, Map<Integer, long[]> tables, String message) {
    FixedValues values = new FixedValues(tensors, tables);
    assertThatThrownBy(() -> CircuitValidator.validate(toy.circuit(), values))
        .isInstanceOf(CircuitException.class)
        .hasMessageContaining(message);
  }

  private static Map<Integer, long[]> values(
      Map<Integer, long[]> map, int key, long @Nullable [] value) {
    Map<Integer, long[]> changed = new HashMap<>(map);
    if (value == null) {
      changed.remove(key);
    } else {
      changed.put(key, value);
    }
    return changed;
  }

  private static IndexVariable[] frees(int from, int to) {
    return IntStream.range(from, to).mapToObj(k -> free(k, 2)).toArray(IndexVariable[]::new);
  }
}
