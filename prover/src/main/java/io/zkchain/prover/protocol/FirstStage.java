package io.zkchain.prover.protocol;

import io.zkchain.circuit.Cell;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.field.PrimeField;
import io.zkchain.prover.program.ProgramLayout;
import io.zkchain.prover.protocol.FirstPoint.EarlyChallenges;
import io.zkchain.prover.sumcheck.ColumnKey;
import io.zkchain.prover.sumcheck.FirstSumcheck;
import io.zkchain.prover.sumcheck.MaskPolynomial;
import io.zkchain.prover.sumcheck.RelationWeights;
import io.zkchain.prover.transcript.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first sum-check of one proof: all relations and lookups at a random point. */
final class FirstStage {
  private static final int[] SENT = {0, 2, 3, 4};

  private final ProverContext context;
  private final ProofMessages messages;
  private final Progress progress;
  private final ProgramLayout columns;
  private final CellColumns cells;
  private final long[][] fixed;
  private final EarlyChallenges challenges;
  private final int active; // rows from here on, but the last one, are idle
  private final List<Read> reads = new ArrayList<>();

  /** A column that is evaluated at r; with a weight if relations read it. */
  private record Read(ColumnKey key, FrVector table, @Nullable FrVector weight) {}

  FirstStage(
      ProverContext context,
      ProofMessages messages,
      Progress progress,
      CellColumns cells,
      long[][] fixed,
      EarlyChallenges challenges,
      int active) {
    this.context = context;
    this.active = active;
    this.messages = messages;
    this.progress = progress;
    this.columns = context.columns();
    this.cells = cells;
    this.fixed = fixed;
    this.challenges = challenges;
  }

  /**
   * Makes the tables of all columns that relations read, with their weights.
   *
   * @return whether all relations hold at tau, batched with gamma; one that is broken shows with
   *     overwhelming probability
   */
  boolean readColumns(RelationWeights relations, List<FrVector> publicWords) {
    Map<ColumnKey, FrVector> weights = relations.adjoint();
    List<ColumnKey> keys = new ArrayList<>(weights.keySet());
    for (int l = 0; l < columns.lanes(); l++) {
      for (ColumnKey key : List.of(new ColumnKey(Cell.A, l), new ColumnKey(Cell.B, l))) {
        if (!weights.containsKey(key)) {
          keys.add(key);
        }
      }
    }
    Read[] all = new Read[keys.size()];
    Fr[] sums = new Fr[keys.size()];
    context
        .parallel()
        .forEach(
            keys.size(),
            k -> {
              Read read = new Read(keys.get(k), table(keys.get(k)), weights.get(keys.get(k)));
              all[k] = read;
              sums[k] = read.weight == null ? Fr.ZERO : innerProduct(read.table, read.weight);
            });
    reads.addAll(List.of(all));
    Fr sum = Arrays.stream(sums).reduce(relations.publicPart(publicWords), Fr::add);
    return sum.isZero();
  }

  private static Fr innerProduct(FrVector a, FrVector b) {
    long[] product = new long[PrimeField.LIMBS];
    Kernels.fr().innerProduct(a.limbs(), a.offset(0), b.limbs(), b.offset(0), product, 0, a.size());
    return Fr.load(product, 0);
  }

  private FrVector table(ColumnKey key) {
    return switch (key.cell()) {
      case A -> cells.table(columns.columnA(key.index()));
      case B -> cells.table(columns.columnB(key.index()));
      case C -> cells.table(columns.columnC(key.index()));
      case FIXED -> FrVector.ofLongs(fixed[key.index()]);
    };
  }

