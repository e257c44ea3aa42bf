package io.zkchain.cli;

/**
 * A failure that a command found itself and can explain. The message is one line: what is wrong,
 * where, and what to do about it.
 */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CliException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The command cannot do its work, see {@link ExitCode#FAILED}. */
  public static CliException failed(String message) {
    return new CliException(ExitCode.FAILED, message);
  }

  /** Options that do not fit together or have no such value, see {@link ExitCode#USAGE}. */
  public static CliException usage(String message) {
    return new CliException(ExitCode.USAGE, message);
  }

  /** The chain gave an unexpected answer, see {@link ExitCode#CHAIN}. */
  public static CliException chain(String message) {
    return new CliException(ExitCode.CHAIN, message);
  }

  public int exitCode() {
    return exitCode;
  }
}
