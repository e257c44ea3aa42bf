package io.zkchain.compiler.lower;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.IndexEnumerator;
import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexRelation.Affine;
import io.zkchain.circuit.IndexRelation.Equal;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Simplified relations have the tuples of the relation that they replace. */
final class IndexSimplifierTest {

  @Test
  void rowMajorEquationsFallApartIntoEqualities() {
    Affine relation = affine(List.of(4, 5, 6, 4, 5, 6), List.of(30L, 6L, 1L, -30L, -6L, -1L), 0);
    assertThat(IndexSimplifier.simplify(relation).orElseThrow())
        .hasSize(3)
        .allMatch(r -> r instanceof Equal);
  }

  @Test
  void relationsWithoutTupleVanish() {
    assertThat(IndexSimplifier.simplify(affine(List.of(3, 3), List.of(1L, 1L), 9))).isEmpty();
  }

  @Test
  void tuplesStayTheSame() {
    Random random = new Random(8);
    long[] factors = {1, -1, 2, -2, 3, -3, 6, -6, 12};
    for (int round = 0; round < 2000; round++) {
      List<Integer> bounds = new ArrayList<>();
      List<Long> coefficients = new ArrayList<>();
      for (int k = 0; k < 2 + random.nextInt(3); k++) {
        bounds.add(1 + random.nextInt(5));
        coefficients.add(factors[random.nextInt(factors.length)]);
      }
      Affine relation = affine(bounds, coefficients, random.nextInt(13) - 6);
      compare(relation, bounds);
    }
  }

  private static Affine affine(List<Integer> bounds, List<Long> coefficients, long constant) {
    List<IndexVariable> vars = new ArrayList<>();
    for (int k = 0; k < bounds.size(); k++) {
      vars.add(new IndexVariable(Side.Y, k, bounds.get(k)));
    }
    return new Affine(vars, coefficients, constant);
  }

  private static void compare(Affine relation, List<Integer> bounds) {
    Optional<List<IndexRelation>> simple = IndexSimplifier.simplify(relation);
    int[] index = new int[bounds.size()];
    int total = bounds.stream().reduce(1, (a, b) -> a * b);
    for (int i = 0; i < total; i++) {
      boolean both = simple.isPresent();
      for (IndexRelation part : simple.orElse(List.of())) {
        int[] own = part.variables().stream().mapToInt(v -> index[v.axis()]).toArray();
        both &= IndexEnumerator.contains(part, own);
      }
      assertThat(both).as("%s", relation).isEqualTo(IndexEnumerator.contains(relation, index));
      for (int k = index.length - 1; k >= 0 && ++index[k] == bounds.get(k); k--) {
        index[k] = 0;
      }
    }
  }
}
