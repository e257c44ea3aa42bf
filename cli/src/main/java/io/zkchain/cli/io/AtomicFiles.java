package io.zkchain.cli.io;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files that appear complete or not at all: they are written beside their place under a temporary
 * name and moved there at the end; whatever goes wrong in between removes the temporary ones.
 */
public final class AtomicFiles {

  /** Writes content to the path it is given. */
  @FunctionalInterface
  public interface Writer {
    void write(Path temporary) throws IOException;
  }

  private AtomicFiles() {}

  /** Writes one file; creates its directory if need be. */
  public static void write(Path file, Writer writer) throws IOException {
    Path target = file.toAbsolutePath();
    Path parent = directoryOf(target);
    Files.createDirectories(parent);
    Path temporary = Files.createTempFile(parent, ".zkchain-", ".part");
    try {
      // The writer may insist on making the file itself, with permissions of its own.
      Files.delete(temporary);
      writer.write(temporary);
      move(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  public static void writeString(Path file, String content) throws IOException {
    write(file, temporary -> Files.writeString(temporary, content));
  }

  /**
   * Fills a directory: the writer works in an empty temporary one, whose files are then moved into
   * {@code directory}, replacing older ones of the same names. Other files there stay.
   */
  public static void writeDirectory(Path directory, Writer writer) throws IOException {
    Path target = directory.toAbsolutePath();
    Path parent = directoryOf(target);
    Files.createDirectories(parent);
    Path temporary = Files.createTempDirectory(parent, ".zkchain-");
    try {
      writer.write(temporary);
      for (Path file : filesOf(temporary)) {
        Path place = target.resolve(temporary.relativize(file).toString());
        Files.createDirectories(directoryOf(place));
        move(file, place);
      }
    } finally {
      deleteTree(temporary);
    }
  }

  private static Path directoryOf(Path absolute) throws IOException {
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new IOException(absolute + " is not a file name");
    }
    return parent;
  }

  private static List<Path> filesOf(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.filter(Files::isRegularFile).toList();
    }
  }

  private static void deleteTree(Path directory) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> tree = Files.walk(directory)) {
      tree.sorted(Comparator.reverseOrder()).forEach(paths::add);
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
