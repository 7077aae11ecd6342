package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.TurnOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class McpHttpTest {
    private static final String ECHO = "{\"name\":\"echo\",\"inputSchema\":{\"type\":\"object\"}}";
    private final List<Map<String, List<String>>> headers =
            Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private int status = 200;
    private boolean streams;
    private Function<Json.Obj, List<String>> answers =
            FakeMcpServer.serving(
                    ECHO, _ -> "{\"content\":[{\"type\":\"text\",\"text\":\"hello\"}]}");

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/mcp", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        headers.add(Map.copyOf(exchange.getRequestHeaders()));
        Json.Obj message =
                JsonText.readObject(
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        List<String> lines = answers.apply(message);
        StringBuilder body = new StringBuilder();
        for (String line : lines) {
            body.append(streams ? ": comment\nevent: message\ndata: " + line + "\n\n" : line);
        }
        exchange.getResponseHeaders()
                .set("Content-Type", streams ? "text/event-stream" : "application/json");
        exchange.getResponseHeaders().set("Mcp-Session-Id", "s-1");
        exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/elsewhere");
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(
                bytes.length == 0 && status == 200 ? 202 : status,
                bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Stage stage(boolean required) {
        Stage stage = new Stage();
        stage.extras =
                new SessionParts.Extras(
                        List.of(
                                new McpServer(
                                        "docs",
                                        new McpServer.Address(
                                                URI.create(
                                                        "http://127.0.0.1:"
                                                                + server.getAddress().getPort()
                                                                + "/mcp"),
                                                Map.of("Authorization", "Bearer hunter2")),
                                        required,
                                        Optional.empty(),
                                        List.of(),
                                        60_000,
                                        60_000,
                                        false,
                                        List.of())),
                        () -> Skills.NONE,
                        () -> "",
                        java.util.function.UnaryOperator.identity(),
                        _ -> java.util.Map.of());
        return stage;
    }

    private void callsAndHears(String heard) {
        try (Stage stage = stage(true)) {
            stage.model.calls("mcp__docs__echo", "{}").says("done");
            TurnOutcome outcome = stage.run("go");

            assertInstanceOf(TurnOutcome.Completed.class, outcome, outcome.toString());
            assertEquals(heard, stage.outputs().getFirst().text());
            assertTrue(stage.events.stream().noneMatch(e -> e.toString().contains("hunter2")));
        }
    }

    @Test
    void anAnswerAsOneMessageIsHeard() {
        callsAndHears("hello");
        Map<String, List<String>> last = headers.getLast();
        assertEquals(List.of("Bearer hunter2"), last.get("Authorization"));
        assertEquals(List.of("s-1"), last.get("Mcp-session-id"));
        assertEquals(List.of("2025-06-18"), last.get("Mcp-protocol-version"));
    }

    @Test
    void anAnswerAsAStreamOfMessagesIsHeard() {
        streams = true;
        Function<Json.Obj, List<String>> quiet = answers;
        answers =
                m -> {
                    List<String> lines =
                            new ArrayList<>(
                                    List.of(
                                            "{\"jsonrpc\":\"2.0\",\"method\":"
                                                    + "\"notifications/message\"}"));
                    lines.addAll(quiet.apply(m));
                    return lines;
                };
        callsAndHears("hello");
    }

    @Test
    void policyMayForbidTheAddressAndThenNothingIsSent() {
        try (Stage stage = stage(false)) {
            stage.policy = FixedPolicy.always(FixedPolicy.DENY);
            stage.model.says("done");
            stage.run("go");

            assertEquals(List.of(), headers);
            assertEquals("not in a test", stage.session().mcpServers().getFirst().detail());
        }
    }

    @Test
    void refusalsRedirectsAndGarbageAreAWarningAndNothingIsFollowed() {
        for (int code : new int[] {302, 401, 404, 500}) {
            status = code;
            try (Stage stage = stage(false)) {
                stage.model.says("done");
                stage.run("go");
                assertTrue(
                        stage.seen(Event.Warning.class)
                                .getFirst()
                                .message()
                                .contains("it answered with HTTP status " + code));
            }
        }
        status = 200;
        answers = _ -> List.of("<html>sign in</html>");
        try (Stage stage = stage(false)) {
            stage.model.says("done");
            stage.run("go");
            assertTrue(
                    stage.seen(Event.Warning.class)
                            .getFirst()
                            .message()
                            .contains("its answer is no message"));
        }
    }

    @Test
    void aServerThatIsGoneFailsTheCallAndNotTheTurn() {
        try (Stage stage = stage(false)) {
            stage.sandbox.answering(_ -> {
                server.stop(0);
                return RecordingSandbox.exited(0, "");
            });
            stage.model
                    .calls("exec_command", "{\"cmd\":\"a\"}")
                    .calls("mcp__docs__echo", "{}")
                    .says("done");

            assertInstanceOf(TurnOutcome.Completed.class, stage.run("go"));
            assertEquals(Item.ToolStatus.FAILED, stage.outputs().get(1).status());
            assertTrue(stage.outputs().get(1).text().contains("it cannot be reached"));
        }
    }
}
