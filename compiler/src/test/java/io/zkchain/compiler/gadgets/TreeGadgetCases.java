package io.zkchain.compiler.gadgets;

import java.util.List;

/** TREE at small widths. */
final class TreeGadgetCases {

  private TreeGadgetCases() {}

  static List<GadgetCase> all() {
    // x0 <= 0 ? (x1 <= -1 ? leaf 0 : leaf 1) : leaf 2
    TreePaths tree =
        new TreePaths(
            new int[][] {{0, 1}},
            new long[][] {{0, -1}},
            new int[][][] {{{-1, -1}, {-1, 1}, {1, 0}}},
            new int[][] {{2, 1, 0}},
            2);
    return List.of(
        GadgetCase.of("TREE of two comparisons", 3, 2)
            .given("x", -4, 3, 1, 2)
            .lowered((l, in) -> tree.flags(l, "t", in.getFirst()))
            .means(x ->
                new long[] {
                  x[0] <= 0 && x[1] <= -1 ? 1 : 0, x[0] <= 0 && x[1] > -1 ? 1 : 0, x[0] > 0 ? 1 : 0
                })
            .idle("widen below t.node", GadgetCases.BOUND)
            .idle("widen above t.node", GadgetCases.BOUND)
            .idle("widen below t.leaf", GadgetCases.DIFFERENCE)
            .idle("widen above t.leaf", GadgetCases.DIFFERENCE)
            .idle("free t.leaf", GadgetCases.DIFFERENCE));
  }
}
