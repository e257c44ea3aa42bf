package io.zkchain.cli.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir Path directory;

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = directory.resolve("a.txt");
    AtomicFiles.writeString(file, "old");
    assertThatThrownBy(() ->
            AtomicFiles.write(
                file,
                temporary -> {
                  Files.writeString(temporary, "half");
                  throw full(temporary);
                }))
        .isInstanceOf(FileSystemException.class);
    assertThat(Files.readString(file)).isEqualTo("old");
    assertThat(tree()).containsExactly("a.txt");
  }

  @Test
  void aDirectoryAppearsWholeBesideWhatIsThere() throws IOException {
    Path out = directory.resolve("out");
    AtomicFiles.writeString(out.resolve("kept.txt"), "kept");
    AtomicFiles.writeString(out.resolve("sub/a.txt"), "old");
    AtomicFiles.writeDirectory(
        out,
        temporary -> {
          Files.createDirectories(temporary.resolve("sub"));
          Files.writeString(temporary.resolve("sub/a.txt"), "new");
          Files.writeString(temporary.resolve("b.txt"), "b");
        });
    assertThat(tree()).containsExactly("out/b.txt", "out/kept.txt", "out/sub/a.txt");
    assertThat(Files.readString(out.resolve("sub/a.txt"))).isEqualTo("new");
  }

  @Test
  void aDirectoryThatFailsLeavesNothing() throws IOException {
    Path out = directory.resolve("out");
    assertThatThrownBy(() ->
            AtomicFiles.writeDirectory(
                out,
                temporary -> {
                  Files.writeString(temporary.resolve("a.txt"), "a");
                  throw full(temporary);
                }))
        .isInstanceOf(FileSystemException.class);
    assertThat(tree()).isEmpty();
    assertThat(out).doesNotExist();
  }

  private static FileSystemException full(Path file) {
    return new FileSystemException(file.toString(), null, "No space left on device");
  }

  private List<String> tree() throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> directory.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
