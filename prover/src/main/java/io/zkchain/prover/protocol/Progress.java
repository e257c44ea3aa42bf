package io.zkchain.prover.protocol;

import io.zkchain.prover.protocol.ProgressListener.Stage;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Tells a listener about stages, and ends the work if its thread is interrupted. */
final class Progress {
  private final ProgressListener listener;
  private @Nullable Stage stage;

  Progress(ProgressListener listener) {
    this.listener = listener;
  }

  void start(Stage next) {
    check();
    stage = next;
    listener.progress(next, 0);
  }

  /** Ends the current stage and starts another. */
  void next(Stage next) {
    end();
    start(next);
  }

  /** So many of so many parts of the current stage are done. */
  void part(int done, int total) {
    check();
    if (stage != null && done < total) {
      listener.progress(stage, (double) done / total);
    }
  }

  void end() {
    if (stage != null) {
      listener.progress(stage, 1);
      stage = null;
    }
  }

  /** The interrupt stays set, as the caller's own loops expect. */
  private static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted");
    }
  }
}
