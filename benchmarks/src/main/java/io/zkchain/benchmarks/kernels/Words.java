package io.zkchain.benchmarks.kernels;

import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.PrimeField;
import io.zkchain.prover.msm.Bases;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files of limbs in Montgomery form, little-endian. */
final class Words {
  private Words() {}

  static void write(Path file, Bases bases) throws IOException {
    write(file, bases.memory().asByteBuffer());
  }

  static void write(Path file, FrVector elements) throws IOException {
    int n = PrimeField.LIMBS * elements.size();
    var bytes = ByteBuffer.allocate(Long.BYTES * n).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(elements.limbs(), elements.offset(0), n);
    write(file, bytes);
  }

  private static void write(Path file, ByteBuffer bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }
}
