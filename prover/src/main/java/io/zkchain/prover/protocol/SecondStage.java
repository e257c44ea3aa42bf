package io.zkchain.prover.protocol;

import io.zkchain.circuit.Cell;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.program.ProgramLayout;
import io.zkchain.prover.sumcheck.ColumnKey;
import io.zkchain.prover.sumcheck.MaskPolynomial;
import io.zkchain.prover.sumcheck.RelationWeights;
import io.zkchain.prover.sumcheck.SecondSumcheck;
import io.zkchain.prover.sumcheck.SecondWeights;
import io.zkchain.prover.sumcheck.SplitColumns;
import io.zkchain.prover.transcript.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The second sum-check of one proof: all evaluations become one at the point r*. */
final class SecondStage {
  private final ProverContext context;
  private final ProofMessages messages;
  private final Progress progress;
  private final ProgramLayout columns;
  private final CellColumns cells;
  private final FrVector[] helpers;
  private final long[][] fixed;
  private final Masks masks;
  private final int rows;

  /** Weight at r, times eq(r, .), of every column. */
  private final Fr[] weights;

  private Fr blinder = Fr.ZERO;

  /**
   * What has to be opened.
   *
   * @param sum sum_c V_c(r*) f_c
   * @param blinder its coefficient at X^N
   * @param point r*
   */
  record Combined(FrVector sum, Fr blinder, List<Fr> point) {}

  SecondStage(
      ProverContext context,
      ProofMessages messages,
      Progress progress,
      CellColumns cells,
      FrVector[] helpers,
      long[][] fixed,
      Masks masks) {
    this.context = context;
    this.messages = messages;
    this.progress = progress;
    this.columns = context.columns();
    this.cells = cells;
    this.helpers = helpers;
    this.fixed = fixed;
    this.masks = masks;
    this.rows = 1 << columns.logRows();
    this.weights = new Fr[columns.columns()];
    Arrays.fill(weights, Fr.ZERO);
  }

  /**
   * Sum-check 2 over sum_c f_c V_c. All columns have a multiple of eq(r, .) in V_c, so they are
   * added up first and enter as one product.
   */
  Combined run(FirstPoint first, List<Fr> lambda, Fr rho2, RelationWeights relations) {
    weigh(first, lambda);
    FrVector sum = weightedSum();
    SecondWeights second = relations.second(first.r(), key -> revealed(first, key));
    FrVector maskWeights = masks.firstWeights(first.r());
    LinearColumns.scale(maskWeights, first.challenges().rho(), context.parallel());
    List<SecondSumcheck.Product> products = new ArrayList<>();
    products.add(new SecondSumcheck.Product(masks.m().copy(), maskWeights));
    List<ColumnKey> whole = new ArrayList<>();
    List<ColumnKey> parted = new ArrayList<>();
    SplitColumns.Builder split = new SplitColumns.Builder(columns.logRows());
    for (ColumnKey key : second.columns()) {
      if (split.add(key, second, integers(key), reserved(key))) {
        parted.add(key);
      } else {
        whole.add(key);
        products.add(new SecondSumcheck.Product(table(key), second.table(key)));
      }
    }
    SecondSumcheck sumcheck =
        new SecondSumcheck(
            sum.copy(), first.r(), products, split.build(context.parallel()), context.parallel());
    List<Fr> point = rounds(sumcheck, masks.second(), rho2);

    Fr eq = sumcheck.eq();
    LinearColumns.scale(sum, eq, context.parallel());
    for (int column = 0; column < weights.length; column++) {
      addBlinder(column, weights[column].mul(eq));
    }
    addMask(sum, sumcheck.weight(0));
    Fr[] more = new Fr[weights.length];
    Arrays.fill(more, Fr.ZERO);
    for (int k = 0; k < whole.size(); k++) {
      more[column(whole.get(k))] = sumcheck.weight(k + 1);
    }
    for (int k = 0; k < parted.size(); k++) {
      more[column(parted.get(k))] = sumcheck.splitWeight(k);
    }
    addColumns(sum, more);
    for (int column = 0; column < weights.length; column++) {
      addBlinder(column, more[column]);
    }
    return new Combined(sum, blinder, point);
  }

  private long[] integers(ColumnKey key) {
    return key.cell() == Cell.FIXED ? fixed[key.index()] : cells.columns()[column(key)];
  }

  private @Nullable Fr reserved(ColumnKey key) {
    return key.cell() == Cell.FIXED ? null : cells.reserved()[column(key)];
  }

  private Fr revealed(FirstPoint first, ColumnKey key) {
    return first
        .revealed()[
        key.cell() == Cell.A ? columns.revealedA(key.index()) : columns.revealedB(key.index())];
  }

