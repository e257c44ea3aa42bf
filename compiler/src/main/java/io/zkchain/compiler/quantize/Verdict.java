package io.zkchain.compiler.quantize;

/** What a rounded value does when it leaves its table. */
public enum Verdict {
  /** The bound from the real weights shows that it cannot. */
  IMPOSSIBLE("impossible"),
  /** It is clamped; the clamp is part of the proven function. */
  SATURATE("saturates"),
  /** There is no proof for such an input; the witness generator names the node. */
  REJECT("rejects");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** For people. */
  public String text() {
    return text;
  }
}
