package io.zkchain.compiler.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TargetChooserTest {

  @Test
  void prefersScalesThatCannotOverflow() {
    TargetChooser chooser = new TargetChooser(14, true);
    Target target = chooser.choose(new RealRange(-1, 3), 7.9, Scale.ONE);
    assertThat(target.verdict()).isEqualTo(Verdict.IMPOSSIBLE);
    assertThat(7.9 / target.scale().toDouble()).isLessThanOrEqualTo(chooser.limit());
  }

  @Test
  void clampsOrRejectsWhereThatCostsTooMuch() {
    RealRange seen = new RealRange(-1, 1);
    Target saturating = new TargetChooser(12, true).choose(seen, 500, Scale.ONE);
    assertThat(saturating.verdict()).isEqualTo(Verdict.SATURATE);
    assertThat(saturating.scale()).isEqualTo(Scale.powerOfTwo(-10));
    assertThat(new TargetChooser(12, false).choose(seen, 500, Scale.ONE).verdict())
        .isEqualTo(Verdict.REJECT);
  }

  @Test
  void keepsTheOddPartOfScales() {
    Scale ninth = Scale.ONE.over(9);
    Target target = new TargetChooser(12, true).choose(new RealRange(0, 1), 1, ninth);
    assertThat(target.scale().oddPart()).isEqualTo(ninth);
  }
}
