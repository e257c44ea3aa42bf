package io.zkchain.prover.protocol;

import io.zkchain.prover.protocol.Verdict.Reason;

/** Leaves the verification early; never leaves {@link Verifier}. */
final class Rejection extends Exception {
  private static final long serialVersionUID = 1L;
  private final Reason reason;

  Rejection(Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  Verdict.Rejected verdict() {
    String detail = getMessage();
    return new Verdict.Rejected(reason, detail == null ? "" : detail);
  }
}
