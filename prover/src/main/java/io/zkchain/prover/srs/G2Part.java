package io.zkchain.prover.srs;

import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.EncodingException;
import java.util.function.Supplier;

/** Points of G2, whose errors carry their number. */
final class G2Part {
  private G2Part() {}

  /** Point 0 must be the generator. */
  static void requireGenerator(Supplier<G2> decode) {
    if (!decoded(decode, 0).equals(G2.GENERATOR)) {
      throw new SrsException.BadPoint("G2", 0, "it is not the generator of EIP-197");
    }
  }

  /** A point, with its number in the file. */
  static G2 decoded(Supplier<G2> decode, int index) {
    try {
      return decode.get();
    } catch (EncodingException e) {
      throw new SrsException.BadPoint("G2", index, String.valueOf(e.getMessage()));
    }
  }
}
