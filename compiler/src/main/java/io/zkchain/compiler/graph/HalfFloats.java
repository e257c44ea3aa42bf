package io.zkchain.compiler.graph;

/** bfloat16: the upper half of a float32 (8 exponent bits, 7 mantissa bits). */
public final class HalfFloats {

  private HalfFloats() {}

  /** The value of a bfloat16 bit pattern. */
  public static float bfloat16ToFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** The bit pattern of the nearest bfloat16, ties to even; NaN stays a quiet NaN. */
  public static short floatToBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }

  static float roundToBfloat16(float value) {
    return bfloat16ToFloat(floatToBfloat16(value));
  }
}
