package dev.cordon.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.model.ModelEvent.Failed;
import dev.cordon.protocol.FailureKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketTransportTest {
    private static final int TRIES = 5;
    private static final String[] ANSWER = {Asking.CREATED, Asking.DONE, Asking.COMPLETED};

    @Test
    void oneConnectionServesManyRequests() {
        try (ScriptedServer server =
                ScriptedServer.start(
                        ScriptedServer.sse(ANSWER),
                        ScriptedServer.sse(ANSWER),
                        ScriptedServer.sse(ANSWER))) {
            try (ModelClient client = client(server.uri(), 60_000)) {
                for (int i = 0; i < 3; i++) {
                    Asking.completed(ask(client));
                }
            }
            assertEquals(1, server.connections());
            assertEquals(3, server.requests().size());
        }
    }

    @Test
    void aKeptConnectionThatTheServerClosedIsReplacedWithoutARetry() {
        ScriptedServer.Reply thenGone =
                exchange -> {
                    ScriptedServer.sse(ANSWER).write(exchange);
                    return false;
                };
        try (ScriptedServer server = ScriptedServer.start(thenGone, thenGone)) {
            try (ModelClient client = client(server.uri(), 60_000)) {
                Asking.completed(ask(client));
                List<ModelEvent> second = ask(client);

                Asking.completed(second);
                assertEquals(List.of(), Asking.only(ModelEvent.Retrying.class, second));
            }
            assertEquals(2, server.connections());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n",
                "HTTP/1.0 200 OK\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
                "HTTP/1.1 200\r\nX: y\r\n\r\n",
                "HTTP/1.1 200 OK\nX: y\n\n",
            })
    void anAnswerMayEndWithTheConnection(String head) {
        String body = "data: " + String.join("\n\ndata: ", ANSWER) + "\n\n";
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.raw(head + body));
                ModelClient client = client(server.uri(), 60_000)) {
            Asking.completed(ask(client));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: brotli\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "\u0000\u0001\u0002\n",
            })
    void whatIsNoHttpIsAClearFailure(String bytes) {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.raw(bytes));
                ModelClient client = client(server.uri(), 60_000)) {
            assertEquals(FailureKind.BAD_STREAM, Asking.failed(ask(client)).kind());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\nhello\r\n0\r\n\r\n",
                "5\r\nhelloXXX\r\n0\r\n\r\n",
                "fffffffffffffffff\r\n",
                "ffffffffffffffff\r\nx",
                "5\r\nhe",
            })
    void brokenChunksAreADisconnect(String chunks) {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (ScriptedServer server = ScriptedServer.start()) {
            for (int i = 0; i < 6; i++) {
                server.then(ScriptedServer.raw(head + chunks));
            }
            try (ModelClient client = client(server.uri(), 60_000)) {
                assertEquals(FailureKind.STREAM_DISCONNECTED, Asking.failed(ask(client)).kind());
            }
        }
    }

    @Test
    void aCompressedAnswerIsRead() {
        String body = "data: " + String.join("\n\ndata: ", ANSWER) + "\n\n";
        ScriptedServer.Reply reply =
                exchange -> {
                    ByteArrayOutputStream packed = new ByteArrayOutputStream();
                    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
                        out.write(body.getBytes(StandardCharsets.UTF_8));
                    }
                    String head =
                            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                                    + packed.size()
                                    + "\r\n\r\n";
                    exchange.raw(head.getBytes(StandardCharsets.US_ASCII));
                    exchange.raw(packed.toByteArray());
                    return true;
                };
        try (ScriptedServer server = ScriptedServer.start(reply);
                ModelClient client = client(server.uri(), 60_000)) {
            Asking.completed(ask(client));
        }
    }

    @Test
    void silenceIsAnIdleTimeout() {
        try (ScriptedServer server = ScriptedServer.start()) {
            for (int i = 0; i < 6; i++) {
                server.then(ScriptedServer.stall(Asking.CREATED));
            }
            try (ModelClient client = client(server.uri(), 40)) {
                Failed failed = Asking.failed(ask(client));

                assertEquals(FailureKind.IDLE_TIMEOUT, failed.kind());
                assertTrue(failed.message().contains("idle timeout"), failed.message());
            }
        }
    }

    @Test
    void commentsAreASignOfLife() {
        ScriptedServer.Reply slow =
                exchange -> {
                    exchange.head(200, Map.of());
                    for (int i = 0; i < 7; i++) {
                        exchange.chunk(": still here\n\n");
                        exchange.closed().await(300, TimeUnit.MILLISECONDS);
                    }
                    for (String event : ANSWER) {
                        exchange.chunk("data: " + event + "\n\n");
                    }
                    exchange.end();
                    return true;
                };
        try (ScriptedServer server = ScriptedServer.start(slow);
                ModelClient client = client(server.uri(), 1500)) {
            List<ModelEvent> events = ask(client);

            Asking.completed(events);
            assertEquals(List.of(), Asking.only(ModelEvent.Retrying.class, events));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptEndsAStreamWithinATenthOfASecond(boolean virtual) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.stall(Asking.CREATED));
                ModelClient client = client(server.uri(), 60_000)) {
            assertEndsAtOnce(client, virtual);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptEndsTheWaitBeforeARetry(boolean virtual) throws Exception {
        try (ScriptedServer server = ScriptedServer.start()) {
            for (int i = 0; i < TRIES; i++) {
                server.then(ScriptedServer.status(429, Map.of("retry-after", "200"), "{}"));
            }
            Provider provider = Asking.provider(server.uri(), Provider.WireApi.RESPONSES);
            try (ModelClient client =
                    ModelClients.open(provider, Asking.profile("gpt-5.2"), Asking.options())) {
                assertEndsAtOnce(client, virtual);
            }
        }
    }

    /// The best of some tries counts: a busy machine may let any thread wait.
    private static void assertEndsAtOnce(ModelClient client, boolean virtual)
            throws InterruptedException {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && best >= 100; i++) {
            best = Math.min(best, millisToEnd(client, virtual));
        }
        assertTrue(best < 100, "took " + best + " ms");
    }

    private static long millisToEnd(ModelClient client, boolean virtual)
            throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        AtomicLong endNanos = new AtomicLong();
        AtomicReference<String> outcome = new AtomicReference<>("nothing");
        List<ModelEvent> after = new ArrayList<>();
        Runnable work =
                () -> {
                    try {
                        client.stream(
                                request(),
                                event -> {
                                    after.add(event);
                                    first.countDown();
                                });
                        outcome.set("returned");
                    } catch (InterruptedException _) {
                        outcome.set("interrupted");
                    }
                    endNanos.set(System.nanoTime());
                };
        Thread thread = virtual ? Thread.ofVirtual().start(work) : Thread.ofPlatform().start(work);
        assertTrue(first.await(20, TimeUnit.SECONDS));
        int seen = after.size();
        long start = System.nanoTime();
        thread.interrupt();
        thread.join();

        assertEquals("interrupted", outcome.get());
        assertEquals(seen, after.size());
        return (endNanos.get() - start) / 1_000_000;
    }

    @Test
    void aServerThatRefusesWhileTheBodyIsStillSentIsHeard() {
        ScriptedServer.Reply unread =
                exchange -> {
                    ScriptedServer.status(413, "{\"error\":{\"message\":\"too big\"}}")
                            .write(exchange);
                    return false;
                };
        try (ScriptedServer server = ScriptedServer.start(unread);
                ModelClient client = client(server.uri(), 60_000)) {
            ModelRequest big =
                    Asking.request("gpt-5.2", List.of(Asking.user("x".repeat(3_000_000))));
            assertEquals(
                    FailureKind.REQUEST_TOO_LARGE, Asking.failed(Asking.ask(client, big)).kind());
        }
    }

    @Test
    void aHundredMegabytesAreRefusedWithoutKeepingThem() {
        String piece = "x".repeat(1_000_000);
        String delta =
                "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\""
                        + piece
                        + "\"}";
        ScriptedServer.Reply flood =
                exchange -> {
                    exchange.head(200, Map.of());
                    for (int i = 0; i < 100; i++) {
                        exchange.chunk("data: " + delta + "\n\n");
                    }
                    return false;
                };
        try (ScriptedServer server = ScriptedServer.start(flood);
                ModelClient client = client(server.uri(), 60_000)) {
            AtomicReference<ModelEvent> last = new AtomicReference<>();
            try {
                client.stream(request(), last::set);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            Failed failed = Asking.failed(List.of(last.get()));

            assertEquals(FailureKind.BAD_STREAM, failed.kind());
            assertTrue(failed.message().contains("64 MiB"), failed.message());
        }
    }

    @Test
    void oneEndlessLineIsRefused() {
        String piece = "x".repeat(1_000_000);
        ScriptedServer.Reply flood =
                exchange -> {
                    exchange.head(200, Map.of());
                    exchange.chunk("data: ");
                    for (int i = 0; i < 100; i++) {
                        exchange.chunk(piece);
                    }
                    return false;
                };
        try (ScriptedServer server = ScriptedServer.start(flood);
                ModelClient client = client(server.uri(), 60_000)) {
            Failed failed = Asking.failed(ask(client));
            assertTrue(failed.message().contains("16 MiB"), failed.message());
        }
    }

    @Test
    void aPageInsteadOfAStreamIsNamed() {
        try (ScriptedServer server =
                        ScriptedServer.start(
                                ScriptedServer.status(
                                        200, Map.of("Content-Type", "text/html"), "<html>Log in"));
                ModelClient client = client(server.uri(), 60_000)) {
            Failed failed = Asking.failed(ask(client));

            assertEquals(FailureKind.BAD_STREAM, failed.kind());
            assertTrue(failed.message().contains("text/html"), failed.message());
        }
    }

    @Test
    void aRedirectIsNotFollowedAndTheKeyStaysHere() {
        try (ScriptedServer elsewhere = ScriptedServer.start(ScriptedServer.sse(ANSWER));
                ScriptedServer server =
                        ScriptedServer.start(
                                ScriptedServer.status(
                                        307, Map.of("Location", elsewhere.uri().toString()), ""));
                ModelClient client = client(server.uri(), 60_000)) {
            Failed failed = Asking.failed(ask(client));

            assertEquals(FailureKind.CONFIGURATION, failed.kind());
            assertTrue(failed.message().contains(elsewhere.uri().toString()), failed.message());
            assertEquals(List.of(), elsewhere.requests());
        }
    }

    @Test
    void aPlainRequestGoesThroughTheProxyWithItsPassword() {
        try (ScriptedServer proxy = ScriptedServer.start(ScriptedServer.sse(ANSWER))) {
            URI address = URI.create("http://user:pass@127.0.0.1:" + proxy.uri().getPort());
            Proxies proxies = new Proxies(Optional.of(address), Optional.empty(), List.of());
            Provider provider =
                    Asking.provider(
                            URI.create("http://models.example.org/v1"), Provider.WireApi.RESPONSES);
            try (ModelClient client =
                    Asking.client(
                            provider,
                            Asking.profile("gpt-5.2"),
                            Asking.options(new Network(proxies, Optional.empty())),
                            new Asking.NoWaiting())) {
                Asking.completed(ask(client));
            }
            ScriptedServer.Request request = proxy.requests().getFirst();
            assertEquals("http://models.example.org/v1/responses", request.path());
            assertEquals("Basic dXNlcjpwYXNz", request.headers().get("Proxy-Authorization"));
        }
    }

    @Test
    void aProxyThatRefusesToConnectIsNamed() {
        try (ScriptedServer proxy =
                ScriptedServer.start(ScriptedServer.raw("HTTP/1.1 403 Forbidden\r\n\r\n"))) {
            URI address = URI.create("http://127.0.0.1:" + proxy.uri().getPort());
            Proxies proxies = new Proxies(Optional.empty(), Optional.of(address), List.of());
            Provider provider =
                    Asking.provider(
                            URI.create("https://models.example.org/v1"),
                            Provider.WireApi.RESPONSES);
            try (ModelClient client =
                    Asking.client(
                            provider,
                            Asking.profile("gpt-5.2"),
                            Asking.options(new Network(proxies, Optional.empty())),
                            new Asking.NoWaiting())) {
                Failed failed = Asking.failed(ask(client));
                assertTrue(failed.message().contains("403"), failed.message());
            }
            assertEquals("CONNECT", proxy.requests().getFirst().method());
            assertEquals("models.example.org:443", proxy.requests().getFirst().path());
            assertFalse(proxy.requests().toString().contains(Asking.KEY.reveal()));
        }
    }

    @Test
    void theRequestIsWhatTheApiWants() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.sse(ANSWER));
                ModelClient client = client(server.uri(), 60_000)) {
            Asking.completed(ask(client));

            ScriptedServer.Request request = server.requests().getFirst();
            assertEquals("POST", request.method());
            assertEquals("/v1/responses", request.path());
            assertEquals("text/event-stream", request.headers().get("accept"));
            assertEquals("application/json", request.headers().get("content-type"));
            assertEquals("Bearer " + Asking.KEY.reveal(), request.headers().get("authorization"));
            assertEquals("127.0.0.1:" + server.uri().getPort(), request.headers().get("host"));
        }
    }

    private static ModelRequest request() {
        return Asking.request("gpt-5.2", List.of(Asking.BASE, Asking.user("hello")));
    }

    private static List<ModelEvent> ask(ModelClient client) {
        return Asking.ask(client, request());
    }

    private static ModelClient client(URI base, int idleMillis) {
        return Asking.client(
                Asking.provider(base, Provider.WireApi.RESPONSES, idleMillis),
                Asking.profile("gpt-5.2"));
    }
}
