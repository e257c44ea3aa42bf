package io.zkchain.cli.command;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.CircuitCodec;
import io.zkchain.cli.CliException;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.prover.protocol.ProvingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The directory that {@code compile} writes and {@code setup} adds keys to.
 *
 * @param path where it is
 */
record ModelDirectory(Path path) {

  /** Loads the compiled model; compiles it again from the file, without calibration. */
  CompiledModel model() throws IOException {
    if (!Files.isRegularFile(path.resolve("circuit.zkc"))) {
      throw CliException.failed(
          "%s holds no compiled model (no circuit.zkc); run compile first".formatted(path));
    }
    return CompiledModel.load(path);
  }

  Path provingKey() {
    return path.resolve("proving.key");
  }

  Path verifyingKey() {
    return path.resolve("verifying.key");
  }

  /** The powers of tau that the keys were made with. */
  Path powers() {
    return path.resolve("powers.srs");
  }

  /** Opens the proving key, which {@link #requireSame} must find to be the model's. */
  ProvingKey openProvingKey() throws IOException {
    if (!Files.isRegularFile(provingKey())) {
      throw CliException.failed("%s holds no proving.key; run setup first".formatted(path));
    }
    return ProvingKey.open(provingKey());
  }

  /** Refuses a key that belongs to another circuit than the model's. */
  void requireSame(CompiledModel model, ProvingKey key) {
    if (!same(model.circuit(), key.verifyingKey().circuit())) {
      throw CliException.failed(
          "%s was made for another circuit than %s; run setup again"
              .formatted(provingKey(), path.resolve("circuit.zkc")));
    }
  }

  private static boolean same(Circuit one, Circuit other) {
    return Arrays.equals(CircuitCodec.encode(one), CircuitCodec.encode(other));
  }
}
