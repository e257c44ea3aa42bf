package io.zkchain.circuit.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Files that appear whole or not at all. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Fills a new file. */
  @FunctionalInterface
  public interface Filler {
    void fill(FileChannel channel) throws IOException;
  }

  /**
   * Replaces or creates a file: fills a temporary one in the same folder, forces it to the disk and
   * moves it to its name in one step. On failure the temporary file is deleted and the old file
   * stays.
   *
   * @param ownerOnly whether the file is readable by its owner only, from its creation on; has no
   *     effect where the file system knows no such permissions
   */
  public static void replace(Path file, boolean ownerOnly, Filler filler) throws IOException {
    Path target = file.toAbsolutePath();
    Path temporary =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel = create(temporary, ownerOnly)) {
        filler.fill(channel);
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    forceFolder(target);
  }

  /** Writes the bytes; see {@link #replace(Path, boolean, Filler)}. */
  public static void replace(Path file, boolean ownerOnly, byte[] bytes) throws IOException {
    replace(file, ownerOnly, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
  }

  private static FileChannel create(Path file, boolean ownerOnly) throws IOException {
    Set<StandardOpenOption> options =
        new HashSet<>(Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
    if (!ownerOnly || !posix) {
      return FileChannel.open(file, options);
    }
    FileAttribute<?> owner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    return FileChannel.open(file, options, owner);
  }

  /** Makes the new name itself durable, where folders can be opened. */
  private static void forceFolder(Path target) throws IOException {
    Path folder = target.getParent();
    if (folder != null && target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
