package io.zkchain.circuit;

import static io.zkchain.circuit.ToyVariants.TOY;
import static io.zkchain.circuit.ToyVariants.assertRefused;
import static io.zkchain.circuit.ToyVariants.ones;
import static io.zkchain.circuit.ToyVariants.plusRelation;
import static io.zkchain.circuit.ToyVariants.withPublics;
import static io.zkchain.circuit.ToyVariants.withRelation;
import static io.zkchain.circuit.fixture.Terms.constant;
import static io.zkchain.circuit.fixture.Terms.equal;
import static io.zkchain.circuit.fixture.Terms.free;
import static io.zkchain.circuit.fixture.Terms.linear;
import static io.zkchain.circuit.fixture.Terms.product;
import static io.zkchain.circuit.fixture.Terms.w;
import static io.zkchain.circuit.fixture.Terms.x;
import static io.zkchain.circuit.fixture.Terms.y;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of relations and their terms refuses a circuit that breaks only it. */
class RelationRulesTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource({"relations", "terms", "variables"})
  void refuses(String message, Circuit broken) {
    assertRefused(message, broken);
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
        arguments("rank is 33, not in 0..32", withRelation(1, -1, ones(33), constant(0, axes(33)))),
        arguments("has an inner axis that is no power of two", withPublics(ragged)),
        arguments("public tensor out: name is used twice", withPublics(sameName)),
        arguments("public tensor out: no relation binds it", withRelation(2, -1, copy)),
        arguments("public tensor out is bound twice", plusRelation(TOY.relations().get(2))),
        arguments("public tensor is 2, not in -1..1", withRelation(2, 2, copy)),
        arguments("public tensor is -2, not in -1..1", withRelation(2, -2, copy)),
        arguments("has no term", withRelation(2, 0)),
        arguments(
            "shape [1] differs from that of public tensor out, [2]",
            withRelation(
                2, 0, Shape.of(1), linear(1, new Operand(3, Cell.B), equal(y(0, 1), x(0, 1))))),
        arguments(
            "has more index bits than a row number",
            withRelation(1, -1, Shape.of(65), constant(0, equal(y(0, 65))))));
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

  private static IndexRelation[] axes(int rank) {
    return IntStream.range(0, rank).mapToObj(k -> equal(y(k, 1))).toArray(IndexRelation[]::new);
  }

  /** The toy with one more term in the relation of layer 2, whose box is [2]. */
  private static Circuit term(Term term) {
    List<Term> terms = new ArrayList<>(TOY.relations().get(1).terms());
    terms.add(term);
    return withRelation(1, -1, terms.toArray(Term[]::new));
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

  private static IndexVariable[] frees(int from, int to) {
    return IntStream.range(from, to).mapToObj(k -> free(k, 2)).toArray(IndexVariable[]::new);
  }
}
