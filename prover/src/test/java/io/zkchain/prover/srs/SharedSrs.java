package io.zkchain.prover.srs;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The ceremonies' files, where the machine has them. */
final class SharedSrs {
  static final String PTAU = "powersOfTau28_hez_final_08.ptau";
  static final String IGNITION_SMALL = "kzg10-bn254-aztec-srs-1024.bin";
  static final String IGNITION = "kzg10-bn254-aztec-srs-32768.bin";
  static final String PPOT_G1 = "ppot-0085-g1.65536.point";
  static final String PPOT_G2 = "ppot-0085-g2.point.powerOf2";

  private SharedSrs() {}

  static Path file(String name) {
    Path file =
        Path.of(System.getProperty("zkchain.shared", "../../shared")).resolve("srs").resolve(name);
    Assumptions.assumeTrue(Files.isReadable(file), () -> "no ceremony file at " + file);
    return file;
  }
}