  /** Fills {@link #weights}: powers of lambda where revealed, coefficients A^ elsewhere. */
  private void weigh(FirstPoint first, List<Fr> lambda) {
    Fr xiE = first.challenges().xi().mul(first.e());
    Fr beta = first.challenges().beta();
    first
        .weights()
        .forEach((key, weight) -> {
          if (key.cell() == Cell.C || key.cell() == Cell.FIXED) {
            weights[column(key)] = weight;
          }
        });
    for (int l = 0; l < columns.lanes(); l++) {
      weights[columns.columnA(l)] = lambda.get(columns.revealedA(l));
      weights[columns.columnB(l)] = lambda.get(columns.revealedB(l));
      weights[columns.columnHelper(l)] = lambda.get(columns.revealedHelper(l));
      Fr helper = first.revealed()[columns.revealedHelper(l)];
      Fr factor = helper.mul(first.phi1()[l]).sub(first.n1()[l]);
      int c = columns.columnC(l);
      weights[c] = weights[c].add(xiE.mul(beta).mul(factor));
    }
    int[] outputLanes = context.layout().outputLanes();
    for (int t = 0; t < columns.tableLanes(); t++) {
      weights[columns.columnMultiplicity(t)] = xiE.mul(first.active()[t]).negate();
      weights[columns.columnTableHelper(t)] = lambda.get(columns.revealedTableHelper(t));
      int output = Arrays.binarySearch(outputLanes, t);
      if (output >= 0) {
        Fr helper = first.revealed()[columns.revealedTableHelper(t)];
        weights[columns.columnOutput(output)] =
            xiE.mul(first.tableScale().get(t)).mul(beta.square()).mul(helper);
      }
    }
  }

  private FrVector weightedSum() {
    FrVector sum = new FrVector(rows);
    addColumns(sum, weights);
    return sum;
  }

  private int column(ColumnKey key) {
    return switch (key.cell()) {
      case A -> columns.columnA(key.index());
      case B -> columns.columnB(key.index());
      case C -> columns.columnC(key.index());
      case FIXED -> columns.columnFixed(key.index());
    };
  }

  private FrVector table(ColumnKey key) {
    return key.cell() == Cell.FIXED
        ? FrVector.ofLongs(fixed[key.index()])
        : cells.table(column(key));
  }

  /** Adds the columns other than M, times one factor each: all integers in one pass. */
  private void addColumns(FrVector sum, Fr[] factors) {
    List<long[]> integers = new ArrayList<>();
    List<Fr> scales = new ArrayList<>();
    for (int column = 0; column < factors.length; column++) {
      Fr factor = factors[column];
      if (factor.isZero() || column == columns.columnMask()) {
        continue;
      }
      if (column >= columns.columnHelper(0) && column < columns.columnMask()) {
        FrVector helper = helpers[column - columns.columnHelper(0)];
        LinearColumns.addScaled(sum, helper, factor, context.parallel());
        continue;
      }
      boolean witness = column < columns.columnHelper(0);
      integers.add(witness ? cells.columns()[column] : fixed[column - columns.columnMask() - 1]);
      scales.add(factor);
      if (witness) {
        cells.addReserved(sum, column, factor);
      }
    }
    LinearColumns.addScaled(sum, integers, scales, context.parallel());
  }

  private void addMask(FrVector sum, Fr factor) {
    FrVector m = masks.m();
    LinearColumns.addScaled(sum.slice(0, m.size()), m, factor, context.parallel());
  }

  private void addBlinder(int column, Fr weight) {
    if (column < columns.columnMask()) {
      blinder = blinder.add(cells.blinders()[column].mul(weight));
    } else if (column > columns.columnMask()) {
      Fr fixedBlinder = context.fixedBlinders().get(column - columns.columnMask() - 1);
      blinder = blinder.add(fixedBlinder.mul(weight));
    }
  }

  private List<Fr> rounds(SecondSumcheck sumcheck, MaskPolynomial mask, Fr rho2) {
    int n = columns.logRows();
    List<Fr> bound = new ArrayList<>(Collections.nCopies(n, Fr.ZERO));
    for (int round = 0; round < n; round++) {
      int variable = n - 1 - round;
      Fr[] coefficients = sumcheck.round();
      Fr[] maskRound = mask.round(variable, bound);
      messages.scalars(
          Phase.SECOND_ROUND,
          context.proof().secondRound(round),
          coefficients[0].add(rho2.mul(maskRound[0])),
          coefficients[1].add(rho2.mul(maskRound[2])));
      bound.set(variable, messages.challenge(0));
      sumcheck.bind(bound.get(variable));
      progress.part(round + 1, n);
    }
    return List.copyOf(bound);
  }
}
