package io.zkchain.prover.protocol;

import io.zkchain.prover.commit.LaurentPolynomial;
import io.zkchain.prover.commit.Polynomials;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.parallel.Parallel;
import io.zkchain.prover.program.ProgramLayout;
import io.zkchain.prover.sumcheck.EqTable;
import io.zkchain.prover.transcript.Phase;
import java.util.List;

/** The opening of one proof: a polynomial S, five values and two quotients. */
final class ProofOpening {
  private final ProverContext context;
  private final ProofMessages messages;
  private final Progress progress;
  private final ProgramLayout columns;
  private final Masks masks;
  private final int rows;

  ProofOpening(ProverContext context, ProofMessages messages, Progress progress, Masks masks) {
    this.context = context;
    this.messages = messages;
    this.progress = progress;
    this.columns = context.columns();
    this.masks = masks;
    this.rows = 1 << columns.logRows();
  }

  /** Opens O + eta sum_c V_c(r*) f_c; false if z is one of the few values that cannot be used. */
  boolean open(SecondStage.Combined combined, Fr rho2) {
    List<Fr> point = combined.point();
    ProofLayout layout = context.proof();
    int[] positions = Masks.openingPositions(columns.logRows());
    Fr maskValue = Fr.ZERO;
    for (int k = 0; k < positions.length && positions[k] < rows; k++) {
      maskValue =
          maskValue.add(masks.opening().get(k).mul(EqTable.evaluateBits(positions[k], point)));
    }
    messages.scalars(Phase.MASK_VALUE, layout.maskValue(), maskValue);
    Fr eta = messages.challenge(0);

    FrVector f = new FrVector(rows + 1);
    LinearColumns.addScaled(f.slice(0, rows), combined.sum(), eta, context.parallel());
    f.set(rows, combined.blinder().mul(eta));
    for (int k = 0; k < positions.length; k++) {
      LinearColumns.addAt(f, positions[k], masks.opening().get(k));
    }
    FrVector s = LaurentPolynomial.quotient(f, point, context.parallel());
    LaurentPolynomial.addShort(s, masks.m(), masks.secondWeights(point), eta.mul(rho2));
    progress.part(1, 4);
    messages.points(Phase.LAURENT, layout.laurent(), List.of(commit(s)));
    progress.part(2, 4);
    Fr z = messages.challenge(0);
    Fr denominator = z.mul(z.square().sub(Fr.ONE));
    if (denominator.isZero()) {
      return false;
    }
    quotients(f, s, z);
    messages.hint(layout.inverse(), denominator.inverse());
    return true;
  }

  private void quotients(FrVector f, FrVector s, Fr z) {
    ProofLayout layout = context.proof();
    Parallel parallel = context.parallel();
    Fr inverse = z.inverse();
    messages.scalars(
        Phase.EVALUATIONS,
        layout.evaluations(),
        Polynomials.evaluate(f, z, parallel),
        Polynomials.evaluate(f, inverse, parallel),
        Polynomials.evaluate(masks.m(), z, parallel),
        Polynomials.evaluate(masks.m(), inverse, parallel),
        Polynomials.evaluate(s, z, parallel));
    Fr nu = messages.challenge(0);
    LinearColumns.addScaled(f.slice(0, masks.m().size()), masks.m(), nu, context.parallel());
    LinearColumns.addScaled(f.slice(0, s.size()), s, nu.square(), context.parallel());
    // Dividing by X - z and X - 1/z leaves the line through the two values as remainders.
    FrVector w = Polynomials.divide(Polynomials.divide(f, z, parallel), inverse, parallel);
    messages.points(Phase.QUOTIENT, layout.quotient(), List.of(commit(w)));
    progress.part(3, 4);
    Fr zeta = messages.challenge(0);
    Fr vanishing = zeta.sub(z).mul(zeta.sub(inverse));
    LinearColumns.addScaled(f.slice(0, w.size()), w, vanishing.negate(), context.parallel());
    messages.lastPoint(layout.linearQuotient(), commit(Polynomials.divide(f, zeta, parallel)));
  }

  private G1 commit(FrVector polynomial) {
    return context.committer().commit(polynomial);
  }
}
