package io.zkchain.prover.srs;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.EncodingException;
import io.zkchain.prover.msm.Bases;
import io.zkchain.prover.parallel.Parallel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** Reads and checks many points of G1 in one encoding. */
abstract class PointDecoder {
  private static final int CHUNK = 1024; // points a task

  /** Bytes of one encoded point. */
  abstract int bytes();

  /**
   * Decodes a point to the eight limbs at {@code out[oo]}.
   *
   * @throws EncodingException if it is not canonical or not on the curve
   */
  abstract void decode(byte[] in, int from, long[] out, int oo);

  /**
   * Points {@code 0 .. count-1}, encoded one after another from {@code offset} on; a decoder is
   * made for each task.
   */
  static Bases decodeAll(
      Input input, long offset, int count, Supplier<PointDecoder> decoders, Parallel parallel)
      throws IOException {
    long[] limbs = new long[Math.multiplyExact(G1.LIMBS, count)];
    int chunks = (count + CHUNK - 1) / CHUNK;
    try {
      parallel.forEach(
          chunks,
          c ->
              decodeChunk(
                  input,
                  offset,
                  CHUNK * c,
                  Math.min(count, CHUNK * (c + 1)),
                  decoders.get(),
                  limbs));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return Bases.copyOf(limbs);
  }

  private static void decodeChunk(
      Input input, long offset, int from, int to, PointDecoder decoder, long[] limbs) {
    int bytes = decoder.bytes();
    byte[] in;
    try {
      in =
          input.read(offset + (long) from * bytes, bytes * (to - from), "the powers in G1").array();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int i = from; i < to; i++) {
      try {
        decoder.decode(in, bytes * (i - from), limbs, G1.LIMBS * i);
      } catch (EncodingException e) {
        throw new SrsException.BadPoint("G1", i, String.valueOf(e.getMessage()));
      }
    }
  }
}
