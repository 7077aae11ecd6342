package dev.cordon.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/// An OTLP receiver over HTTP on loopback.
final class HttpCollector implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final AtomicInteger status = new AtomicInteger(200);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Optional<URI> elsewhere = Optional.empty();

    record Received(String path, String contentType, String authorization, byte[] body) {}

    private HttpCollector(HttpServer server) {
        this.server = server;
    }

    static HttpCollector start() {
        return start(0);
    }

    static HttpCollector start(int port) {
        try {
            return serve(HttpServer.create(loopback(port), 16));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Behind TLS.
    ///
    /// @param wanted the only client that is let in, if not everybody is
    static HttpCollector startTls(Certificates own, Optional<Certificates> wanted)
            throws IOException, GeneralSecurityException {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own.store(), Certificates.PASSWORD);
        Certificates client = wanted.orElse(own);
        KeyStore clients = KeyStore.getInstance("PKCS12");
        clients.load(null, null);
        clients.setCertificateEntry("client", client.store().getCertificate(client.name()));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(clients);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        HttpsServer server = HttpsServer.create(loopback(0), 16);
        server.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters asked = context.getDefaultSSLParameters();
                        asked.setNeedClientAuth(wanted.isPresent());
                        parameters.setSSLParameters(asked);
                    }
                });
        return serve(server);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static HttpCollector serve(HttpServer server) {
        HttpCollector collector = new HttpCollector(server);
        server.createContext("/", collector::take);
        server.start();
        return collector;
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        asked.incrementAndGet();
        int code = status.get();
        if (code == 200) {
            received.add(
                    new Received(
                            exchange.getRequestURI().getPath(),
                            exchange.getRequestHeaders().getFirst("Content-Type"),
                            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                            body));
        }
        elsewhere.ifPresent(
                there -> exchange.getResponseHeaders().add("Location", there.toString()));
        exchange.sendResponseHeaders(code, -1);
        exchange.close();
    }

    /// What it answers from here on; only with 200 it keeps what it gets.
    void answer(int code) {
        status.set(code);
    }

    /// It sends everybody away from here on.
    void redirect(int code, URI there) {
        elsewhere = Optional.of(there);
        status.set(code);
    }

    /// How many requests came, whatever the answer was.
    int asked() {
        return asked.get();
    }

    URI address() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
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
