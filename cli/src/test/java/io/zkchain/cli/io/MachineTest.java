package io.zkchain.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class MachineTest {
  @TempDir Path directory;

  @Test
  void tellsWhichFilesAreMapped() throws IOException {
    Path file = Files.write(directory.resolve("mapped.bin"), new byte[4096]);
    assertThat(Machine.hasMapped(file)).contains(false);
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file)) {
      assertThat(channel.map(FileChannel.MapMode.READ_ONLY, 0, 4096, arena).byteSize())
          .isEqualTo(4096);
      assertThat(Machine.hasMapped(file)).contains(true);
    }
    assertThat(Machine.hasMapped(file)).contains(false);
  }

  @Test
  void aMissingFileIsNotMapped() {
    assertThat(Machine.hasMapped(directory.resolve("none"))).contains(false);
  }
}
