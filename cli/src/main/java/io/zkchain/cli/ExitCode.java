package io.zkchain.cli;

/** The exit codes of every command; scripts rely on them. */
public final class ExitCode {
  public static final int OK = 0;

  /** The command could not do its work: a broken file, a full disk, an interrupt. */
  public static final int FAILED = 1;

  /** The command line itself is wrong. */
  public static final int USAGE = 2;

  /** The model is sound ONNX, but cannot become a circuit. */
  public static final int UNSUPPORTED_MODEL = 3;

  /** The proof was read and does not verify; everything worked. */
  public static final int PROOF_REJECTED = 4;

  /** The chain refused, or could not be reached. */
  public static final int CHAIN = 5;

  /** A defect of zkchain itself. */
  public static final int INTERNAL = 70;

  private ExitCode() {}
}
