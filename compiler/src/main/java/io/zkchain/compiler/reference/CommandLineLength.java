package io.zkchain.compiler.reference;

import io.zkchain.compiler.error.ReferenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Refuses to load ONNX Runtime where it would take the whole JVM down.
 *
 * <p>On Linux the native library of release 1.29 reads the process's command line into a buffer of
 * fixed size when its environment is made. Command lines of 3,696 bytes pass, of 3,996 bytes the
 * process ends with SIGSEGV; a long {@code -cp} is enough.
 */
final class CommandLineLength {
  /** Well below the shortest command line that was seen to crash. */
  static final int LIMIT = 3_600;

  private CommandLineLength() {}

  /** Checks this process. */
  static void check() {
    Path file = Path.of("/proc/self/cmdline");
    if (!Files.isReadable(file)) {
      return; // not Linux
    }
    try {
      check(Files.readAllBytes(file).length);
    } catch (IOException e) {
      throw new ReferenceException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  static void check(int bytes) {
    if (bytes > LIMIT) {
      throw new ReferenceException(
          ("this process's command line has %d bytes, and ONNX Runtime crashes above about 3,700:"
                  + " give a long class path in the environment variable CLASSPATH, as lib/*, or in"
                  + " an @argument file")
              .formatted(bytes));
    }
  }
}
