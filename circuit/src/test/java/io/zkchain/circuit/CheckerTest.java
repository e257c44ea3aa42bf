package io.zkchain.circuit;

import static io.zkchain.circuit.fixture.Terms.equal;
import static io.zkchain.circuit.fixture.Terms.product;
import static io.zkchain.circuit.fixture.Terms.w;
import static io.zkchain.circuit.fixture.Terms.x;
import static io.zkchain.circuit.fixture.Terms.y;
import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.ToyCircuit;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckerTest {
  private final Instance toy = ToyCircuit.sample(1, true);
  private final Checker checker = new Checker(toy.circuit(), toy.fixedValues());

  @Test
  void acceptsHonestWitnesses() {
    for (long seed = 0; seed < 50; seed++) {
      Instance instance = ToyCircuit.sample(seed, seed % 2 == 0);
      Checker check = new Checker(instance.circuit(), instance.fixedValues());
      assertThat(check.all(instance.witness(), 10)).isEmpty();
    }
  }

  @Test
  void everyAlteredValueIsFound() {
    Witness good = toy.witness();
    for (int kind = 0; kind < 4; kind++) {
      for (int tensor : map(good, kind).keySet()) {
        for (int i = 0; i < map(good, kind).getOrDefault(tensor, new long[0]).length; i++) {
          for (long delta : new long[] {1, -1, 1L << 40}) {
            Witness bad = altered(good, kind, tensor, i, delta);
            assertThat(checker.first(bad)).as("map %d, tensor %d[%d]", kind, tensor, i).isPresent();
          }
        }
      }
    }
  }

  private static Map<Integer, long[]> map(Witness witness, int kind) {
    return List.of(witness.a(), witness.b(), witness.c(), witness.publicValues()).get(kind);
  }

  private static Witness altered(Witness witness, int kind, int tensor, int cell, long delta) {
    List<Map<Integer, long[]>> maps =
        new ArrayList<>(List.of(witness.a(), witness.b(), witness.c(), witness.publicValues()));
    Map<Integer, long[]> map = new HashMap<>(maps.get(kind));
    map.computeIfPresent(
        tensor,
        (id, values) -> {
          long[] copy = values.clone();
          copy[cell] += delta;
          return copy;
        });
    maps.set(kind, map);
    return new Witness(maps.get(0), maps.get(1), maps.get(2), maps.get(3));
  }

  @Test
  void describesALookup() {
    Violation violation = checker.first(altered(toy.witness(), 1, 1, 3, 100)).orElseThrow();
    long input = toy.witness().a(1)[3];
    long output = toy.witness().b(1)[3] + 100;
    assertThat(violation)
        .isEqualTo(
            new Violation(
                Violation.Kind.LOOKUP,
                "layer1 (Gemm)",
                "q1",
                "relu",
                List.of(3),
                List.of(BigInteger.valueOf(input), BigInteger.valueOf(output))));
    assertThat(violation.message())
        .isEqualTo(
            "node layer1 (Gemm): q1[3] holds ["
                + input
                + ", "
                + output
                + "], which is no entry of table relu");
  }

  @Test
  void describesARelation() {
    long honest = toy.witness().publicValues(0)[1];
    Violation violation = checker.first(altered(toy.witness(), 3, 0, 1, 5)).orElseThrow();
    assertThat(violation.kind()).isEqualTo(Violation.Kind.RELATION);
    assertThat(violation.message())
        .isEqualTo(
            "node output out: output[1] sums to " + honest + ", it should be " + (honest + 5));
  }

  @Test
  void limitsAndOrdersViolations() {
    Witness bad = toy.witness();
    for (int i = 0; i < 3; i++) {
      bad = altered(bad, 3, 1, i, 1);
    }
    bad = altered(bad, 1, 1, 2, 50);
    List<Violation> all = checker.all(bad, 100);
    assertThat(all.getFirst().kind()).isEqualTo(Violation.Kind.LOOKUP);
    assertThat(all.stream().filter(v -> v.subject().equals("input"))).hasSize(3);
    assertThat(checker.all(bad, 2)).isEqualTo(all.subList(0, 2));
  }

  @Test
  void reportsMissingTensors() {
    Witness none = new Witness(Map.of(), Map.of(), Map.of(), Map.of());
    List<Violation> missing = checker.all(none, 100);
    assertThat(missing).hasSize(10).allMatch(v -> v.kind() == Violation.Kind.MISSING);
    assertThat(missing.getFirst().message()).isEqualTo("node input x: x has 0 values, it needs 3");
  }

  /** Sums of random terms against trying every combination of all indices. */
  @Test
  void sumsAgreeWithThePlainReference() {
    SplittableRandom random = new SplittableRandom(9);
    for (int round = 0; round < 300; round++) {
      RandomTerm made = new RandomTerm(random, random.nextInt(4) == 0 ? 60 : 5);
      BigInteger[] expected = made.plainSums();
      TermSum sum = made.sum();
      assertThat(sum.integers()).as(made.term.toString()).isEqualTo(expected);
      if (sum.fitsLong()) {
        assertThat(sum.longs())
            .isEqualTo(Stream.of(expected).mapToLong(BigInteger::longValueExact).toArray());
      }
    }
  }

  /** A term over small shapes with random groups of its axes. */
  private static final class RandomTerm {
    final Shape ys;
    final @Nullable Shape xs;
    final @Nullable Shape ws;
    final long @Nullable [] x;
    final long @Nullable [] w;
    final Term term;

    RandomTerm(SplittableRandom random, int valueBits) {
      int operands = random.nextInt(3);
      ys = shape(random);
      xs = operands > 0 ? shape(random) : null;
      ws = operands > 1 ? shape(random) : null;
      x = xs == null ? null : values(random, xs, valueBits);
      w = ws == null ? null : values(random, ws, valueBits);
      List<IndexVariable> variables = new ArrayList<>();
      addVariables(variables, random, Side.Y, ys);
      addVariables(variables, random, Side.X, xs);
      addVariables(variables, random, Side.W, ws);
      for (int k = random.nextInt(3); k > 0; k--) {
        variables.add(new IndexVariable(Side.FREE, k, random.nextInt(1, 4)));
      }
      List<IndexRelation> groups = new ArrayList<>();
      while (!variables.isEmpty()) {
        List<IndexVariable> group = new ArrayList<>();
        for (int k = Math.min(variables.size(), random.nextInt(1, 4)); k > 0; k--) {
          group.add(variables.remove(random.nextInt(variables.size())));
        }
        groups.add(relation(random, group));
      }
      Operand a = new Operand(0, Cell.A);
      term = new Term(1, xs == null ? null : a, ws == null ? null : a, groups);
    }

    private static IndexRelation relation(SplittableRandom random, List<IndexVariable> group) {
      return random.nextBoolean()
          ? new IndexRelation.Equal(group)
          : new IndexRelation.Affine(
              group,
              group.stream().map(v -> (long) random.nextInt(-2, 3)).toList(),
              random.nextInt(-3, 4));
    }

    private static Shape shape(SplittableRandom random) {
      return Shape.of(random.ints(random.nextInt(3), 1, 5).toArray());
    }

    private static long[] values(SplittableRandom random, Shape shape, int bits) {
      return random.longs(shape.volume(), -(1L << bits), 1L << bits).toArray();
    }

    private static void addVariables(
        List<IndexVariable> variables, SplittableRandom random, Side side, @Nullable Shape shape) {
      for (int k = 0; shape != null && k < shape.rank(); k++) {
        variables.add(new IndexVariable(side, k, random.nextInt(1, shape.size(k) + 1)));
      }
    }

    TermSum sum() {
      return new TermSum(term, ys, xs, x, ws, w);
    }

    BigInteger[] plainSums() {
      BigInteger[] sums = new BigInteger[ys.volume()];
      for (int i = 0; i < sums.length; i++) {
        BigInteger sum = BigInteger.ZERO;
        for (int j = 0; j < (xs == null ? 1 : xs.volume()); j++) {
          for (int k = 0; k < (ws == null ? 1 : ws.volume()); k++) {
            long count = 1;
            for (IndexRelation relation : term.indexRelations()) {
              count *= count(relation, i, j, k);
            }
            BigInteger value = BigInteger.valueOf(count);
            value = x == null ? value : value.multiply(BigInteger.valueOf(x[j]));
            sum = sum.add(w == null ? value : value.multiply(BigInteger.valueOf(w[k])));
          }
        }
        sums[i] = sum;
      }
      return sums;
    }

    /** Number of values of the free variables for which the relation holds at cells y, x, w. */
    private long count(IndexRelation relation, int y, int x, int w) {
      return tryFree(relation, new int[relation.variables().size()], 0, y, x, w);
    }

    private long tryFree(IndexRelation relation, int[] tuple, int k, int y, int x, int w) {
      if (k == tuple.length) {
        return IndexEnumerator.contains(relation, tuple) ? 1 : 0;
      }
      IndexVariable variable = relation.variables().get(k);
      if (variable.side() != Side.FREE) {
        tuple[k] = index(variable, y, x, w);
        return tryFree(relation, tuple, k + 1, y, x, w);
      }
      long count = 0;
      for (int v = 0; v < variable.bound(); v++) {
        tuple[k] = v;
        count += tryFree(relation, tuple, k + 1, y, x, w);
      }
      return count;
    }

    private int index(IndexVariable variable, int y, int x, int w) {
      Shape shape = variable.side() == Side.Y ? ys : variable.side() == Side.X ? xs : ws;
      int cell = variable.side() == Side.Y ? y : variable.side() == Side.X ? x : w;
      return shape == null ? -1 : shape.index(cell)[variable.axis()];
    }
  }

  /** A sum that is a multiple of r but not 0 satisfies the relation, as it does in a proof. */
  @Test
  void relationsHoldModuloTheField() {
    Shape one = Shape.of(1);
    List<Term> terms = new ArrayList<>();
    List<TermSum> sums = new ArrayList<>();
    for (int k = 0; k < 5; k++) {
      // Limb k of r times 2^(62 k): a coefficient, two values of 2^62 at most, and repetitions.
      long limb = Ranges.MODULUS.shiftRight(62 * k).longValue() & ((1L << 62) - 1);
      List<IndexRelation> groups = new ArrayList<>(List.of(equal(y(0, 1), x(0, 1), w(0, 1))));
      for (int free = 0; free < 31 * (k - 2); free++) {
        groups.add(equal(new IndexVariable(Side.FREE, free, 4)));
      }
      Operand any = new Operand(0, Cell.A);
      Term term = new Term(limb, any, any, groups);
      terms.add(term);
      long[] x = {k > 0 ? 1L << 62 : 1};
      long[] w = {k > 1 ? 1L << 62 : 1};
      sums.add(new TermSum(term, one, one, x, one, w));
    }
    Relation relation = new Relation("r", "node", one, terms, -1);
    RelationSums total = RelationSums.of(relation, sums);
    assertThat(total.get(0)).isEqualTo(Ranges.MODULUS);
    assertThat(total.equalModulo(0, 0)).isTrue();
    assertThat(total.equalModulo(0, 1)).isFalse();
  }

  /** The 240,000 multiply-accumulates of LeNet's second convolution. */
  @Test
  void sumsAConvolution() {
    Shape xs = Shape.of(6, 14, 14);
    Shape ws = Shape.of(16, 6, 5, 5);
    Shape ys = Shape.of(16, 10, 10);
    Term term =
        product(
            1,
            new Operand(0, Cell.B),
            new Operand(0, Cell.FIXED),
            equal(y(0, 16), w(0, 16)),
            equal(x(0, 6), w(1, 6)),
            window(1, 10, 14, 5),
            window(2, 10, 14, 5));
    long[] image = new SplittableRandom(1).longs(xs.volume(), -128, 128).toArray();
    long[] kernel = new SplittableRandom(2).longs(ws.volume(), -128, 128).toArray();
    long[] sums = new TermSum(term, ys, xs, image, ws, kernel).longs();
    long expected = 0;
    for (int c = 0; c < 6; c++) {
      for (int i = 0; i < 5; i++) {
        for (int j = 0; j < 5; j++) {
          expected += image[c * 196 + (3 + i) * 14 + 9 + j] * kernel[(7 * 6 + c) * 25 + i * 5 + j];
        }
      }
    }
    assertThat(sums[7 * 100 + 3 * 10 + 9]).isEqualTo(expected);
  }

  private static IndexRelation window(int axis, int outputs, int inputs, int taps) {
    return new IndexRelation.Affine(
        List.of(y(axis, outputs), w(axis + 1, taps), x(axis, inputs)), List.of(1L, 1L, -1L), 0);
  }
}
