package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.cordon.engine.NobodyApprover;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.tui.SessionOpener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sessions of the terminal UI, without the terminal.
final class UiSessionsTest {
    private static final String TEXT =
            """
            data: {"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"m","role":"assistant","content":[{"type":"output_text","text":"Done."}]}}

            data: {"type":"response.completed","response":{"id":"r","usage":{"input_tokens":9,"output_tokens":1}}}

            """;

    @TempDir Path home;
    private HttpServer server;

    /// A model that answers, and a collector that does not take anything.
    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext(
                "/model",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    byte[] answer = TEXT.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.createContext(
                "/v1",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(503, -1);
                    exchange.close();
                });
        server.start();
        Files.createDirectories(home.resolve("work/.git"));
        Files.createDirectories(home.resolve(".cordon"));
        int port = server.getAddress().getPort();
        Files.writeString(
                home.resolve(".cordon/config.toml"),
                """
                model = "test"
                model_provider = "test"
                model_context_window = 200000

                [model_providers.test]
                base_url = "http://127.0.0.1:%d/model"
                wire_api = "responses"

                [otel]
                exit_wait_millis = 20000
                exporter = { otlp-http = { endpoint = "http://127.0.0.1:%d", protocol = "json" } }
                """
                        .formatted(port, port));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private UiSessions sessions() {
        Host host =
                new Host(
                        Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"),
                        home.resolve("work"),
                        home,
                        new ByteArrayInputStream(new byte[0]),
                        ProtocolOutput.to(new ByteArrayOutputStream()),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        return new UiSessions(host, ExecOptions.read(List.of()));
    }

    private static Op.Submit prompt() {
        return new Op.Submit(List.of(new Content.Text("hello")), Optional.empty());
    }

    @Test
    void whoeverLooksAtTheSessionIsWarnedThatTelemetryDoesNotArrive() throws Exception {
        List<String> warnings = new CopyOnWriteArrayList<>();
        BlockingQueue<TurnOutcome> turns = new LinkedBlockingQueue<>();
        UiSessions sessions = sessions();
        SessionOpener.Opened opened =
                sessions.open(
                        new SessionOpener.Start.Fresh(),
                        new NobodyApprover(),
                        envelope -> {
                            switch (envelope.event()) {
                                case Event.Warning(String text)
                                        when text.startsWith("telemetry: ") ->
                                        warnings.add(text);
                                case Event.TurnEnded(_, TurnOutcome outcome, _) ->
                                        turns.add(outcome);
                                default -> {}
                            }
                        });
        try {
            // The warning comes with the first event after a try that failed.
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (warnings.isEmpty() && System.nanoTime() < end) {
                opened.session().submit(prompt());
                assertTrue(turns.poll(60, TimeUnit.SECONDS) instanceof TurnOutcome.Completed);
            }
        } finally {
            opened.close().run();
        }
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.getFirst().startsWith("telemetry: "), warnings.toString());
        assertTrue(warnings.getFirst().contains("status 503"), warnings.toString());
        assertEquals(List.of(), sessions.lastWarnings());
    }

    @Test
    void aWarningThatNoScreenCouldShowIsLeftForAfterwards() {
        UiSessions sessions = sessions();
        SessionOpener.Opened opened =
                sessions.open(
                        new SessionOpener.Start.Fresh(), new NobodyApprover(), envelope -> {});
        opened.close().run();

        assertEquals(1, sessions.lastWarnings().size());
        assertTrue(sessions.lastWarnings().getFirst().startsWith("telemetry: "));
    }
}
