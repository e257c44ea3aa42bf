package io.zkchain.compiler;

import io.zkchain.compiler.lower.FrontPoint;

/** What the choice of the circuit's size favours. */
public enum Objective {
  /** Least gas for a verification on a chain. */
  GAS,
  /** Least time for a proof. */
  TIME,
  /** gas * (seconds + 1/2)^(2/5): below half a second, gas counts for more than time. */
  BALANCED;

  private static final double SHORT_SECONDS = 0.5;
  private static final double EXPONENT = 0.4;
  private static final double WORTH_OF_A_BIT = 0.03;

  /** Whether one point is better than another. A contract that no chain takes is of no use. */
  boolean prefers(FrontPoint one, FrontPoint other) {
    return one.deployable() == other.deployable() ? cost(one) < cost(other) : one.deployable();
  }

  /** Whether a point of finer values is better, or worse by so little that they are worth it. */
  boolean accepts(FrontPoint finer, FrontPoint coarser) {
    return finer.deployable() == coarser.deployable()
        ? cost(finer) < (1 + WORTH_OF_A_BIT) * cost(coarser)
        : finer.deployable();
  }

  /** Lower is better. */
  private double cost(FrontPoint point) {
    return switch (this) {
      case GAS -> point.gas() + point.seconds();
      case TIME -> point.seconds() + point.gas() * 1e-9;
      case BALANCED -> point.gas() * StrictMath.pow(SHORT_SECONDS + point.seconds(), EXPONENT);
    };
  }
}
