package io.zkchain.compiler.operators;

import static io.zkchain.compiler.operators.OperatorCase.of;

import io.zkchain.compiler.graph.DataType;
import java.util.ArrayList;
import java.util.List;

/** Attention, rotation of its positions, pools of norms, local responses. */
final class AttentionCases {
  private static final double SOFTMAX = 1e-2;

  private AttentionCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> c = new ArrayList<>();
    c.add(
        of("Attention", "causal", 23)
            .in(1, 2, 3, 4)
            .in(1, 2, 3, 4)
            .in(1, 2, 3, 4)
            .with("is_causal", 1)
            .units(1)
            .tolerance(SOFTMAX));
    c.add(
        of("Attention", "grouped heads, flat, scale", 23)
            .in(1, 3, 8)
            .in(1, 4, 4)
            .in(1, 4, 4)
            .with("q_num_heads", 4)
            .with("kv_num_heads", 2)
            .with("scale", 0.3f)
            .units(1)
            .tolerance(SOFTMAX));
    c.add(
        of("Attention", "mask and past from the input, present", 23)
            .in(1, 1, 2, 4)
            .in(1, 1, 2, 4)
            .in(1, 1, 2, 4)
            .in(2, 5)
            .in(1, 1, 3, 4)
            .in(1, 1, 3, 4)
            .outputs(3)
            .units(1)
            .tolerance(SOFTMAX));
    c.add(
        of("Attention", "softcap", 23)
            .in(1, 1, 2, 4)
            .in(1, 1, 3, 4)
            .in(1, 1, 3, 4)
            .with("softcap", 2f)
            .units(1)
            .tolerance(SOFTMAX));
    c.add(
        of("RotaryEmbedding", "halves", 23)
            .in(1, 2, 3, 4)
            .weights(1, 3, 2)
            .weights(1, 3, 2)
            .units(1)
            .tolerance(1e-3));
    c.add(
        of("RotaryEmbedding", "interleaved, part of the width, flat", 23)
            .in(1, 3, 12)
            .weights(1, 3, 2)
            .weights(1, 3, 2)
            .with("interleaved", 1)
            .with("rotary_embedding_dim", 4)
            .with("num_heads", 2)
            .units(1)
            .tolerance(1e-3));
    c.add(
        of("LpPool", "squares", 18)
            .in(1, 2, 4, 4)
            .with("kernel_shape", new long[] {2, 2})
            .with("strides", new long[] {2, 2})
            .units(1)
            .tolerance(1e-3));
    c.add(
        of("LpPool", "cubes", 18)
            .in(1, 1, 3, 4)
            .with("kernel_shape", new long[] {2, 2})
            .with("p", 3)
            .units(1)
            .tolerance(2e-2));
    c.add(of("GlobalLpPool", "", 17).in(1, 2, 3, 2).units(1).tolerance(1e-3));
    c.add(of("LRN", "odd size", 17).in(1, 5, 2, 2).with("size", 3).units(1).tolerance(2e-3));
    c.add(
        of("LRN", "wide window, other parameters", 17)
            .in(1, 5, 2, 1)
            .with("size", 5)
            .with("alpha", 0.3f)
            .with("beta", 0.6f)
            .with("bias", 0.8f)
            .units(1)
            .tolerance(2e-3));
    c.add(
        of("LpPool", "absolute values, one dimension", 18)
            .in(DataType.FLOAT, -2, 2, 1, 1, 6)
            .with("kernel_shape", new long[] {3})
            .with("pads", new long[] {1, 1})
            .with("p", 1)
            .units(1)
            .tolerance(1e-3));
    return c;
  }
}
