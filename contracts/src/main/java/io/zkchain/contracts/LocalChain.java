package io.zkchain.contracts;

import io.zkchain.contracts.ChainException.LocalChainFailed;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private EVM chain on this machine: the pinned native Anvil as a child process, on a free port
 * of the loopback interface.
 *
 * <p>The hard fork, the block gas limit and the gas limit of a transaction (EIP-7825) are fixed, so
 * that gas figures do not change with the tool. A shell stands between this JVM and Anvil and ends
 * Anvil when the JVM ends, however it ends.
 *
 * <pre>{@code
 * try (LocalChain chain = LocalChain.start()) {
 *   ChainClient client = ChainClient.connect(chain.rpc(), ChainOptions.defaults());
 *   SigningKey key = chain.account(0);
 * }
 * }</pre>
 */
public final class LocalChain implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("Listening on 127\\.0\\.0\\.1:(\\d+)");
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  // The shell's standard input is a pipe from this JVM: it reports its end when the JVM closes it
  // or dies. It ends after the chain did, so that waiting for the shell is waiting for the chain.
  private static final String SUPERVISOR =
      """
      exec 3<&0
      "$@" </dev/null &
      chain=$!
      (cat <&3 >/dev/null; kill -KILL $chain 2>/dev/null) >/dev/null 2>&1 &
      exec 3<&-
      trap 'kill -KILL $chain 2>/dev/null; wait $chain 2>/dev/null' EXIT
      trap 'exit 143' HUP INT TERM
      wait $chain
      """;

  /**
   * What the chain is like.
   *
   * @param chainId chain id
   * @param hardfork rules of the EVM, a name that Anvil knows
   * @param blockGasLimit gas limit of a block
   * @param transactionGasLimit whether a transaction may use at most 2^24 gas (EIP-7825)
   */
  public record Options(
      long chainId, String hardfork, long blockGasLimit, boolean transactionGasLimit) {
    /** Chain 31337, Osaka, 60 million gas a block, EIP-7825 in force. */
    public static Options defaults() {
      return new Options(31337, "osaka", 60_000_000, true);
    }

    /** Anvil's arguments for these options, without those for its address. */
    public List<String> arguments() {
      List<String> arguments = new ArrayList<>();
      arguments.addAll(List.of("--chain-id", Long.toString(chainId)));
      arguments.addAll(List.of("--hardfork", hardfork));
      arguments.addAll(List.of("--gas-limit", Long.toString(blockGasLimit)));
      arguments.addAll(List.of("--mnemonic", DevelopmentAccounts.MNEMONIC));
      if (transactionGasLimit) {
        arguments.add("--enable-tx-gas-limit");
      }
      return List.copyOf(arguments);
    }
  }

  private final Process supervisor;
  private final URI rpc;
  private final Options options;

  private LocalChain(Process supervisor, URI rpc, Options options) {
    this.supervisor = supervisor;
    this.rpc = rpc;
    this.options = options;
  }

  /** Starts a chain with the default options. */
  public static LocalChain start() {
    return start(NpmTools.standard(), Options.defaults());
  }

  /**
   * Starts a chain and returns when it accepts requests.
   *
   * @throws ChainException.ToolMissing if Anvil is not there and cannot be installed
   * @throws LocalChainFailed if it does not come up within 30 seconds
   */
  public static LocalChain start(NpmTools tools, Options options) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", SUPERVISOR, "zkchain-local-chain"));
    command.add(binary(tools).toString());
    command.addAll(List.of("--host", "127.0.0.1", "--port", "0"));
    command.addAll(options.arguments());
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new LocalChainFailed("the local chain could not be started: " + e.getMessage(), e);
    }
    try {
      int port = awaitPort(process);
      return new LocalChain(process, URI.create("http://127.0.0.1:" + port), options);
    } catch (RuntimeException e) {
      end(process);
      throw e;
    }
  }

  /**
   * The native Anvil executable: the pinned one, or where npm has none for this platform the one on
   * the path.
   *
   * @throws ChainException.ToolMissing if there is neither
   */
  public static Path binary(NpmTools tools) {
    Path pinned = tools.modules().resolve("@foundry-rs/anvil-linux-amd64/bin/anvil");
    if (Files.isExecutable(pinned)) {
      return pinned;
    }
    return NpmTools.onPath("anvil")
        .orElseThrow(() ->
            new ChainException.ToolMissing(
                "no Anvil for this platform (%s %s): the pinned one is for Linux x86-64, and none is on the PATH; use a chain of your own with --rpc"
                    .formatted(System.getProperty("os.name"), System.getProperty("os.arch"))));
  }

  private static int awaitPort(Process process) {
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> drain(process, port));
    try {
      return port.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      String why = e.getCause() == null ? "" : e.getCause().getMessage();
      throw new LocalChainFailed("the local chain ended at once: " + why, e);
    } catch (TimeoutException e) {
      throw new LocalChainFailed(
          "the local chain did not come up within " + START_LIMIT.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChainException.Interrupted("interrupted while the local chain started");
    }
  }

  /** Reads the chain's output to its end, for a full pipe would stop the chain. */
  private static void drain(Process process, CompletableFuture<Integer> port) {
    Deque<String> last = new ArrayDeque<>();
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher listening = LISTENING.matcher(line);
        if (listening.find()) {
          port.complete(Integer.valueOf(listening.group(1)));
        } else if (!port.isDone() && !line.isBlank()) {
          last.addLast(line.strip());
          if (last.size() > 4) {
            last.removeFirst();
          }
        }
      }
      port.completeExceptionally(new IOException(String.join("; ", last)));
    } catch (IOException e) {
      port.completeExceptionally(e);
    }
  }

  /** Address for JSON-RPC over HTTP. */
  public URI rpc() {
    return rpc;
  }

  /** What the chain was started with. */
  public Options options() {
    return options;
  }

  /** Key of one of the ten accounts that own 10,000 ether each. */
  public SigningKey account(int index) {
    return developmentAccount(index);
  }

  /**
   * The same key, for any chain that was started with {@link Options#arguments()}. These keys are
   * public knowledge: use them nowhere else.
   *
   * @param index 0 to 9
   */
  public static SigningKey developmentAccount(int index) {
    return DevelopmentAccounts.key(index);
  }

  /** Ends the chain; everything on it is gone. */
  @Override
  public void close() {
    end(supervisor);
  }

  private static void end(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
