package io.zkchain.circuit.artifact;

import java.util.Optional;
import java.util.stream.Stream;

/** What an artifact file holds. */
public enum ArtifactKind {
  COMPILED_CIRCUIT("CIRC", "compiled circuit", true),
  FIXED_VALUES("FIXV", "fixed values", true),
  WITNESS("WITN", "witness", true),
  SRS("SRS ", "structured reference string", false),
  PROVING_KEY("PKEY", "proving key", true),
  VERIFYING_KEY("VKEY", "verifying key", false),
  PROOF("PROF", "proof", false);

  private final String code;
  private final String title;
  private final boolean secret;

  ArtifactKind(String code, String title, boolean secret) {
    this.code = code;
    this.title = title;
    this.secret = secret;
  }

  /** Four ASCII characters in the file's header. */
  public String code() {
    return code;
  }

  /** Name for people. */
  public String title() {
    return title;
  }

  /** Whether files of this kind are created readable by their owner only. */
  public boolean secret() {
    return secret;
  }

  static Optional<ArtifactKind> of(String code) {
    return Stream.of(values()).filter(kind -> kind.code.equals(code)).findFirst();
  }
}
