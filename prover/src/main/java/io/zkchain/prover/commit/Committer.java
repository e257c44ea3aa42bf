package io.zkchain.prover.commit;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import org.jspecify.annotations.Nullable;

/**
 * Commitments C_f = sum_{i < N} f_i [theta^i]_1 + b [theta^N]_1 over the powers of an SRS.
 *
 * <p>The opening ignores coefficients from X^N on, so a uniform blinder b hides the column at the
 * cost of one power. {@link KzgCommitter} is the only implementation outside of tests.
 */
public interface Committer {
  /**
   * Commits to a column of integers.
   *
   * @param reserved a field element that replaces row N - 1, whose integer then has to be 0; null
   *     keeps the integer
   */
  G1 commit(long[] column, @Nullable Fr reserved, Fr blinder);

  /** Commits to a polynomial of at most N + 1 coefficients, constant term first. */
  G1 commit(FrVector polynomial);

  /** Commits to a column of field elements. */
  G1 commit(FrVector column, Fr blinder);

  /** Commits to a polynomial with the given coefficients at the given positions and 0 elsewhere. */
  G1 commitSparse(int[] positions, FrVector coefficients);
}
