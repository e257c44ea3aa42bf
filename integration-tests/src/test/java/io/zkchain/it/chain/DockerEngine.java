package io.zkchain.it.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether a Docker engine answers on this machine. Testcontainers would take minutes to find that
 * there is none.
 */
final class DockerEngine {
  private static final int SECONDS_TO_ANSWER = 3;

  private DockerEngine() {}

  static boolean answers() throws InterruptedException {
    Path socket = socket();
    if (!Files.exists(socket)) {
      return false;
    }
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> answer.complete(ping(socket)));
    try {
      return answer.get(SECONDS_TO_ANSWER, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  private static Path socket() {
    String host = System.getenv("DOCKER_HOST");
    return Path.of(
        host != null && host.startsWith("unix://")
            ? host.substring("unix://".length())
            : "/var/run/docker.sock");
  }

  private static boolean ping(Path socket) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(
          ByteBuffer.wrap("GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n".getBytes(US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(64);
      channel.read(answer);
      return new String(answer.array(), 0, answer.position(), US_ASCII)
          .matches("(?s)HTTP/1\\.[01] 200.*");
    } catch (IOException e) {
      return false;
    }
  }
}
