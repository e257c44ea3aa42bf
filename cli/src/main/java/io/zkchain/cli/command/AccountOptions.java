package io.zkchain.cli.command;

import io.zkchain.cli.CliException;
import io.zkchain.cli.Session;
import io.zkchain.contracts.SigningKey;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the key of the paying account comes from; never from an argument. */
final class AccountOptions {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  @Option(
      names = "--keystore",
      paramLabel = "FILE",
      description = "Encrypted key of the paying account (Web3 Secret Storage).")
  @Nullable Path keystore;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Holds the keystore's password in its first line; without it you are asked.")
  @Nullable Path passwordFile;

  @Option(
      names = "--private-key-env",
      paramLabel = "VAR",
      description = "Name of the environment variable that holds the private key.")
  @Nullable String variable;

  SigningKey key(Session session) throws IOException {
    if (keystore != null && variable == null) {
      char[] password = password(session, keystore);
      try {
        return SigningKey.fromKeystore(keystore, password);
      } finally {
        Arrays.fill(password, '\0');
      }
    }
    if (variable != null && keystore == null) {
      if (!NAME.matcher(variable).matches()) {
        // What was given may be a key: it must not be repeated here.
        throw CliException.usage(
            "--private-key-env takes the name of an environment variable, not a key; if you gave a"
                + " key, it now stands in the history of your shell");
      }
      return SigningKey.fromEnvironment(variable, name -> session.environment(name).orElse(null));
    }
    throw CliException.usage("give one of --keystore and --private-key-env");
  }

  /** The same choice as arguments, for another command. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    add(arguments, "--keystore", keystore);
    add(arguments, "--password-file", passwordFile);
    add(arguments, "--private-key-env", variable);
    return arguments;
  }

  private static void add(List<String> arguments, String option, @Nullable Object value) {
    if (value != null) {
      arguments.addAll(List.of(option, value.toString()));
    }
  }

  private char[] password(Session session, Path keystore) throws IOException {
    if (passwordFile != null) {
      byte[] bytes = Files.readAllBytes(passwordFile);
      CharBuffer text = StandardCharsets.UTF_8.decode(java.nio.ByteBuffer.wrap(bytes));
      Arrays.fill(bytes, (byte) 0);
      int end = 0;
      while (end < text.length() && text.get(end) != '\n' && text.get(end) != '\r') {
        end++;
      }
      char[] password = new char[end];
      text.get(password);
      Arrays.fill(text.array(), '\0');
      return password;
    }
    return session
        .terminal()
        .prompt()
        .apply("Password of " + session.show(keystore) + ": ")
        .orElseThrow(() ->
            CliException.usage(
                "nobody can be asked for the keystore's password here; give --password-file"));
  }
}
