package io.zkchain.cli;

import io.zkchain.circuit.CircuitException;
import io.zkchain.circuit.WitnessException;
import io.zkchain.compiler.error.CompilerException;
import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.error.ReferenceException;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.error.UnsupportedOperatorsException;
import io.zkchain.contracts.ChainException;
import io.zkchain.contracts.ChainException.CallReverted;
import io.zkchain.contracts.ChainException.CompilationFailed;
import io.zkchain.contracts.ChainException.FateUnknown;
import io.zkchain.contracts.ChainException.FileFailed;
import io.zkchain.contracts.ChainException.InsufficientFunds;
import io.zkchain.contracts.ChainException.Interrupted;
import io.zkchain.contracts.ChainException.KeyUnavailable;
import io.zkchain.contracts.ChainException.LocalChainFailed;
import io.zkchain.contracts.ChainException.RpcFailed;
import io.zkchain.contracts.ChainException.ToolMissing;
import io.zkchain.contracts.ChainException.TransactionFailed;
import io.zkchain.contracts.ChainException.Unreachable;
import io.zkchain.contracts.ChainException.WrongChain;
import io.zkchain.contracts.ChainException.WrongCode;
import io.zkchain.prover.protocol.ProtocolException;
import io.zkchain.prover.srs.SrsException;
import io.zkchain.solidity.VerifierTooLargeException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** The one place that turns what was thrown into a line and an exit code. */
final class Failures {

  /**
   * @param exitCode see {@link ExitCode}
   * @param message one line
   * @param defect whether the stack trace is worth showing: the fault is in zkchain
   */
  record Failure(int exitCode, String message, boolean defect) {}

  private Failures() {}

  static Failure describe(Throwable thrown) {
    return switch (thrown) {
      case CliException e -> new Failure(e.exitCode(), oneLine(e), false);
      case CircuitException e -> failed(oneLine(e));
      case WitnessException e -> failed(oneLine(e));
      case ProtocolException e -> failed(oneLine(e));
      case VerifierTooLargeException e -> failed(oneLine(e));
      case SrsException e -> failed(srs(e));
      case CompilerException e -> new Failure(exitCode(e), oneLine(e), false);
      case ChainException e -> new Failure(exitCode(e), oneLine(e), false);
      case InterruptedException _,
          CancellationException _,
          ClosedByInterruptException _,
          InterruptedIOException _ ->
          failed("interrupted; nothing was left half-written");
      case UncheckedIOException e when e.getCause() != null -> describe(e.getCause());
      case CompletionException e when e.getCause() != null -> describe(e.getCause());
      case ExecutionException e when e.getCause() != null -> describe(e.getCause());
      case NoSuchFileException e -> failed("no such file: " + e.getFile());
      case FileNotFoundException e -> failed("no such file: " + oneLine(e));
      case AccessDeniedException e -> failed("permission denied: " + e.getFile());
      case NotDirectoryException e -> failed("not a directory: " + e.getFile());
      case IOException e -> failed(inputOutput(e));
      case OutOfMemoryError _ -> failed(outOfMemory());
      default ->
          new Failure(
              ExitCode.INTERNAL,
              "internal error, please report it: "
                  + thrown.getClass().getName()
                  + ": "
                  + oneLine(thrown),
              true);
    };
  }

  private static int exitCode(CompilerException e) {
    return switch (e) {
      case InvalidModelException _, InputDataException _, ReferenceException _ -> ExitCode.FAILED;
      case UnsupportedModelException _, UnsupportedOperatorsException _ ->
          ExitCode.UNSUPPORTED_MODEL;
    };
  }

  private static int exitCode(ChainException e) {
    return switch (e) {
      case ToolMissing _, CompilationFailed _, KeyUnavailable _, FileFailed _, Interrupted _ ->
          ExitCode.FAILED;
      case LocalChainFailed _,
          Unreachable _,
          RpcFailed _,
          WrongChain _,
          InsufficientFunds _,
          CallReverted _,
          TransactionFailed _,
          FateUnknown _,
          WrongCode _ ->
          ExitCode.CHAIN;
    };
  }

  private static Failure failed(String message) {
    return new Failure(ExitCode.FAILED, message, false);
  }

  private static String srs(SrsException e) {
    return e instanceof SrsException.FileFailed && e.getCause() instanceof IOException cause
        ? describe(cause).message()
        : oneLine(e);
  }

  private static String inputOutput(IOException e) {
    String text = oneLine(e);
    String where = e instanceof FileSystemException f && f.getFile() != null ? f.getFile() : "";
    if (text.contains("No space left on device") || text.contains("Disk quota exceeded")) {
      return "the disk is full"
          + at(where)
          + "; nothing was left half-written; free some space and try again";
    }
    if (text.contains("File too large")) {
      return "the file would be larger than this system allows"
          + at(where)
          + "; nothing was left half-written";
    }
    return text;
  }

  private static String at(String where) {
    return where.isEmpty() ? "" : " (writing " + where + ")";
  }

  private static String outOfMemory() {
    return "out of memory: the heap may grow to %d MiB; start with ZKCHAIN_JAVA_OPTS=-Xmx8g (or what the machine has) to allow more"
        .formatted(Runtime.getRuntime().maxMemory() >> 20);
  }

  private static String oneLine(Throwable thrown) {
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return thrown.getClass().getSimpleName();
    }
    return message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
