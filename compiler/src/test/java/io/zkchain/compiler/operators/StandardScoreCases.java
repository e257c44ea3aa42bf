package io.zkchain.compiler.operators;

import static io.zkchain.compiler.operators.OperatorCase.of;

import java.util.ArrayList;
import java.util.List;

/** Normalisations of groups by their own statistics. */
final class StandardScoreCases {
  private static final double ROUNDED = 1e-3;

  private StandardScoreCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> c = new ArrayList<>();
    c.add(
        of("LayerNormalization", "scale and bias", 17)
            .in(3, 8)
            .weights(8)
            .weights(8)
            .units(1)
            .tolerance(ROUNDED));
    c.add(
        of("LayerNormalization", "unit scale, two axes, statistics", 17)
            .in(2, 3, 4)
            .floats(1, 1, 1, 1)
            .with("axis", 1)
            .with("epsilon", 1e-3f)
            .outputs(3)
            .units(1)
            .tolerance(ROUNDED));
    c.add(
        of("LayerNormalization", "scale and bias from the input", 17)
            .in(2, 6)
            .in(6)
            .in(6)
            .units(1)
            .tolerance(2 * ROUNDED));
    c.add(of("RMSNormalization", "", 23).in(3, 8).weights(8).units(1).tolerance(ROUNDED));
    c.add(
        of("InstanceNormalization", "", 17)
            .in(2, 3, 2, 3)
            .weights(3)
            .weights(3)
            .units(1)
            .tolerance(ROUNDED));
    c.add(
        of("GroupNormalization", "by channel", 21)
            .in(1, 4, 3)
            .weights(4)
            .weights(4)
            .with("num_groups", 2)
            .units(1)
            .tolerance(ROUNDED));
    c.add(of("MeanVarianceNormalization", "", 13).in(2, 2, 3, 2).units(1).tolerance(ROUNDED));
    c.add(of("LpNormalization", "last axis", 17).in(3, 5).units(1).tolerance(ROUNDED));
    c.add(
        of("LpNormalization", "absolute values", 17)
            .in(3, 5)
            .with("p", 1)
            .units(1)
            .tolerance(ROUNDED));
    c.add(
        of("LpNormalization", "first axis", 17)
            .in(3, 5)
            .with("axis", 0)
            .units(1)
            .tolerance(ROUNDED));
    return c;
  }
}
