package io.zkchain.prover.field;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Conversions between four limbs, least significant first, and 32 bytes. */
public final class Bytes {
  private static final VarHandle BIG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LITTLE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Bytes() {}

  /** Writes the limbs as a 32-byte big-endian integer. */
  public static void putBigEndian(long[] limbs, int lo, byte[] out, int oo) {
    for (int i = 0; i < PrimeField.LIMBS; i++) {
      BIG.set(out, oo + 8 * i, limbs[lo + PrimeField.LIMBS - 1 - i]);
    }
  }

  /** Reads a 32-byte big-endian integer. */
  public static void getBigEndian(byte[] in, int io, long[] limbs, int lo) {
    for (int i = 0; i < PrimeField.LIMBS; i++) {
      limbs[lo + PrimeField.LIMBS - 1 - i] = (long) BIG.get(in, io + 8 * i);
    }
  }

  /** Reads a 32-byte little-endian integer. */
  public static void getLittleEndian(byte[] in, int io, long[] limbs, int lo) {
    for (int i = 0; i < PrimeField.LIMBS; i++) {
      limbs[lo + i] = (long) LITTLE.get(in, io + 8 * i);
    }
  }
}
