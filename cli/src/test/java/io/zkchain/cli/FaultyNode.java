package io.zkchain.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stands between a client and a node, and misbehaves. */
final class FaultyNode implements AutoCloseable {

  /** What goes wrong. */
  enum Fault {
    /** Nobody answers any more once a transaction was handed over. */
    DIES_AFTER_SENDING,
    /** Every transaction has failed in its block. */
    TRANSACTIONS_FAIL
  }

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI node;
  private final Fault fault;
  private final AtomicBoolean dead = new AtomicBoolean();

  FaultyNode(URI node, Fault fault) throws IOException {
    this.node = node;
    this.fault = fault;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String rpc() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] request = exchange.getRequestBody().readAllBytes();
    if (dead.get()) {
      exchange.close();
      return;
    }
    String answer = forward(request);
    if (fault == Fault.DIES_AFTER_SENDING
        && new String(request, StandardCharsets.UTF_8).contains("eth_sendRawTransaction")) {
      dead.set(true);
    }
    if (fault == Fault.TRANSACTIONS_FAIL) {
      answer = answer.replace("\"status\":\"0x1\"", "\"status\":\"0x0\"");
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String forward(byte[] request) throws IOException {
    try {
      return client
          .send(
              HttpRequest.newBuilder(node)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
