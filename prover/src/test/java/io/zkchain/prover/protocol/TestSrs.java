package io.zkchain.prover.protocol;

import io.zkchain.prover.commit.Committer;
import io.zkchain.prover.commit.KzgCommitter;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.msm.Bases;
import io.zkchain.prover.msm.Msm;
import io.zkchain.prover.parallel.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Powers of a known trapdoor, so that tests can check openings without a pairing. */
record TestSrs(int logRows, Fr theta, Bases bases) {
  static TestSrs of(int logRows, long seed) {
    Fr theta = Fr.random(new Random(seed));
    List<G1> powers = new ArrayList<>();
    Fr power = Fr.ONE;
    for (int i = 0; i <= 1 << logRows; i++) {
      powers.add(G1.GENERATOR.mul(power));
      power = power.mul(theta);
    }
    return new TestSrs(logRows, theta, Bases.of(powers));
  }

  Committer committer() {
    return new KzgCommitter(new Msm(bases, Parallel.common()), 1 << logRows);
  }

  G2 thetaG2() {
    return G2.GENERATOR.mul(theta);
  }

  Setup setup() {
    return new Setup(committer(), thetaG2(), true, "test", Setup.secureBlinders());
  }

  Prover prover(ProvingKey key) {
    return new Prover(key, committer(), Parallel.common());
  }
}
