package io.zkchain.prover.protocol;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Term;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.sumcheck.Summands;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The first sum-check's integrand at r, and the second one's weights that come from it. */
final class ReferencePoint {
  private final ReferenceKey key;
  private final Circuit circuit;
  private final ColumnNames names;
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

  ReferencePoint(ReferenceKey key, Fr[] f, Fr[] r, Fr[] tau, Fr alpha, Fr beta, Fr delta, Fr xi) {
    this.key = key;
    this.circuit = key.circuit();
    this.names = key.names();
    this.f = f;
    this.r = r;
    this.tau = tau;
    this.alpha = alpha;
    this.beta = beta;
    this.delta = delta;
    this.xi = xi;
    this.eqR = PlainExtensions.eq(r);
    this.eqTau = PlainExtensions.eq(tau);
  }

  private Fr tauAt(Relation relation, int y) {
    return PlainExtensions.eq(Arrays.copyOf(tau, relation.shape().totalBits()))[y];
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
                linear.merge(ColumnNames.of(cell, column), weight, Fr::add);
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
                Fr x = value(ColumnNames.of(xCell, xColumn), Map.of());
                Fr weight = power.mul(term.coefficient()).mul(tauAt(relation, y)).mul(x);
                weight = weight.mul(eqR[xRow]).mul(eqStar[wRow]);
                int column = names.number(ColumnNames.of(wCell, wColumn));
                v[column] = v[column].add(weight);
              });
        }
      }
    }
  }

  /** A column at r: what was revealed, or what is given, or 0. */
  private Fr value(String name, Map<String, Fr> given) {
    for (int j = 0; j < f.length; j++) {
      if (names.revealed(j).equals(name)) {
        return f[j];
      }
    }
    return given.getOrDefault(name, Fr.ZERO);
  }

  private Fr at(long[] column) {
    return PlainExtensions.extension(column, eqR);
  }

  /** The integrand at r without mask and two-operand terms. */
  Fr integrand(Map<String, Fr> given) {
    Fr sum = Fr.ZERO;
    for (Map.Entry<String, Fr> entry : linear.entrySet()) {
      sum = sum.add(entry.getValue().mul(value(entry.getKey(), given)));
    }
    Fr helpers = Fr.ZERO;
    for (int l = 0; l < circuit.lanes(); l++) {
      helpers = helpers.add(value("h" + l, given));
    }
    for (int t = 0; t < circuit.tableLanes(); t++) {
      helpers = helpers.sub(value("ht" + t, given));
    }
    Fr e = Fr.ZERO;
    Fr s = Fr.ZERO;
    for (int i = 0; i < key.rows() - 1; i++) {
      e = e.add(eqTau[i].mul(eqR[i]));
      s = s.add(eqR[i]);
    }
    return sum.add(xi.mul(e).mul(identities(given))).add(xi.square().mul(s).mul(helpers));
  }

  /** What makes the helpers fractions: of lanes, then of table lanes, with powers of delta. */
  private Fr identities(Map<String, Fr> given) {
    Fr sum = Fr.ZERO;
    for (int l = 0; l < circuit.lanes(); l++) {
      sum = sum.add(delta.pow(l).mul(laneIdentity(l, given)));
    }
    for (int t = 0; t < circuit.tableLanes(); t++) {
      int exponent = key.options().sharedDelta() ? t : circuit.lanes() + t;
      sum = sum.add(delta.pow(exponent).mul(tableIdentity(t, given)));
    }
    return sum;
  }

  private Fr laneIdentity(int l, Map<String, Fr> given) {
    LookupSelectors selectors = key.selectors();
    Fr phi1 =
        alpha
            .add(at(selectors.first()[l]))
            .add(beta.mul(value("A" + l, given)))
            .add(beta.square().mul(value("B" + l, given)));
    Fr phi2 = alpha.add(at(selectors.second()[l])).add(beta.mul(value("C" + l, given)));
    Fr n1 = at(LookupSelectors.indicator(selectors.first()[l]));
    Fr n2 = at(LookupSelectors.indicator(selectors.second()[l]));
    return value("h" + l, given).mul(phi1).mul(phi2).sub(n1.mul(phi2)).sub(n2.mul(phi1));
  }

  private Fr tableIdentity(int t, Map<String, Fr> given) {
    LookupSelectors selectors = key.selectors();
    Fr phi =
        alpha
            .add(at(selectors.tags()[t]))
            .add(beta.mul(at(selectors.inputs()[t])))
            .add(beta.square().mul(value("out" + t, given)));
    Fr counted = at(selectors.active()[t]).mul(value("m" + t, given));
    return value("ht" + t, given).mul(phi).sub(counted);
  }
}
