package io.zkchain.prover.protocol;

/**
 * Hears how far setup or a proof is, on the thread that runs it.
 *
 * <p>To cancel, interrupt that thread: the operation ends at the next step with a {@link
 * java.util.concurrent.CancellationException} and leaves nothing behind.
 */
@FunctionalInterface
public interface ProgressListener {
  /** Parts of setup and proving, in their order. */
  enum Stage {
    /** Setup: commitments to the fixed columns. */
    FIXED_COLUMNS,
    /** Proving: the witness's columns, and commitments to them. */
    CELLS,
    /** Proving: helper columns and masks, and commitments to them. */
    HELPERS,
    /** Proving: all relations and lookups at a random point. */
    FIRST_SUMCHECK,
    /** Proving: all evaluations at another random point. */
    SECOND_SUMCHECK,
    /** Proving: the opening of the commitments. */
    OPENING
  }

  /** Hears nothing. */
  ProgressListener NONE = (stage, fraction) -> {};

  /**
   * @param fraction share of the stage that is done, from 0 (once, at its start) to 1 (once, at its
   *     end)
   */
  void progress(Stage stage, double fraction);
}
