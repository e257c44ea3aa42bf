package io.zkchain.prover.protocol;

import io.zkchain.circuit.fixture.Instance;
import io.zkchain.prover.commit.Committer;
import io.zkchain.prover.commit.Polynomials;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.parallel.Parallel;
import io.zkchain.prover.protocol.FixedSeam.Name;
import io.zkchain.prover.transcript.Keccak256;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The prover with fixed challenges, and commitments by their logarithms: its words are polynomials
 * in its secret scalars.
 */
final class LoggedProver {
  static final Fr THETA = Fr.random(new Random(3));

  private final Instance instance;
  private final long challenges;
  private final LogCommitter committer;
  private final ProvingKey key;
  private final List<Fr> keyLogs;

  /** Commits by logarithm and writes the logarithms down. */
  static final class LogCommitter implements Committer {
    private final int rows;
    final List<Fr> logs = new ArrayList<>();

    LogCommitter(int rows) {
      this.rows = rows;
    }

    private G1 add(Fr log) {
      logs.add(log);
      return G1.INFINITY;
    }

    @Override
    public G1 commit(long[] column, @Nullable Fr reserved, Fr blinder) {
      FrVector polynomial = FrVector.ofLongs(column);
      if (reserved != null) {
        polynomial.set(rows - 1, reserved);
      }
      return commit(polynomial, blinder);
    }

    @Override
    public G1 commit(FrVector polynomial) {
      return add(Polynomials.evaluate(polynomial, THETA, Parallel.sequential()));
    }

    @Override
    public G1 commit(FrVector column, Fr blinder) {
      Fr log = Polynomials.evaluate(column, THETA, Parallel.sequential());
      return add(log.add(THETA.pow(rows).mul(blinder)));
    }

    @Override
    public G1 commitSparse(int[] positions, FrVector coefficients) {
      Fr sum = Fr.ZERO;
      for (int k = 0; k < positions.length; k++) {
        sum = sum.add(coefficients.get(k).mul(THETA.pow(positions[k])));
      }
      return add(sum);
    }
  }

  /**
   * @param blinder of the one fixed column
   */
  LoggedProver(Instance instance, Fr blinder, long challenges) {
    this.instance = instance;
    this.challenges = challenges;
    this.committer = new LogCommitter(instance.circuit().rows());
    Setup setup = new Setup(committer, G2.GENERATOR, true, "test", () -> blinder);
    this.key = setup.run(instance.circuit(), instance.fixedValues(), ProgressListener.NONE);
    this.keyLogs = List.copyOf(committer.logs);
  }

  /** Logarithms of the key's commitments. */
  List<Fr> keyLogs() {
    return keyLogs;
  }

  private Proof prove(FixedSeam seam) {
    return new Prover(key, committer, Parallel.sequential())
        .prove(instance.witness(), Keccak256.word(1), ProgressListener.NONE, seam);
  }

  /** A random value for every scalar that a proof draws, in the order of drawing. */
  Map<Name, Fr> randomScalars(long seed) {
    FixedSeam seam = new FixedSeam(challenges, Map.of());
    prove(seam);
    Random random = new Random(seed);
    Map<Name, Fr> scalars = new LinkedHashMap<>();
    seam.drawn().keySet().forEach(name -> scalars.put(name, Fr.random(random)));
    return scalars;
  }

  /**
   * The words of a proof: logarithms of all commitments but the last two, then the scalars but the
   * inverse.
   */
  Fr[] words(Map<Name, Fr> scalars) {
    committer.logs.clear();
    byte[] bytes = prove(new FixedSeam(challenges, scalars)).bytes();
    List<Fr> words = new ArrayList<>(committer.logs.subList(0, committer.logs.size() - 2));
    ProofLayout layout = ProofLayout.of(instance.circuit());
    for (int at = layout.firstRound(0); at < layout.laurent(); at += 32) {
      words.add(Fr.fromCanonicalBytes(bytes, at));
    }
    for (int at = layout.evaluations(); at < layout.quotient(); at += 32) {
      words.add(Fr.fromCanonicalBytes(bytes, at));
    }
    return words.toArray(Fr[]::new);
  }

  /** Logarithms of C_W and C_W' of the last proof. */
  List<Fr> quotients() {
    int size = committer.logs.size();
    return List.copyOf(committer.logs.subList(size - 2, size));
  }
}
