package io.zkchain.prover.commit;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.msm.Msm;
import org.jspecify.annotations.Nullable;

/** Commitments by multi-scalar multiplication (Kate, Zaverucha and Goldberg 2010). Thread-safe. */
public final class KzgCommitter implements Committer {
  private final Msm msm;
  private final int rows;

  /**
   * @param msm over at least rows + 1 powers of tau
   * @param rows N
   */
  public KzgCommitter(Msm msm, int rows) {
    if (msm.bases().size() <= rows) {
      throw new IllegalArgumentException(
          msm.bases().size() + " powers of tau for " + rows + " rows, which need one more");
    }
    this.msm = msm;
    this.rows = rows;
  }

  @Override
  public G1 commit(long[] column, @Nullable Fr reserved, Fr blinder) {
    Fr last = reserved == null ? Fr.ZERO : reserved;
    return msm.sum(column)
        .add(msm.sumSparse(new int[] {rows - 1, rows}, FrVector.of(last, blinder)));
  }

  @Override
  public G1 commit(FrVector polynomial) {
    return msm.sum(polynomial);
  }

  @Override
  public G1 commit(FrVector column, Fr blinder) {
    return msm.sum(column).add(msm.sumSparse(new int[] {rows}, FrVector.of(blinder)));
  }

  @Override
  public G1 commitSparse(int[] positions, FrVector coefficients) {
    return msm.sumSparse(positions, coefficients);
  }
}
