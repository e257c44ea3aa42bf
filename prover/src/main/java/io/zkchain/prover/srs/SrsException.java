package io.zkchain.prover.srs;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Why a structured reference string cannot be used. Every message says what to do. */
public abstract sealed class SrsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private SrsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  private SrsException(String message) {
    this(message, null);
  }

  /** The file cannot be read or written. */
  public static final class FileFailed extends SrsException {
    private static final long serialVersionUID = 1L;

    FileFailed(Path file, Throwable cause) {
      super(
          "cannot access the SRS file "
              + file
              + ": "
              + cause
              + "; check the path and its permissions",
          cause);
    }
  }

  /**
   * The file is of another kind than the one that was asked for, or of a version or curve that is
   * not supported.
   */
  public static final class WrongKind extends SrsException {
    private static final long serialVersionUID = 1L;

    WrongKind(String message) {
      super(message);
    }
  }

  /** The file ends too early, or has bytes that its header does not account for. */
  public static final class WrongLength extends SrsException {
    private static final long serialVersionUID = 1L;

    WrongLength(String message) {
      super(message + "; download or copy the file again");
    }
  }

  /** The file's content does not have the checksum that the file states. */
  public static final class Corrupt extends SrsException {
    private static final long serialVersionUID = 1L;

    Corrupt(String message) {
      super(message + "; the file was altered: import the ceremony's file again");
    }
  }

  /** A point is not canonical, not on the curve, not in the group, or not where it must be. */
  public static final class BadPoint extends SrsException {
    private static final long serialVersionUID = 1L;
    private final String group;
    private final int index;

    BadPoint(String group, int index, String reason) {
      super(
          group
              + " point "
              + index
              + " of the SRS is invalid: "
              + reason
              + "; the file is damaged or of another kind");
      this.group = group;
      this.index = index;
    }

    /** "G1" or "G2". */
    public String group() {
      return group;
    }

    /** Its number, from 0. */
    public int index() {
      return index;
    }
  }

  /**
   * The points are valid each but are no powers of one secret, or the two groups' secrets differ.
   */
  public static final class NotPowers extends SrsException {
    private static final long serialVersionUID = 1L;

    NotPowers(String message) {
      super(message);
    }
  }

  /** There are fewer powers than needed. */
  public static final class TooSmall extends SrsException {
    private static final long serialVersionUID = 1L;
    private final int available;
    private final int needed;

    TooSmall(int available, int needed) {
      super(
          "the SRS has "
              + available
              + " powers of tau but "
              + needed
              + " are needed; import a larger ceremony file, or compile the model with fewer rows");
      this.available = available;
      this.needed = needed;
    }

    /** Powers in G1 that there are. */
    public int available() {
      return available;
    }

    /** Powers in G1 that were asked for. */
    public int needed() {
      return needed;
    }
  }
}
