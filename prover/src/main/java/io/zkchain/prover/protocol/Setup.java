package io.zkchain.prover.protocol;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.CircuitException;
import io.zkchain.circuit.CircuitValidator;
import io.zkchain.circuit.ColumnLayout;
import io.zkchain.circuit.FixedValues;
import io.zkchain.prover.commit.Committer;
import io.zkchain.prover.commit.KzgCommitter;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.msm.Msm;
import io.zkchain.prover.parallel.Parallel;
import io.zkchain.prover.protocol.ProgressListener.Stage;
import io.zkchain.prover.srs.Srs;
import io.zkchain.prover.srs.SrsCheck;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes the keys of a circuit and its parameters.
 *
 * <p>The columns of private parameters get a uniform blinder each, which stays in the proving key.
 * Those of public parameters and all table outputs get none, so anyone can rebuild a key of public
 * parameters bit for bit.
 *
 * <pre>{@code
 * ProvingKey key =
 *     Setup.create(model.circuit(), model.fixedValues(), srs, ProgressListener.NONE);
 * key.write(secretFile);
 * key.verifyingKey().write(publicFile);
 * }</pre>
 */
public final class Setup {
  private final Committer committer;
  private final G2 theta;
  private final boolean insecure;
  private final String srsOrigin;
  private final Supplier<Fr> blinders;

  Setup(Committer committer, G2 theta, boolean insecure, String srsOrigin, Supplier<Fr> blinders) {
    this.committer = committer;
    this.theta = theta;
    this.insecure = insecure;
    this.srsOrigin = srsOrigin;
    this.blinders = blinders;
  }

  static Supplier<Fr> secureBlinders() {
    SecureRandom random = new SecureRandom();
    return () -> Fr.random(random);
  }

  /**
   * Makes the keys of a circuit.
   *
   * @param srs at least rows + 1 powers of tau
   * @throws SetupException if there are fewer, or the circuit or its parameters are not valid
   * @throws io.zkchain.prover.srs.SrsException if they are not powers of one tau
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public static ProvingKey create(
      Circuit circuit, FixedValues values, Srs srs, ProgressListener listener) {
    int needed = circuit.rows() + 1;
    if (srs.size() < needed) {
      throw new SetupException(
          "a circuit of 2^"
              + circuit.logRows()
              + " rows needs "
              + needed
              + " powers of tau, but there are "
              + srs.size()
              + " ("
              + srs.origin()
              + "): import a larger file, or compile for fewer rows");
    }
    // A stored file carries a checksum, not a proof: zero knowledge needs real powers of one tau.
    SrsCheck.check(srs.prefix(needed), new SecureRandom(), Parallel.common());
    Committer committer = new KzgCommitter(new Msm(srs.bases(), Parallel.common()), circuit.rows());
    Setup setup = new Setup(committer, srs.g2Tau(), srs.insecure(), srs.origin(), secureBlinders());
    return setup.run(circuit, values, listener);
  }

  /** Validates circuit and values, then makes the keys. */
  ProvingKey run(Circuit circuit, FixedValues values, ProgressListener listener) {
    try {
      CircuitValidator.validate(circuit);
      CircuitValidator.validate(circuit, values);
    } catch (CircuitException e) {
      throw new SetupException("circuit or parameters are not valid: " + e.getMessage(), e);
    }
    return runUnchecked(circuit, values, listener);
  }

  /** Makes the keys of a circuit that may break validity rules, for tests of verifiers. */
  ProvingKey runUnchecked(Circuit circuit, FixedValues values, ProgressListener listener) {
    Progress progress = new Progress(listener);
    progress.start(Stage.FIXED_COLUMNS);
    ColumnLayout layout = new ColumnLayout(circuit);
    List<long[]> columns = new ArrayList<>(List.of(layout.fixedColumns(values)));
    columns.addAll(List.of(layout.outputColumns(values)));
    List<Fr> secrets = new ArrayList<>();
    List<G1> commitments = new ArrayList<>();
    for (int k = 0; k < columns.size(); k++) {
      boolean hidden = circuit.privateParameters() && k < circuit.fixedColumns();
      Fr blinder = hidden ? blinders.get() : Fr.ZERO;
      secrets.add(blinder);
      commitments.add(committer.commit(columns.get(k), null, blinder));
      progress.part(k + 1, columns.size());
    }
    VerifyingKey key = new VerifyingKey(circuit, commitments, theta, insecure, srsOrigin);
    progress.end();
    return new ProvingKey(key, columns.stream().map(PackedColumn::of).toList(), secrets);
  }
}
