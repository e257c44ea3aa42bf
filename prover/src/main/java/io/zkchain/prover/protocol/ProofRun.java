package io.zkchain.prover.protocol;

import io.zkchain.circuit.WitnessColumns;
import io.zkchain.prover.commit.Committer;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.program.ProgramLayout;
import io.zkchain.prover.protocol.FirstPoint.EarlyChallenges;
import io.zkchain.prover.protocol.ProgressListener.Stage;
import io.zkchain.prover.sumcheck.RelationWeights;
import io.zkchain.prover.transcript.ChallengeSource;
import io.zkchain.prover.transcript.Phase;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** One attempt at a proof, step by step as in docs/protocol.md. Used once, on one thread. */
final class ProofRun {
  private final ProverContext context;
  private final ProverSeam seam;
  private final Progress progress;
  private final ProofMessages messages;
  private final ProgramLayout columns;
  private final long[][] fixed;
  private final List<FrVector> publicWords;

  ProofRun(
      ProverContext context,
      ProverSeam seam,
      Progress progress,
      ChallengeSource transcript,
      long[][] fixed,
      List<FrVector> publicWords) {
    this.context = context;
    this.seam = seam;
    this.progress = progress;
    this.messages = new ProofMessages(context.proof(), transcript);
    this.columns = context.columns();
    this.fixed = fixed;
    this.publicWords = publicWords;
  }

  /**
   * Makes the proof, or returns null if a challenge hit one of the few values with which none
   * exists; all randomness is then drawn afresh.
   *
   * @throws BrokenRelationException if the witness breaks a relation
   */
  byte @Nullable [] run(WitnessColumns witness) {
    ScalarSource scalars = seam.scalars();
    progress.start(Stage.CELLS);
    CellColumns cells = CellColumns.draw(columns, witness, scalars);
    seam.cells(cells);
    commitCells(cells);
    Fr alpha = messages.challenge(0);
    Fr beta = messages.challenge(1);
    progress.next(Stage.HELPERS);
    LookupSelectors selectors = seam.selectors(context.selectors());
    // Forged columns may hold anything anywhere.
    int active = seam.force() ? context.circuit().rows() : context.activeRows();
    LookupTables tables =
        LookupTables.build(
            cells, selectors, context.outputs(fixed), active, alpha, beta, context.parallel());
    if (tables == null) {
      return null;
    }
    seam.helpers(cells, tables, alpha, beta);
    Masks masks = Masks.draw(columns.logRows(), scalars);
    commitHelpers(cells, tables, masks);
    EarlyChallenges challenges = earlyChallenges(alpha, beta);
    progress.next(Stage.FIRST_SUMCHECK);
    RelationWeights relations =
        new RelationWeights(
            context.relations(),
            (tensor, cell) -> context.cells(tensor, cell, cells, fixed),
            challenges.tau(),
            challenges.gamma(),
            context.parallel());
    FirstStage first =
        new FirstStage(context, messages, progress, cells, fixed, challenges, active);
    if (!first.readColumns(relations, publicWords) && !seam.force()) {
      throw new BrokenRelationException();
    }
    List<Fr> deltas = seam.deltaPowers(challenges.delta(), columns.lanes(), columns.tableLanes());
    FirstPoint point = first.run(tables, selectors, deltas, masks.first());
    seam.reveal(point);
    messages.scalars(Phase.REVEALED, context.proof().revealed(), point.revealed());
    return finish(cells, tables.helpers(), masks, relations, point);
  }

  private EarlyChallenges earlyChallenges(Fr alpha, Fr beta) {
    return new EarlyChallenges(
        alpha,
        beta,
        messages.challenge(0),
        messages.challenge(1),
        messages.challenge(2),
        messages.challenge(3),
        messages.challenges(4, columns.logRows()));
  }

  private byte @Nullable [] finish(
      CellColumns cells,
      FrVector[] helpers,
      Masks masks,
      RelationWeights relations,
      FirstPoint point) {
    progress.next(Stage.SECOND_SUMCHECK);
    List<Fr> lambda = seam.lambdaPowers(messages.challenge(0), columns.revealedCount());
    Fr rho2 = messages.challenge(1);
    SecondStage.Combined combined =
        new SecondStage(context, messages, progress, cells, helpers, fixed, masks)
            .run(point, lambda, rho2, relations);
    progress.next(Stage.OPENING);
    boolean complete = new ProofOpening(context, messages, progress, masks).open(combined, rho2);
    progress.end();
    return complete ? messages.proof() : null;
  }

  private void commitCells(CellColumns cells) {
    int count = cells.columns().length;
    List<G1> points =
        commit(
            count,
            column ->
                context
                    .committer()
                    .commit(
                        cells.columns()[column],
                        cells.reserved()[column],
                        cells.blinders()[column]));
    messages.points(Phase.CELLS, context.proof().cells(), points);
  }

  private void commitHelpers(CellColumns cells, LookupTables tables, Masks masks) {
    int first = columns.columnHelper(0);
    int count = tables.helpers().length;
    for (int k = 0; k < count; k++) {
      FrVector helper = tables.helpers()[k];
      Fr reserved = cells.reserved()[first + k];
      if (reserved != null) {
        helper.set(helper.size() - 1, reserved);
      }
    }
    Committer committer = context.committer();
    int[] openingPositions = Masks.openingPositions(columns.logRows());
    List<G1> points =
        commit(
            count + 2,
            k ->
                k < count
                    ? committer.commit(tables.helpers()[k], cells.blinders()[first + k])
                    : k == count
                        ? committer.commitSparse(masks.maskPositions(), masks.m())
                        : committer.commitSparse(openingPositions, masks.opening()));
    messages.points(Phase.HELPERS, context.proof().helpers(), points);
  }

  /**
   * Makes commitments, several at once: a short one does not keep all processors busy. Progress is
   * told on the calling thread, which is the one that can be interrupted.
   */
  private List<G1> commit(int count, IntFunction<G1> commitment) {
    G1[] points = new G1[count];
    AtomicInteger done = new AtomicInteger();
    Thread caller = Thread.currentThread();
    context
        .parallel()
        .forEach(
            count,
            k -> {
              points[k] = commitment.apply(k);
              int soFar = done.incrementAndGet();
              if (Thread.currentThread().equals(caller)) {
                progress.part(soFar, count);
              }
            });
    return List.of(points);
  }
}
