package io.zkchain.contracts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.web3j.protocol.Service;

/**
 * JSON-RPC over the JDK's HTTP client. Unlike web3j's own transport it never repeats a request by
 * itself, and needs no further library.
 */
final class JsonRpcHttp extends Service {
  // Nothing that this program asks for comes near; a hostile node must not fill the memory.
  private static final int LARGEST_ANSWER = 16 << 20;

  private final HttpClient http;
  private final URI address;
  private final Duration timeout;

  JsonRpcHttp(URI address, Duration timeout) {
    super(false);
    this.address = address;
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  @Override
  protected InputStream performIO(String payload) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(payload))
            .build();
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        byte[] answer = body.readNBytes(LARGEST_ANSWER + 1);
        if (answer.length > LARGEST_ANSWER) {
          throw new IOException("the answer is longer than " + LARGEST_ANSWER + " bytes");
        }
        // Some nodes answer a JSON-RPC error with status 400 or 500.
        if (response.statusCode() != 200 && (answer.length == 0 || answer[0] != '{')) {
          throw new IOException("HTTP status " + response.statusCode());
        }
        return new ByteArrayInputStream(answer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
