package io.zkchain.compiler.lower;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.ScalePlan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Diagonals are not taken for sums over both axes. */
final class IndexAlgebraTest {
  private static final int[] SQUARE = {3, 3};

  private static QTensor square() {
    Lowering l = new Lowering(new LoweringSettings(9, 6, true, Map.of(), ScalePlan.empty()));
    return l.fixed("square", SQUARE, new long[9], Scale.ONE);
  }

  @Test
  void aVariableOfAViewIsInOneExpression() {
    QTensor square = square();
    AxisExpression summed = AxisExpression.constant(0).plusSummed(1, 0, 3);
    AxisExpression own = AxisExpression.axis(0, 3);
    for (AxisExpression twice : List.of(summed, own)) {
      assertThatThrownBy(() -> IndexAlgebra.view(square, List.of(twice, twice), new int[] {3}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("twice");
    }
  }

  @Test
  void aLabelOfAFactorIsOnOneAxis() {
    QTensor square = square();
    assertThatThrownBy(() ->
            Contraction.of(square, new int[] {0, 0}, square, new int[] {1, 2}, new int[] {1, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
  }
}
