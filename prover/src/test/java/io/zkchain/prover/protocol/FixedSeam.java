package io.zkchain.prover.protocol;

import io.zkchain.prover.field.Fr;
import io.zkchain.prover.transcript.ChallengeSource;
import io.zkchain.prover.transcript.Keccak256;
import io.zkchain.prover.transcript.Phase;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A prover whose challenges depend on a seed alone, and whose scalars are given by name. */
final class FixedSeam extends ProverSeam {
  /** Name of one secret scalar. */
  record Name(ScalarSource.Use use, int index) {}

  private final long seed;
  private final Map<Name, Fr> scalars;
  private final Map<Name, Fr> drawn = new LinkedHashMap<>();

  FixedSeam(long seed, Map<Name, Fr> scalars) {
    this.seed = seed;
    this.scalars = scalars;
  }

  /** What the proof drew, in order. */
  Map<Name, Fr> drawn() {
    return drawn;
  }

  @Override
  ScalarSource scalars() {
    return (use, index) -> {
      Name name = new Name(use, index);
      Fr value = scalars.getOrDefault(name, Fr.ZERO);
      if (drawn.put(name, value) != null) {
        throw new AssertionError(name + " was drawn twice");
      }
      return value;
    };
  }

  @Override
  ChallengeSource challenges(ChallengeSource honest) {
    return challenges(seed);
  }

  static ChallengeSource challenges(long seed) {
    return new ChallengeSource() {
      private String position = "start";
      private int messages;

      @Override
      public void absorb(Phase phase, byte[] words) {
        position = phase + " " + messages++;
      }

      @Override
      public Fr challenge(int index) {
        String name = seed + " " + position + " " + index;
        return Fr.fromHash(Keccak256.hash(name.getBytes(StandardCharsets.UTF_8)));
      }
    };
  }
}
