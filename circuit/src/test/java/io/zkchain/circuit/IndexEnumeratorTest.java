package io.zkchain.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IndexEnumeratorTest {
  private static IndexVariable variable(int axis, int bound) {
    return new IndexVariable(Side.X, axis, bound);
  }

  @Test
  void equalRunsToTheLeastBound() {
    var equal = new IndexRelation.Equal(List.of(variable(0, 5), variable(1, 3)));
    assertThat(IndexEnumerator.tuples(equal)).containsExactly(0, 0, 1, 1, 2, 2);
    assertThat(IndexEnumerator.count(equal)).isEqualTo(3);
  }

  @Test
  void singleVariableIsFree() {
    var free = new IndexRelation.Equal(List.of(variable(0, 4)));
    assertThat(IndexEnumerator.tuples(free)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void stridedWindowWithPadding() {
    // 2 y + d - x = 1: output y, tap d, input x of a convolution with stride 2 and padding 1.
    var window =
        new IndexRelation.Affine(
            List.of(variable(0, 2), variable(1, 3), variable(2, 4)), List.of(2L, 1L, -1L), 1);
    assertThat(IndexEnumerator.tuples(window))
        .containsExactly(0, 1, 0, 0, 2, 1, 1, 0, 1, 1, 1, 2, 1, 2, 3);
  }

  @Test
  void agreesWithTryingEveryTuple() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 500; round++) {
      var relation = randomAffine(random);
      List<List<Integer>> expected = new ArrayList<>();
      tryAll(relation, new int[relation.variables().size()], 0, expected);
      List<List<Integer>> found = new ArrayList<>();
      IndexEnumerator.forEach(relation, tuple -> found.add(boxed(tuple)));
      assertThat(found).as(relation.toString()).isEqualTo(expected);
      assertThat(IndexEnumerator.count(relation)).isEqualTo(expected.size());
      assertThat(IndexEnumerator.tuples(relation))
          .hasSize(expected.size() * relation.variables().size());
    }
  }

  private static IndexRelation.Affine randomAffine(SplittableRandom random) {
    int width = random.nextInt(1, 5);
    List<IndexVariable> variables = new ArrayList<>();
    List<Long> coefficients = new ArrayList<>();
    for (int k = 0; k < width; k++) {
      variables.add(variable(k, random.nextInt(1, 8)));
      coefficients.add((long) random.nextInt(-4, 5));
    }
    return new IndexRelation.Affine(variables, coefficients, random.nextInt(-12, 13));
  }

  /** The plain reference: every tuple in bounds against {@code contains} and the equation. */
  private static void tryAll(
      IndexRelation.Affine relation, int[] tuple, int k, List<List<Integer>> found) {
    if (k == tuple.length) {
      long sum = 0;
      for (int i = 0; i < k; i++) {
        sum += relation.coefficients().get(i) * tuple[i];
      }
      boolean holds = sum == relation.constant();
      assertThat(IndexEnumerator.contains(relation, tuple)).isEqualTo(holds);
      if (holds) {
        found.add(boxed(tuple));
      }
      return;
    }
    for (int v = 0; v < relation.variables().get(k).bound(); v++) {
      tuple[k] = v;
      tryAll(relation, tuple, k + 1, found);
    }
  }

  private static List<Integer> boxed(int[] tuple) {
    return java.util.Arrays.stream(tuple).boxed().toList();
  }

  @Test
  void containsChecksBounds() {
    var equal = new IndexRelation.Equal(List.of(variable(0, 5), variable(1, 3)));
    assertThat(IndexEnumerator.contains(equal, 2, 2)).isTrue();
    assertThat(IndexEnumerator.contains(equal, 3, 3)).isFalse();
    assertThat(IndexEnumerator.contains(equal, -1, -1)).isFalse();
    assertThat(IndexEnumerator.contains(equal, 1, 2)).isFalse();
  }

  @Test
  void refusesWhatCouldOverflow() {
    var huge =
        new IndexRelation.Affine(
            List.of(variable(0, 3), variable(1, 3)), List.of(Long.MAX_VALUE, 1L), 0);
    assertThatThrownBy(() -> IndexEnumerator.tuples(huge)).isInstanceOf(CircuitException.class);
    var odd = new IndexRelation.Affine(List.of(variable(0, 3)), List.of(1L, 1L), 0);
    assertThatThrownBy(() -> IndexEnumerator.contains(odd, 1))
        .isInstanceOf(CircuitException.class)
        .hasMessageContaining("2 coefficients for 1 variables");
  }
}
