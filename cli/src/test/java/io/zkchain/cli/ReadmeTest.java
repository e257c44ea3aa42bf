package io.zkchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.contracts.LocalChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands that the README shows, in their order. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String KEY =
      "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

  @TempDir Path directory;

  @Test
  void itsCommandsWork() throws IOException {
    Files.createSymbolicLink(directory.resolve("examples"), ROOT.resolve("examples"));
    List<String> commands = commands(ROOT.resolve("README.md"));
    assertThat(commands).hasSizeGreaterThan(10);
    try (LocalChain chain = LocalChain.start()) {
      for (String command : commands) {
        String[] words =
            Arrays.stream(command.split(" ", -1))
                .skip(1)
                .map(word -> word.equals("http://127.0.0.1:8545") ? chain.rpc().toString() : word)
                .toArray(String[]::new);
        var run = CommandLineRun.in(directory, Map.of("DEPLOYER_KEY", KEY), words);
        assertThat(run.exitCode()).as("%s%n%s", command, run.err()).isZero();
      }
    }
  }

  @Test
  void itsLinksLead() throws IOException {
    for (Path file : List.of(ROOT.resolve("README.md"), ROOT.resolve("SECURITY.md"))) {
      var links = Pattern.compile("\\]\\(([^):]+)\\)").matcher(Files.readString(file));
      while (links.find()) {
        assertThat(ROOT.resolve(links.group(1))).exists();
      }
    }
  }

  /** All lines in code blocks that start the launcher; quickstart has a test of its own. */
  private static List<String> commands(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("./zkchain "))
          .filter(line -> !line.startsWith("./zkchain quickstart"))
          .toList();
    }
  }
}
