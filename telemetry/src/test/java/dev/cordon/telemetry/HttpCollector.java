package dev.cordon.telemetry;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// An OTLP receiver over HTTP on loopback.
final class HttpCollector implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final AtomicInteger status = new AtomicInteger(200);

    record Received(String path, String contentType, String authorization, byte[] body) {}

    private HttpCollector(HttpServer server) {
        this.server = server;
    }

    static HttpCollector start() {
        return start(0);
    }

    static HttpCollector start(int port) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
            HttpCollector collector = new HttpCollector(server);
            server.createContext(
                    "/",
                    exchange -> {
                        byte[] body = exchange.getRequestBody().readAllBytes();
                        int code = collector.status.get();
                        if (code == 200) {
                            collector.received.add(
                                    new Received(
                                            exchange.getRequestURI().getPath(),
                                            exchange.getRequestHeaders().getFirst("Content-Type"),
                                            String.valueOf(
                                                    exchange.getRequestHeaders()
                                                            .getFirst("Authorization")),
                                            body));
                        }
                        exchange.sendResponseHeaders(code, -1);
                        exchange.close();
                    });
            server.start();
            return collector;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What it answers from here on; only with 200 it keeps what it gets.
    void answer(int code) {
        status.set(code);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// The next request, for which it waits.
    Received next() throws InterruptedException {
        Received next = received.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came to the collector");
        }
        return next;
    }

    /// What came so far.
    List<Received> all() {
        return List.copyOf(received);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
