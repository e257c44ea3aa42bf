package io.zkchain.it.foundry;

import io.zkchain.contracts.NpmTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Runs forge on a project folder that is left as its author ships it: the compiler and the wish to
 * stay offline are given in the environment. Forge wants a native compiler; a script stands in for
 * it and runs the npm one.
 */
public final class Foundry {
  private static final String COMPILER =
      """
      #!/usr/bin/env node
      const solc = require(%s);
      if (process.argv.includes('--version')) {
        console.log('solc, the solidity compiler commandline interface\\nVersion: ' + solc.version());
      } else {
        process.stdout.write(solc.compile(require('fs').readFileSync(0, 'utf8')));
      }
      """;

  private final Path forge;
  private final Path compiler;

  private Foundry(Path forge, Path compiler) {
    this.forge = forge;
    this.compiler = compiler;
  }

  /**
   * Installs forge if need be.
   *
   * @param scratch folder for the script
   */
  public static Foundry install(Path scratch) throws IOException {
    Path modules = NpmTools.of(Foundry.class, "npm", note -> {}).modules();
    Path compiler = scratch.resolve("solc");
    String name = "'" + modules.resolve("solc") + "'";
    Files.writeString(compiler, COMPILER.formatted(name));
    Files.setPosixFilePermissions(compiler, PosixFilePermissions.fromString("rwx------"));
    return new Foundry(modules.resolve("@foundry-rs/forge-linux-amd64/bin/forge"), compiler);
  }

  /** What a run printed, and its exit code. */
  public record Result(int exitCode, String output) {}

  /**
   * Runs forge in a project folder.
   *
   * @param project folder with {@code foundry.toml}
   * @param arguments such as {@code build} or {@code test}
   */
  public Result run(Path project, String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(forge.toString()).directory(project.toFile()).redirectErrorStream(true);
    builder.command().addAll(List.of(arguments));
    builder.environment().put("FOUNDRY_SOLC", compiler.toString());
    builder.environment().put("FOUNDRY_OFFLINE", "true");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }
}
