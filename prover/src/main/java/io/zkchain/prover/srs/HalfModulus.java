package io.zkchain.prover.srs;

import io.zkchain.prover.field.Bytes;
import io.zkchain.prover.field.Fq;
import io.zkchain.prover.field.PrimeField;

/** Comparison of plain integers with q/2, for the sign flags of compressed points. */
final class HalfModulus {
  private final long[] half = new long[PrimeField.LIMBS];

  HalfModulus() {
    byte[] bytes = new byte[32];
    byte[] raw = Fq.MODULUS.shiftRight(1).toByteArray();
    System.arraycopy(raw, 0, bytes, 32 - raw.length, raw.length);
    Bytes.getBigEndian(bytes, 0, half, 0);
  }

  /** Whether the integer y below q (not in Montgomery form) is larger than q - y. */
  boolean isLarger(long[] plain, int offset) {
    for (int i = PrimeField.LIMBS - 1; i >= 0; i--) {
      if (plain[offset + i] != half[i]) {
        return Long.compareUnsigned(plain[offset + i], half[i]) > 0;
      }
    }
    return false;
  }
}
