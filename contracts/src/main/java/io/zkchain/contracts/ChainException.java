package io.zkchain.contracts;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What can go wrong between a proof and its receipt. Every message is one line that says what
 * happened, where, and what to do about it; none holds a key, a password or more of an RPC address
 * than its host.
 *
 * <p>A rejected proof is not among these: see {@link Submission.Rejected}.
 */
public abstract sealed class ChainException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ChainException(String message) {
    super(message);
  }

  private ChainException(String message, Throwable cause) {
    super(message, cause);
  }

  /** One line: what, where, the value, what to do. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** Node.js, npm or an npm package that this program drives is missing or does not start. */
  public static final class ToolMissing extends ChainException {
    private static final long serialVersionUID = 1L;

    ToolMissing(String message) {
      super(message);
    }

    ToolMissing(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The Solidity compiler refused its input. */
  public static final class CompilationFailed extends ChainException {
    private static final long serialVersionUID = 1L;

    CompilationFailed(String message) {
      super(message);
    }
  }

  /** The local chain did not come up. */
  public static final class LocalChainFailed extends ChainException {
    private static final long serialVersionUID = 1L;

    LocalChainFailed(String message) {
      super(message);
    }

    LocalChainFailed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** No node answers at the RPC address. */
  public static final class Unreachable extends ChainException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The node answered a request with an error. */
  public static final class RpcFailed extends ChainException {
    private static final long serialVersionUID = 1L;

    RpcFailed(String message) {
      super(message);
    }
  }

  /** The node serves another chain than the expected one. */
  public static final class WrongChain extends ChainException {
    private static final long serialVersionUID = 1L;
    private final long expected;
    private final long actual;

    WrongChain(long expected, long actual, String host) {
      super(
          "the node at %s serves chain %d, expected chain %d; give the RPC address of the right chain"
              .formatted(host, actual, expected));
      this.expected = expected;
      this.actual = actual;
    }

    /** The chain id that was asked for. */
    public long expected() {
      return expected;
    }

    /** The chain id that the node reports. */
    public long actual() {
      return actual;
    }
  }

  /** The account cannot pay for the transaction; nothing was sent. */
  public static final class InsufficientFunds extends ChainException {
    private static final long serialVersionUID = 1L;

    InsufficientFunds(Address account, BigInteger balance, BigInteger needed) {
      super(
          "account %s holds %s wei, the transaction may cost up to %s wei; fund it or lower the fee; nothing was sent"
              .formatted(account, balance, needed));
    }
  }

  /** No key could be read from the keystore file or the environment. */
  public static final class KeyUnavailable extends ChainException {
    private static final long serialVersionUID = 1L;

    KeyUnavailable(String message) {
      super(message);
    }
  }

  /** The contract refused the call when simulated; nothing was sent and no gas was spent. */
  public static final class CallReverted extends ChainException {
    private static final long serialVersionUID = 1L;
    private final transient Revert revert;

    CallReverted(String what, Revert revert) {
      super("%s would revert: %s; nothing was sent".formatted(what, revert.describe()));
      this.revert = revert;
    }

    /** The decoded reason. */
    public Revert revert() {
      return revert;
    }
  }

  /** The transaction is in a block, and failed there. */
  public static final class TransactionFailed extends ChainException {
    private static final long serialVersionUID = 1L;
    private final String transactionHash;

    TransactionFailed(String transactionHash, BigInteger block, BigInteger gasUsed, String reason) {
      super(
          "transaction %s failed in block %s after %s gas: %s"
              .formatted(transactionHash, block, gasUsed, reason));
      this.transactionHash = transactionHash;
    }

    /** Hash of the failed transaction, 0x and 64 hex digits. */
    public String transactionHash() {
      return transactionHash;
    }
  }

  /** The transaction was handed to the node, and what became of it is not known. */
  public static final class FateUnknown extends ChainException {
    private static final long serialVersionUID = 1L;
    private final String transactionHash;

    FateUnknown(String transactionHash, String why) {
      super(
          "transaction %s was sent and may still be mined: %s; look up this hash before sending again"
              .formatted(transactionHash, why));
      this.transactionHash = transactionHash;
    }

    /** Hash of the transaction in question, 0x and 64 hex digits. */
    public String transactionHash() {
      return transactionHash;
    }
  }

  /** The address holds no code, or other code than was deployed. */
  public static final class WrongCode extends ChainException {
    private static final long serialVersionUID = 1L;

    WrongCode(String message) {
      super(message);
    }
  }

  /** A deployment record or another file of this stage cannot be read or written. */
  public static final class FileFailed extends ChainException {
    private static final long serialVersionUID = 1L;

    FileFailed(Path file, String why) {
      super("%s: %s".formatted(file, why));
    }
  }

  /**
   * The thread was interrupted while it waited; for a transaction already sent see {@link
   * FateUnknown}.
   */
  public static final class Interrupted extends ChainException {
    private static final long serialVersionUID = 1L;

    Interrupted(String message) {
      super(message);
    }
  }
}
