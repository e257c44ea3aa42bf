package io.zkchain.circuit.artifact;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is not the artifact it should be. The message says what it is and what to do. */
public final class ArtifactException extends IOException {
  private static final long serialVersionUID = 1L;

  public ArtifactException(Path file, String problem) {
    super(file + ": " + problem);
  }
}
