package io.zkchain.prover.protocol;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.FixedValues;
import io.zkchain.prover.commit.Committer;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import org.jspecify.annotations.Nullable;

/**
 * Sizes of the files that {@link Setup} will make of a circuit, without powers of tau. They differ
 * from the real ones by the length of the text that says where the powers come from.
 */
public record KeySizes(long provingKeyBytes, long verifyingKeyBytes) {
  private static final String ORIGIN = "some ceremony's powers of tau, as many as are needed";

  /**
   * Lays out the keys of a valid circuit with empty commitments.
   *
   * @throws SetupException if circuit or values are not valid
   */
  public static KeySizes of(Circuit circuit, FixedValues values) {
    Setup setup = new Setup(new NoCommitter(), G2.GENERATOR, false, ORIGIN, () -> Fr.ZERO);
    ProvingKey key = setup.run(circuit, values, ProgressListener.NONE);
    return new KeySizes(KeyFiles.fileBytes(key), KeyFiles.fileBytes(key.verifyingKey()));
  }

  /** All points have the same size. */
  private static final class NoCommitter implements Committer {
    @Override
    public G1 commit(long[] column, @Nullable Fr reserved, Fr blinder) {
      return G1.INFINITY;
    }

    @Override
    public G1 commit(FrVector polynomial) {
      return G1.INFINITY;
    }

    @Override
    public G1 commit(FrVector column, Fr blinder) {
      return G1.INFINITY;
    }

    @Override
    public G1 commitSparse(int[] positions, FrVector coefficients) {
      return G1.INFINITY;
    }
  }
}
