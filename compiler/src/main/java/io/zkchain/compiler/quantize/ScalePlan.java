package io.zkchain.compiler.quantize;

import java.util.Map;
import java.util.TreeMap;

/**
 * Decisions that concern several nodes at once, found by lowering until nothing changes.
 *
 * @param functionExponents by function: e, if its table's input unit is 2^-e times the odd part of
 *     the scale; the smallest that a node asks for, so that one table serves all
 * @param stepBits bits of the sign table of clamps, 0 if there is none
 */
public record ScalePlan(Map<String, Integer> functionExponents, int stepBits) {
  public ScalePlan {
    functionExponents = new TreeMap<>(functionExponents);
  }

  public static ScalePlan empty() {
    return new ScalePlan(Map.of(), 0);
  }

  @Override
  public Map<String, Integer> functionExponents() {
    return Map.copyOf(functionExponents);
  }
}
