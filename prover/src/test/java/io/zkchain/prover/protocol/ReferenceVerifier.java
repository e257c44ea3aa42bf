package io.zkchain.prover.protocol;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.ColumnLayout;
import io.zkchain.circuit.PublicTensor;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Term;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.EncodingException;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.sumcheck.Summands;
import io.zkchain.prover.transcript.ChallengeSource;
import io.zkchain.prover.transcript.Phase;
import io.zkchain.prover.transcript.Transcript;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The verifier written down plainly, for small circuits: every multilinear extension by its full
 * table, every index relation by its tuples, the opening by the known trapdoor. It shares no code
 * with the product beyond field, curve, layout and transcript.
 *
 * <p>Its options weaken it in the ways that the reviewed design warns of, so that attacks can be
 * seen to work before they are seen to fail.
 */
final class ReferenceVerifier {
  /**
   * @param sharedDelta lanes and table lanes share the powers of delta
   * @param lambdaFrom exponent of lambda of the first revealed column
   * @param activity whether rows without a table entry are excluded
   * @param bindPublicValues whether the transcript starts with the public values
   */
  record Options(boolean sharedDelta, int lambdaFrom, boolean activity, boolean bindPublicValues) {
    static final Options SOUND = new Options(false, 1, true, true);
  }

  private final Circuit circuit;
  private final List<G1> fixedCommitments;
  private final byte[] keyDigest;
  private final Fr theta;
  private final Options options;
  private final int n;
  private final int rows;
  private final LookupSelectors selectors;

  ReferenceVerifier(VerifyingKey key, Fr theta, Options options) {
    this.circuit = key.circuit();
    this.fixedCommitments = key.commitments();
    this.keyDigest = key.digest();
    this.theta = theta;
    this.options = options;
    this.n = circuit.logRows();
    this.rows = 1 << n;
    LookupSelectors honest = LookupSelectors.of(new ColumnLayout(circuit));
    this.selectors = options.activity ? honest : allActive(honest);
  }

  static LookupSelectors allActive(LookupSelectors s) {
    long[][] active = new long[s.tags().length][];
    Arrays.setAll(active, t -> LookupSelectors.indicator(s.tags()[t]));
    return new LookupSelectors(s.first(), s.second(), s.tags(), s.inputs(), active);
  }

  boolean accepts(Proof proof) {
    return accepts(proof, null);
  }

  /**
   * @param source challenges to use instead of the transcript's, null for those
   */
  boolean accepts(Proof proof, @org.jspecify.annotations.Nullable ChallengeSource source) {
    if (!Arrays.equals(proof.keyDigest(), keyDigest)) {
      return false;
    }
    List<BigInteger> absorbed = options.bindPublicValues ? proof.publicWords() : List.of();
    ChallengeSource transcript =
        source == null ? new Transcript(keyDigest, proof.context(), absorbed) : source;
    try {
      return new Run(proof, transcript).check();
    } catch (EncodingException | ArithmeticException e) {
      return false;
    }
  }

  /**
   * The first sum-check's integrand at r for given revealed values, without mask and terms of two
   * operands.
   *
   * @param unrevealed values of unrevealed columns by name, such as C0; all others are 0
   */
  Fr integrand(
      Fr[] revealed, Fr[] r, FirstPoint.EarlyChallenges challenges, Map<String, Fr> unrevealed) {
    Point point =
        new Point(
            revealed,
            r,
            challenges.tau().toArray(Fr[]::new),
            challenges.alpha(),
            challenges.beta(),
            challenges.delta(),
            challenges.xi());
    point.readRelations(challenges.gamma());
    return point.integrand(unrevealed);
  }

  static Fr[] eq(Fr[] point) {
    Fr[] table = {Fr.ONE};
    for (Fr p : point) {
      Fr[] next = new Fr[2 * table.length];
      for (int i = 0; i < table.length; i++) {
        next[i] = table[i].mul(Fr.ONE.sub(p));
        next[i + table.length] = table[i].mul(p);
      }
      table = next;
    }
    return table;
  }

