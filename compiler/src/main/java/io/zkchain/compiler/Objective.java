package io.zkchain.compiler;

import io.zkchain.compiler.lower.FrontPoint;

/** What the choice of the circuit's size favours. */
public enum Objective {
  GAS,
  TIME,
  /** gas * seconds^(1/5): the step of n that still buys more gas than time. */
  BALANCED;

  /** Whether one point is better than another. A contract that no chain takes is of no use. */
  boolean prefers(FrontPoint one, FrontPoint other) {
    return one.deployable() == other.deployable() ? cost(one) < cost(other) : one.deployable();
  }

  /** Lower is better. */
  private double cost(FrontPoint point) {
    return switch (this) {
      case GAS -> point.gas() + point.seconds();
      case TIME -> point.seconds() + point.gas() * 1e-9;
      case BALANCED -> point.gas() * StrictMath.pow(point.seconds(), 0.2);
    };
  }
}
