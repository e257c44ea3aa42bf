package io.zkchain.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** Stands between a client and a node, counts the requests, and misbehaves as told. */
final class FaultyNode implements AutoCloseable {

  /** What to do with one request. */
  enum Fault {
    /** Pass it on. */
    NONE,
    /** Pass it on, and cut the connection instead of answering. */
    LOSE_ANSWER,
    /** Pass it on, cut the connection, and never answer anything again. */
    DIE,
    /** Answer that the method is unknown. */
    UNKNOWN_METHOD,
    /** Answer with a page. */
    HTML
  }

  private final HttpServer server;
  private final URI node;
  private final Function<String, Fault> faults;
  private final BinaryOperator<String> answers;
  private final List<String> methods = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private volatile boolean dead;

  FaultyNode(URI node, Function<String, Fault> faults) throws IOException {
    this(node, faults, (method, answer) -> answer);
  }

  /** A node that lies: {@code answers} makes another answer of a method and the honest answer. */
  static FaultyNode lying(URI node, BinaryOperator<String> answers) throws IOException {
    return new FaultyNode(node, method -> Fault.NONE, answers);
  }

  private FaultyNode(URI node, Function<String, Fault> faults, BinaryOperator<String> answers)
      throws IOException {
    this.node = node;
    this.faults = faults;
    this.answers = answers;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  URI rpc() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/secret-access-key");
  }

  long count(String method) {
    return methods.stream().filter(method::equals).count();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (dead) {
        return;
      }
      String method = JsonMapper.shared().readTree(body).path("method").asString("");
      methods.add(method);
      Fault fault = faults.apply(method);
      byte[] answer =
          switch (fault) {
            case NONE, LOSE_ANSWER, DIE ->
                answers.apply(method, new String(forward(body), UTF_8)).getBytes(UTF_8);
            case UNKNOWN_METHOD ->
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32601,\"message\":\"unknown method\"}}"
                    .getBytes();
            case HTML -> "<html>welcome</html>".getBytes();
          };
      if (fault == Fault.DIE) {
        dead = true;
      }
      if (fault != Fault.DIE && fault != Fault.LOSE_ANSWER) {
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
      }
    }
  }

  private byte[] forward(byte[] body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(node)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    http.shutdownNow();
  }
}