  static Fr extension(long[] values, Fr[] eqTable) {
    Fr sum = Fr.ZERO;
    for (int i = 0; i < values.length; i++) {
      sum = sum.add(eqTable[i].mul(values[i]));
    }
    return sum;
  }

  /** One verification. */
  private final class Run {
    private final Proof statement;
    private final byte[] bytes;
    private final ChallengeSource transcript;
    private int at;
    private final int lanes = circuit.lanes();
    private final int tableLanes = circuit.tableLanes();
    private final int cellCount = 3 * lanes + tableLanes;
    private final int helperCount = lanes + tableLanes;

    Run(Proof proof, ChallengeSource transcript) {
      this.statement = proof;
      this.bytes = proof.bytes();
      this.transcript = transcript;
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
      commitments.addAll(fixedCommitments);
      Fr gamma = transcript.challenge(0);
      Fr delta = transcript.challenge(1);
      Fr xi = transcript.challenge(2);
      Fr rho = transcript.challenge(3);
      Fr[] tau = new Fr[n];
      Arrays.setAll(tau, k -> transcript.challenge(4 + k));
      Fr[] r = new Fr[n];
      Fr v1 = rounds(publicPart(gamma, eq(tau)).negate(), 4, Phase.FIRST_ROUND, r);
      from = at;
      Fr[] f = scalars(cellCount);
      absorb(Phase.REVEALED, from);
      Fr lambda = transcript.challenge(0);
      Fr rho2 = transcript.challenge(1);

      Point point = new Point(f, r, tau, alpha, beta, delta, xi);
      point.readRelations(gamma);
      Fr known = point.integrand(Map.of());
      Fr claim = v1.sub(known);
      for (int j = 0; j < f.length; j++) {
        claim = claim.add(lambda.pow(j + options.lambdaFrom).mul(f[j]));
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
                    sum[0] = sum[0].add(power.mul(term.coefficient()).mul(low(eqTau, y, bits))));
          }
        }
        int p = relation.publicTensor();
        for (int k = 0; p >= 0 && k < first[p + 1] - first[p]; k++) {
          Fr word = Fr.fromBigInteger(statement.publicValues().get(first[p] + k));
          sum[0] = sum[0].sub(power.mul(low(eqTau, k, bits)).mul(word));
        }
      }
      return sum[0];
    }

    /** eq over the lowest bits: the sum over all higher ones. */
    private Fr low(Fr[] table, int index, int bits) {
      Fr sum = Fr.ZERO;
      for (int i = index; i < table.length; i += 1 << bits) {
        sum = sum.add(table[i]);
      }
      return sum;
    }

    /** V_c(r*) of all columns in the order of the commitments. */
    private Fr[] weights(Point point, Fr known, Fr lambda, Fr gamma, Fr rho, Fr[] rStar) {
      Fr[] eqStar = eq(rStar);
      Fr both = Fr.ZERO;
      for (int i = 0; i < rows; i++) {
        both = both.add(point.eqR[i].mul(eqStar[i]));
      }
      Fr[] v = new Fr[cellCount + helperCount + 1 + fixedCommitments.size()];
      Arrays.fill(v, Fr.ZERO);
      for (String name : point.unrevealed()) {
        v[point.number(name)] = point.integrand(Map.of(name, Fr.ONE)).sub(known).mul(both);
      }
      for (int j = 0; j < point.f.length; j++) {
        int column = point.number(point.revealedName(j));
        v[column] = v[column].add(lambda.pow(j + options.lambdaFrom).mul(both));
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
      Fr[] eqStar = eq(rStar);
      Fr left = e[0].mul(horner(eqStar, zi)).add(e[1].mul(horner(eqStar, z)));
      Fr[] p2 = new Fr[6 * n];
      Arrays.fill(p2, Fr.ZERO);
      for (int i = 0; i < n; i++) {
        for (int j = 1; j <= 2; j++) {
          p2[4 * n + 2 * i + j - 1] = rStar[i].pow(j).sub(Fr.fromLong(2).inverse());
        }
      }
      Fr masks = e[2].mul(horner(p2, zi)).add(e[3].mul(horner(p2, z)));
      left = left.add(eta.mul(rho2).mul(masks));
      Fr s1 = left.sub(maskValue.add(eta.mul(v2)).twice()).sub(z.mul(e[4])).mul(z);
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
      return g.add(w2.mul(zeta)).equals(w2.mul(theta));
    }

    private Fr horner(Fr[] coefficients, Fr x) {
      Fr value = Fr.ZERO;
      for (int i = coefficients.length - 1; i >= 0; i--) {
        value = value.mul(x).add(coefficients[i]);
      }
      return value;
    }
  }

  /** Everything at r. */
  private final class Point {
    final Fr[] f;
    final Fr[] r;
    final Fr[] eqR;
    private final Fr[] tau;
    private final Fr[] eqTau;
    private final Fr alpha;
    private final Fr beta;
    private final Fr delta;
    private final Fr xi;
    private final Map<String, Fr> linear = new HashMap<>();

    Point(Fr[] f, Fr[] r, Fr[] tau, Fr alpha, Fr beta, Fr delta, Fr xi) {
      this.f = f;
      this.r = r;
      this.tau = tau;
      this.alpha = alpha;
      this.beta = beta;
      this.delta = delta;
      this.xi = xi;
      this.eqR = eq(r);
      this.eqTau = eq(tau);
    }

    private Fr tauAt(Relation relation, int y) {
      return eq(Arrays.copyOf(tau, relation.shape().totalBits()))[y];
    }

    private String name(Cell cell, int column) {
      return cell + "" + column;
    }

    /** A~_c(r) of terms with one operand. */
    void readRelations(Fr gamma) {
      for (int i = 0; i < circuit.relations().size(); i++) {
        Relation relation = circuit.relations().get(i);
        Fr power = gamma.pow(i + 1);
        for (Term term : relation.terms()) {
          if (term.x() != null && term.w() == null) {
            Summands.forEach(
                circuit,
                relation,
                term,
                (y, cell, column, row, c, d, e) -> {
                  Fr weight = power.mul(term.coefficient()).mul(tauAt(relation, y)).mul(eqR[row]);
                  linear.merge(name(cell, column), weight, Fr::add);
                });
          }
        }
      }
    }

    /** Adds kappa omega at r* of terms with two operands. */
    void addSecond(Fr[] v, Fr gamma, Fr[] eqStar) {
      for (int i = 0; i < circuit.relations().size(); i++) {
        Relation relation = circuit.relations().get(i);
        Fr power = gamma.pow(i + 1);
        for (Term term : relation.terms()) {
          if (term.w() != null) {
            Summands.forEach(
                circuit,
                relation,
                term,
                (y, xCell, xColumn, xRow, wCell, wColumn, wRow) -> {
                  Fr x = value(name(xCell, xColumn), Map.of());
                  Fr weight = power.mul(term.coefficient()).mul(tauAt(relation, y)).mul(x);
                  weight = weight.mul(eqR[xRow]).mul(eqStar[wRow]);
                  int column = number(name(wCell, wColumn));
                  v[column] = v[column].add(weight);
                });
          }
        }
      }
    }

    List<String> unrevealed() {
      List<String> names = new ArrayList<>();
      for (int l = 0; l < circuit.lanes(); l++) {
        names.add("C" + l);
      }
      for (int t = 0; t < circuit.tableLanes(); t++) {
        names.add("m" + t);
        if (circuit.hasOutputColumn(t)) {
          names.add("out" + t);
        }
      }
      for (int k = 0; k < circuit.fixedColumns(); k++) {
        names.add("FIXED" + k);
      }
      return names;
    }

    String revealedName(int j) {
      int lanes = circuit.lanes();
      if (j < 2 * lanes) {
        return (j % 2 == 0 ? "A" : "B") + j / 2;
      }
      return j < 3 * lanes ? "h" + (j - 2 * lanes) : "ht" + (j - 3 * lanes);
    }

    /** Position of a column's commitment. */
    int number(String name) {
      int index = Integer.parseInt(name.replaceAll("[A-Za-z]", ""));
      int lanes = circuit.lanes();
      int tableLanes = circuit.tableLanes();
      int fixed = 4 * lanes + 2 * tableLanes + 1;
      return switch (name.replaceAll("[0-9]", "")) {
        case "A" -> 3 * index;
        case "B" -> 3 * index + 1;
        case "C" -> 3 * index + 2;
        case "m" -> 3 * lanes + index;
        case "h" -> 3 * lanes + tableLanes + index;
        case "ht" -> 4 * lanes + tableLanes + index;
        case "FIXED" -> fixed + index;
        default -> {
          int before = 0;
          for (int t = 0; t < index; t++) {
            before += circuit.hasOutputColumn(t) ? 1 : 0;
          }
          yield fixed + circuit.fixedColumns() + before;
        }
      };
    }

    /** A column at r: what was revealed, or what is given, or 0. */
    private Fr value(String name, Map<String, Fr> given) {
      for (int j = 0; j < f.length; j++) {
        if (revealedName(j).equals(name)) {
          return f[j];
        }
      }
      return given.getOrDefault(name, Fr.ZERO);
    }

    private Fr at(long[] column) {
      return extension(column, eqR);
    }

    /** The integrand at r without mask and two-operand terms. */
    Fr integrand(Map<String, Fr> given) {
      Fr sum = Fr.ZERO;
      for (Map.Entry<String, Fr> entry : linear.entrySet()) {
        sum = sum.add(entry.getValue().mul(value(entry.getKey(), given)));
      }
      Fr identity = Fr.ZERO;
      Fr helpers = Fr.ZERO;
      for (int l = 0; l < circuit.lanes(); l++) {
        Fr phi1 =
            alpha
                .add(at(selectors.first()[l]))
                .add(beta.mul(value("A" + l, given)))
                .add(beta.square().mul(value("B" + l, given)));
        Fr phi2 = alpha.add(at(selectors.second()[l])).add(beta.mul(value("C" + l, given)));
        Fr n1 = at(LookupSelectors.indicator(selectors.first()[l]));
        Fr n2 = at(LookupSelectors.indicator(selectors.second()[l]));
        Fr h = value("h" + l, given);
        Fr one = h.mul(phi1).mul(phi2).sub(n1.mul(phi2)).sub(n2.mul(phi1));
        identity = identity.add(delta.pow(l).mul(one));
        helpers = helpers.add(h);
      }
      for (int t = 0; t < circuit.tableLanes(); t++) {
        Fr phi =
            alpha
                .add(at(selectors.tags()[t]))
                .add(beta.mul(at(selectors.inputs()[t])))
                .add(beta.square().mul(value("out" + t, given)));
        Fr h = value("ht" + t, given);
        Fr one = h.mul(phi).sub(at(selectors.active()[t]).mul(value("m" + t, given)));
        int exponent = options.sharedDelta ? t : circuit.lanes() + t;
        identity = identity.add(delta.pow(exponent).mul(one));
        helpers = helpers.sub(h);
      }
      Fr e = Fr.ZERO;
      Fr s = Fr.ZERO;
      for (int i = 0; i < rows - 1; i++) {
        e = e.add(eqTau[i].mul(eqR[i]));
        s = s.add(eqR[i]);
      }
      return sum.add(xi.mul(e).mul(identity)).add(xi.square().mul(s).mul(helpers));
    }
  }
}