  /**
   * Runs the rounds.
   *
   * @param deltas one power of delta a lane, then one a table lane
   */
  FirstPoint run(
      LookupTables tables, LookupSelectors selectors, List<Fr> deltas, MaskPolynomial mask) {
    List<FirstSumcheck.Lane> lanes = lanes(tables, selectors, deltas);
    List<FirstSumcheck.TableLane> tableLanes = tableLanes(tables, selectors, deltas);
    List<FirstSumcheck.Product> products = new ArrayList<>();
    List<FirstSumcheck.Product> fullProducts = new ArrayList<>();
    List<FrVector> others = new ArrayList<>();
    for (Read read : reads) {
      if (read.weight != null && read.key.cell() == Cell.FIXED) {
        fullProducts.add(new FirstSumcheck.Product(read.table, read.weight));
      } else if (read.weight != null) {
        products.add(new FirstSumcheck.Product(read.table, read.weight));
      } else {
        others.add(read.table);
      }
    }
    FirstSumcheck sumcheck =
        new FirstSumcheck(
            lanes,
            tableLanes,
            products,
            fullProducts,
            others,
            active,
            challenges.tau(),
            challenges.xi(),
            context.parallel());
    List<Fr> r = rounds(sumcheck, mask);
    Map<ColumnKey, Fr> weights = new HashMap<>();
    for (Read read : reads) {
      if (read.weight != null) {
        weights.put(read.key, read.weight.get(0));
      }
    }
    return new FirstPoint(
        challenges,
        r,
        sumcheck.e(),
        revealed(lanes, tableLanes),
        lanes.stream().map(lane -> lane.phi1().get(0)).toArray(Fr[]::new),
        lanes.stream().map(lane -> lane.n1().get(0)).toArray(Fr[]::new),
        tableLanes.stream().map(lane -> lane.act().get(0)).toArray(Fr[]::new),
        deltas.subList(columns.lanes(), deltas.size()),
        weights);
  }

  /** The bound tables' last entries are the evaluations at r. */
  private Fr[] revealed(List<FirstSumcheck.Lane> lanes, List<FirstSumcheck.TableLane> tableLanes) {
    Fr[] revealed = new Fr[columns.revealedCount()];
    for (Read read : reads) {
      int index = read.key.index();
      if (read.key.cell() == Cell.A) {
        revealed[columns.revealedA(index)] = read.table.get(0);
      } else if (read.key.cell() == Cell.B) {
        revealed[columns.revealedB(index)] = read.table.get(0);
      }
    }
    for (int l = 0; l < lanes.size(); l++) {
      revealed[columns.revealedHelper(l)] = lanes.get(l).h().get(0);
    }
    for (int t = 0; t < tableLanes.size(); t++) {
      revealed[columns.revealedTableHelper(t)] = tableLanes.get(t).h().get(0);
    }
    return revealed;
  }

  private List<FirstSumcheck.Lane> lanes(
      LookupTables tables, LookupSelectors selectors, List<Fr> deltas) {
    List<FirstSumcheck.Lane> lanes = new ArrayList<>();
    for (int l = 0; l < columns.lanes(); l++) {
      FrVector phi1 = tables.phi1()[l];
      LinearColumns.scale(phi1, deltas.get(l), context.parallel());
      FrVector n1 = scaled(LookupSelectors.indicator(selectors.first()[l]), deltas.get(l));
      FrVector n2 = scaled(LookupSelectors.indicator(selectors.second()[l]), Fr.ONE);
      lanes.add(new FirstSumcheck.Lane(tables.helpers()[l].copy(), phi1, tables.phi2()[l], n1, n2));
    }
    return lanes;
  }

  private FrVector scaled(long[] column, Fr factor) {
    return LinearColumns.combination(
        column.length, Fr.ZERO, List.of(column), List.of(factor), context.parallel());
  }

  private List<FirstSumcheck.TableLane> tableLanes(
      LookupTables tables, LookupSelectors selectors, List<Fr> deltas) {
    List<FirstSumcheck.TableLane> lanes = new ArrayList<>();
    for (int t = 0; t < columns.tableLanes(); t++) {
      Fr delta = deltas.get(columns.lanes() + t);
      FrVector phi = tables.phi()[t];
      FrVector active = scaled(selectors.active()[t], delta);
      LinearColumns.scale(phi, delta, context.parallel());
      FrVector helper = tables.helpers()[columns.lanes() + t].copy();
      lanes.add(
          new FirstSumcheck.TableLane(
              helper, cells.table(columns.columnMultiplicity(t)), phi, active));
    }
    return lanes;
  }

  private List<Fr> rounds(FirstSumcheck sumcheck, MaskPolynomial mask) {
    int n = columns.logRows();
    List<Fr> r = new ArrayList<>(Collections.nCopies(n, Fr.ZERO));
    for (int round = 0; round < n; round++) {
      int variable = n - 1 - round;
      Fr[] coefficients = sumcheck.round();
      Fr[] maskRound = mask.round(variable, r);
      Fr[] message = new Fr[SENT.length];
      Arrays.setAll(message, k -> coefficients[k].add(challenges.rho().mul(maskRound[SENT[k]])));
      messages.scalars(Phase.FIRST_ROUND, context.proof().firstRound(round), message);
      r.set(variable, messages.challenge(0));
      sumcheck.bind(r.get(variable));
      progress.part(round + 1, n);
    }
    return List.copyOf(r);
  }
}
