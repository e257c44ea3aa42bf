package io.zkchain.it.models;

import io.zkchain.prover.srs.Srs;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** One insecure setup for a test class, made again where a circuit needs a larger one. */
final class TestPowers {
  private static final int LEAST_LOG_SIZE = 15;

  private @Nullable Srs powers;

  /** Powers for circuits of 2^logRows rows. */
  Srs of(int logRows) {
    Srs current = powers;
    if (current == null || current.size() <= 1 << logRows) {
      current = Srs.test(Math.max(LEAST_LOG_SIZE, logRows), new SecureRandom());
      powers = current;
    }
    return current;
  }
}
