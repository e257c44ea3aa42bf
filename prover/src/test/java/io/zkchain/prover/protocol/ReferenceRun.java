package io.zkchain.prover.protocol;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.PublicTensor;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Term;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.sumcheck.Summands;
import io.zkchain.prover.transcript.ChallengeSource;
import io.zkchain.prover.transcript.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One verification: reads the proof from its first word to its last. */
final class ReferenceRun {
  private final ReferenceKey key;
  private final Circuit circuit;
  private final ColumnNames names;
  private final Proof statement;
  private final byte[] bytes;
  private final ChallengeSource transcript;
  private final int n;
  private final int cellCount;
  private final int helperCount;
  private int at;

  ReferenceRun(ReferenceKey key, Proof proof, ChallengeSource transcript) {
    this.key = key;
    this.circuit = key.circuit();
    this.names = key.names();
    this.statement = proof;
    this.bytes = proof.bytes();
    this.transcript = transcript;
    this.n = key.logRows();
    this.cellCount = 3 * circuit.lanes() + circuit.tableLanes();
    this.helperCount = circuit.lanes() + circuit.tableLanes();
  }

  private List<G1> points(int count) {
    List<G1> points = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      points.add(G1.fromBytes(bytes, at));
      at += 64;
    }
    return points;
  }

  private Fr[] scalars(int count) {
    Fr[] scalars = new Fr[count];
    for (int k = 0; k < count; k++) {
      scalars[k] = Fr.fromCanonicalBytes(bytes, at);
      at += 32;
    }
    return scalars;
  }

  private void absorb(Phase phase, int from) {
    transcript.absorb(phase, Arrays.copyOfRange(bytes, from, at));
  }

  boolean check() {
    int words = 2 * cellCount + 2 * (helperCount + 2) + 6 * n + cellCount + 1 + 2 + 5 + 4 + 1;
    if (bytes.length != 32 * words || statement.publicValues().size() != circuit.publicWords()) {
      return false;
    }
    List<G1> commitments = new ArrayList<>(points(cellCount));
    absorb(Phase.CELLS, 0);
    Fr alpha = transcript.challenge(0);
    Fr beta = transcript.challenge(1);
    int from = at;
    commitments.addAll(points(helperCount + 1));
    G1 mask = points(1).getFirst();
    absorb(Phase.HELPERS, from);
    commitments.addAll(key.fixedCommitments());
    Fr gamma = transcript.challenge(0);
    Fr delta = transcript.challenge(1);
    Fr xi = transcript.challenge(2);
    Fr rho = transcript.challenge(3);
    Fr[] tau = new Fr[n];
    Arrays.setAll(tau, k -> transcript.challenge(4 + k));
    Fr[] r = new Fr[n];
    Fr v1 = rounds(publicPart(gamma, PlainExtensions.eq(tau)).negate(), 4, Phase.FIRST_ROUND, r);
    from = at;
    Fr[] f = scalars(cellCount);
    absorb(Phase.REVEALED, from);
    Fr lambda = transcript.challenge(0);
    Fr rho2 = transcript.challenge(1);

    ReferencePoint point = new ReferencePoint(key, f, r, tau, alpha, beta, delta, xi);
    point.readRelations(gamma);
    Fr known = point.integrand(Map.of());
    Fr claim = v1.sub(known);
    for (int j = 0; j < f.length; j++) {
      claim = claim.add(lambda.pow(j + key.options().lambdaFrom()).mul(f[j]));
    }
    Fr[] rStar = new Fr[n];
    Fr v2 = rounds(claim, 2, Phase.SECOND_ROUND, rStar);
    Fr[] v = weights(point, known, lambda, gamma, rho, rStar);
    return opens(commitments, mask, v, rho2, rStar, v2);
  }

  private Fr rounds(Fr claim, int sent, Phase phase, Fr[] point) {
    for (int variable = n - 1; variable >= 0; variable--) {
      int from = at;
      Fr[] c = scalars(sent);
      absorb(phase, from);
      Fr x = transcript.challenge(0);
      point[variable] = x;
      Fr linear = claim.sub(c[0]);
      for (Fr coefficient : c) {
        linear = linear.sub(coefficient);
      }
      claim = c[0].add(linear.mul(x));
      for (int k = 1; k < sent; k++) {
        claim = claim.add(c[k].mul(x.pow(k + 1)));
      }
    }
    return claim;
  }

  private Fr publicPart(Fr gamma, Fr[] eqTau) {
    Fr[] sum = {Fr.ZERO};
    int[] first = new int[circuit.publicTensors().size() + 1];
    for (int p = 0; p + 1 < first.length; p++) {
      PublicTensor tensor = circuit.publicTensors().get(p);
      first[p + 1] = first[p] + tensor.shape().volume();
    }
    for (int i = 0; i < circuit.relations().size(); i++) {
      Relation relation = circuit.relations().get(i);
      Fr power = gamma.pow(i + 1);
      int bits = relation.shape().totalBits();
      for (Term term : relation.terms()) {
        if (term.x() == null) {
          Summands.forEach(
              circuit,
              relation,
              term,
              (y, a, b, c, d, e, g) ->
                  sum[0] =
                      sum[0].add(
                          power.mul(term.coefficient()).mul(PlainExtensions.low(eqTau, y, bits))));
        }
      }
      int p = relation.publicTensor();
      for (int k = 0; p >= 0 && k < first[p + 1] - first[p]; k++) {
        Fr word = Fr.fromBigInteger(statement.publicValues().get(first[p] + k));
        sum[0] = sum[0].sub(power.mul(PlainExtensions.low(eqTau, k, bits)).mul(word));
      }
    }
    return sum[0];
  }

  /** V_c(r*) of all columns in the order of the commitments. */
  private Fr[] weights(ReferencePoint point, Fr known, Fr lambda, Fr gamma, Fr rho, Fr[] rStar) {
    Fr[] eqStar = PlainExtensions.eq(rStar);
    Fr both = Fr.ZERO;
    for (int i = 0; i < key.rows(); i++) {
      both = both.add(point.eqR[i].mul(eqStar[i]));
    }
    Fr[] v = new Fr[cellCount + helperCount + 1 + key.fixedCommitments().size()];
    Arrays.fill(v, Fr.ZERO);
    for (String name : names.unrevealed()) {
      v[names.number(name)] = point.integrand(Map.of(name, Fr.ONE)).sub(known).mul(both);
    }
    for (int j = 0; j < point.f.length; j++) {
      int column = names.number(names.revealed(j));
      v[column] = v[column].add(lambda.pow(j + key.options().lambdaFrom()).mul(both));
    }
    point.addSecond(v, gamma, eqStar);
    Fr half = Fr.fromLong(2).inverse();
    int m = cellCount + helperCount;
    for (int i = 0; i < n; i++) {
      for (int j = 1; j <= 4; j++) {
        Fr p1 = point.r[i].pow(j).sub(half);
        v[m] = v[m].add(rho.mul(p1).mul(eqStar[4 * i + j - 1]));
      }
    }
    return v;
  }

  private boolean opens(List<G1> commitments, G1 mask, Fr[] v, Fr rho2, Fr[] rStar, Fr v2) {
    int from = at;
    Fr maskValue = scalars(1)[0];
    absorb(Phase.MASK_VALUE, from);
    Fr eta = transcript.challenge(0);
    from = at;
    G1 s = points(1).getFirst();
    absorb(Phase.LAURENT, from);
    Fr z = transcript.challenge(0);
    from = at;
    Fr[] e = scalars(5);
    absorb(Phase.EVALUATIONS, from);
    Fr nu = transcript.challenge(0);
    from = at;
    G1 w = points(1).getFirst();
    absorb(Phase.QUOTIENT, from);
    Fr zeta = transcript.challenge(0);
    G1 w2 = points(1).getFirst();
    Fr zi = z.inverse();
    if (!scalars(1)[0].mul(z).mul(z.square().sub(Fr.ONE)).equals(Fr.ONE)) {
      return false;
    }
    Fr s1 = laurentAtInverse(e, z, eta, rho2, rStar, maskValue.add(eta.mul(v2)));
    Fr y0 = e[0].add(nu.mul(e[2])).add(nu.square().mul(e[4]));
    Fr y1 = e[1].add(nu.mul(e[3])).add(nu.square().mul(s1));
    Fr slope = y0.sub(y1).mul(z.sub(zi).inverse());
    Fr line = y0.add(slope.mul(zeta.sub(z)));

    G1 g = mask.add(s.mul(nu.square()));
    for (int c = 0; c < v.length; c++) {
      Fr weight = eta.mul(v[c]);
      if (c == cellCount + helperCount) {
        weight = weight.add(nu);
      }
      g = g.add(commitments.get(c).mul(weight));
    }
    g = g.sub(w.mul(zeta.sub(z).mul(zeta.sub(zi)))).sub(G1.GENERATOR.mul(line));
    return g.add(w2.mul(zeta)).equals(w2.mul(key.theta()));
  }

  /** S(1/z), from 2 claim = constant coefficient of the products, which S completes. */
  private Fr laurentAtInverse(Fr[] e, Fr z, Fr eta, Fr rho2, Fr[] rStar, Fr claim) {
    Fr zi = z.inverse();
    Fr[] eqStar = PlainExtensions.eq(rStar);
    Fr left =
        e[0].mul(PlainExtensions.horner(eqStar, zi))
            .add(e[1].mul(PlainExtensions.horner(eqStar, z)));
    Fr[] p2 = new Fr[6 * n];
    Arrays.fill(p2, Fr.ZERO);
    for (int i = 0; i < n; i++) {
      for (int j = 1; j <= 2; j++) {
        p2[4 * n + 2 * i + j - 1] = rStar[i].pow(j).sub(Fr.fromLong(2).inverse());
      }
    }
    Fr masks =
        e[2].mul(PlainExtensions.horner(p2, zi)).add(e[3].mul(PlainExtensions.horner(p2, z)));
    left = left.add(eta.mul(rho2).mul(masks));
    return left.sub(claim.twice()).sub(z.mul(e[4])).mul(z);
  }
}
