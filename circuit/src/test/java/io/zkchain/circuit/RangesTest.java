package io.zkchain.circuit;

import static io.zkchain.circuit.fixture.Terms.constant;
import static io.zkchain.circuit.fixture.Terms.equal;
import static io.zkchain.circuit.fixture.Terms.free;
import static io.zkchain.circuit.fixture.Terms.linear;
import static io.zkchain.circuit.fixture.Terms.x;
import static io.zkchain.circuit.fixture.Terms.y;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.fixture.ToyCircuit;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RangesTest {
  private static final Circuit TOY = ToyCircuit.circuit(false);

  @Test
  void cellsFollowTablesAndDeclaredBits() {
    assertThat(Ranges.of(TOY, new Operand(1, Cell.A))).isEqualTo(Ranges.Interval.of(-7, 7));
    assertThat(Ranges.of(TOY, new Operand(1, Cell.B))).isEqualTo(Ranges.Interval.of(0, 7));
    assertThat(Ranges.of(TOY, new Operand(4, Cell.C))).isEqualTo(Ranges.Interval.of(0, 7));
    assertThat(Ranges.of(TOY, new Operand(6, Cell.FIXED))).isEqualTo(Ranges.Interval.of(-7, 7));
  }

  @Test
  void layerOfTheToy() {
    // 3 products of 7 * 3, a bias of 7, 4 q, r in 0..3 subtracted, rounding 2.
    assertThat(Ranges.of(TOY, TOY.relations().getFirst()))
        .isEqualTo(Ranges.Interval.of(-63 - 7 - 28 - 3, 63 + 7 + 28 + 2));
  }

  @Test
  void theBoundIsHalfTheField() {
    // 2^63 times 2^k tuples of a constant passes (r - 1) / 2 from k = 190 on: r has 254 bits.
    assertThat(Ranges.MODULUS.bitLength()).isEqualTo(254);
    assertThat(Ranges.MAX_MAGNITUDE)
        .isEqualTo(Ranges.MODULUS.subtract(BigInteger.ONE).divide(BigInteger.TWO));
    Ranges.requireNoWrap(TOY, power(63 + 189));
    assertThatThrownBy(() -> Ranges.requireNoWrap(TOY, power(63 + 190)))
        .isInstanceOf(CircuitException.class)
        .hasMessageContaining("254 bits");
  }

  /** A relation whose only value is -2^exponent. */
  private static Relation power(int exponent) {
    List<IndexRelation> relations = new ArrayList<>();
    relations.add(equal(y(0, 1)));
    for (int k = 0; k < exponent - 63; k++) {
      relations.add(equal(free(k, 2)));
    }
    Term term = new Term(Long.MIN_VALUE, null, null, relations);
    return new Relation("power", "node", Shape.of(1), List.of(term), -1);
  }

  @Test
  void tuplesPerIndexAreNeverUnderestimated() {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 500; round++) {
      IndexRelation relation = randomRelation(random);
      Map<List<Integer>, Integer> perIndex = new HashMap<>();
      IndexEnumerator.forEach(
          relation,
          tuple -> {
            List<Integer> index = new ArrayList<>();
            for (int k = 0; k < tuple.length; k++) {
              if (relation.variables().get(k).side() == Side.Y) {
                index.add(tuple[k]);
              }
            }
            perIndex.merge(index, 1, Integer::sum);
          });
      int most = perIndex.values().stream().mapToInt(v -> v).max().orElse(0);
      assertThat(Ranges.maxTuples(constant(1, relation)))
          .as(relation.toString())
          .isGreaterThanOrEqualTo(BigInteger.valueOf(most));
    }
  }

  private static IndexRelation randomRelation(SplittableRandom random) {
    List<IndexVariable> variables = new ArrayList<>();
    List<Long> coefficients = new ArrayList<>();
    int width = random.nextInt(1, 5);
    for (int k = 0; k < width; k++) {
      int bound = random.nextInt(1, 7);
      variables.add(
          random.nextInt(3) == 0
              ? y(k, bound)
              : random.nextBoolean() ? x(k, bound) : free(k, bound));
      coefficients.add((long) random.nextInt(-3, 4));
    }
    return random.nextInt(4) == 0
        ? new IndexRelation.Equal(variables)
        : new IndexRelation.Affine(variables, coefficients, random.nextInt(-6, 7));
  }

  @Test
  void windowsCountTheirTaps() {
    // Output y of 10, tap of 3, input x of 12: y + tap = x has 3 tuples an output.
    IndexRelation window =
        new IndexRelation.Affine(List.of(y(0, 10), free(0, 3), x(0, 12)), List.of(1L, 1L, -1L), 0);
    assertThat(Ranges.maxTuples(linear(1, new Operand(0, Cell.B), window))).isEqualTo(3);
  }
}
