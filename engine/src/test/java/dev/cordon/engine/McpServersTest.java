package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.model.ToolSpec;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.TurnOutcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class McpServersTest {
    private static final String ECHO =
            """
            {"name":"echo","description":"Says it again.","inputSchema":{"type":"object","properties":{"text":{"type":"string"}}},"annotations":{"readOnlyHint":true}}\
            """;
    private final List<FakeMcpServer> started = new ArrayList<>();

    /// One that has all the time it may need on a busy machine.
    private static McpServer server(String name, boolean required) {
        return server(name, required, 60_000, 60_000);
    }

    private static McpServer server(
            String name, boolean required, long startupMillis, long callMillis) {
        return new McpServer(
                name,
                new McpServer.Program(
                        List.of("/opt/" + name), Map.of("TOKEN", "hunter2"), Stage.WORKSPACE),
                required,
                Optional.empty(),
                List.of("drop"),
                startupMillis,
                callMillis,
                false,
                List.of("docs.example.org"));
    }

    private Stage stage(Function<Json.Obj, List<String>> answers, McpServer... servers) {
        return stage(java.util.Map.of(), answers, servers);
    }

    private Stage stage(
            java.util.Map<String, String> trace,
            Function<Json.Obj, List<String>> answers,
            McpServer... servers) {
        Stage stage = new Stage();
        stage.extras =
                new SessionParts.Extras(
                        List.of(servers),
                        () -> Skills.NONE,
                        () -> "",
                        java.util.function.UnaryOperator.identity(),
                        _ -> trace);
        stage.sandbox.attaching((_, output) -> {
            FakeMcpServer fake = new FakeMcpServer(7, output, answers);
            started.add(fake);
            return fake;
        });
        return stage;
    }

    private static String text(String words) {
        return JsonText.write(
                Json.object()
                        .put(
                                "content",
                                Json.array(
                                        List.of(
                                                Json.object()
                                                        .put("type", "text")
                                                        .put("text", words)
                                                        .build())))
                        .build());
    }

    @Test
    void aServerLearnsWhichTraceACallBelongsTo() {
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        Function<Json.Obj, List<String>> told =
                FakeMcpServer.serving(
                        ECHO,
                        call ->
                                text(
                                        call.object("_meta")
                                                .flatMap(meta -> meta.text("traceparent"))
                                                .orElse("nothing")));
        try (Stage traced =
                        stage(
                                java.util.Map.of("traceparent", parent),
                                told,
                                server("docs", false));
                Stage untraced = stage(told, server("docs", false))) {
            for (Stage stage : List.of(traced, untraced)) {
                stage.model.calls("mcp__docs__echo", "{}").says("done");
                stage.run("go");
            }

            assertEquals(parent, traced.outputs().getFirst().text());
            assertEquals("nothing", untraced.outputs().getFirst().text());
        }
    }

    @Test
    void aToolOfAServerIsCalledThroughTheGateAndItsAnswerGoesToTheModel() {
        try (Stage stage =
                stage(
                        FakeMcpServer.serving(
                                ECHO,
                                call -> text(call.requireObject("arguments").requireText("text"))),
                        server("docs", false))) {
            stage.model.calls("mcp__docs__echo", "{\"text\":\"hello\"}").says("done");

            assertInstanceOf(TurnOutcome.Completed.class, stage.run("go"));

            assertEquals("hello", stage.outputs().getFirst().text());
            assertTrue(
                    stage.seen(Event.ActionProposed.class).stream()
                            .anyMatch(e ->
                                    e.action() instanceof Action.CallMcpTool call
                                            && call.server().equals("docs")
                                            && call.tool().equals("echo")
                                            && call.readOnly()));
            assertEquals(
                    List.of(new McpServer.Status("docs", "ready", "fake 1", List.of("echo"))),
                    stage.session().mcpServers());
        }
        assertTrue(started.getFirst().closed());
    }

    @Test
    void theValuesOfItsVariablesAreShownToNobody() {
        try (Stage stage =
                stage(FakeMcpServer.serving(ECHO, _ -> text("")), server("docs", false))) {
            stage.model.says("done");
            stage.run("go");

            assertTrue(stage.events.stream().noneMatch(e -> e.toString().contains("hunter2")));
            assertTrue(
                    stage.journal.entries().stream()
                            .noneMatch(e -> e.toString().contains("hunter2")));
            Action.RunCommand ran = (Action.RunCommand) stage.sandbox.performed().getFirst();
            assertEquals(Map.of("TOKEN", "hunter2"), ran.environment());
        }
    }

    @Test
    void aServerThatPolicyForbidsNeverStarts() {
        try (Stage stage =
                stage(FakeMcpServer.serving(ECHO, _ -> text("")), server("docs", false))) {
            stage.policy = FixedPolicy.always(FixedPolicy.DENY);
            stage.model.says("done");

            assertInstanceOf(TurnOutcome.Completed.class, stage.run("go"));

            assertEquals(List.of(), started);
            assertEquals("failed", stage.session().mcpServers().getFirst().state());
            assertTrue(
                    stage.seen(Event.Warning.class)
                            .getFirst()
                            .message()
                            .contains("The MCP server docs did not start: not in a test"));
        }
    }

    @Test
    void aRequiredServerThatFailsStopsTheTurnAndKeepsThePrompt() {
        try (Stage stage = stage(_ -> List.of(), server("docs", true, 100, 100))) {
            TurnOutcome.Failed failed =
                    assertInstanceOf(TurnOutcome.Failed.class, stage.run("remember me"));

            assertEquals(FailureKind.CONFIGURATION, failed.kind());
            assertTrue(failed.message().contains("did not answer initialize in time"));
            assertTrue(
                    stage.seen(Event.ItemAdded.class).stream()
                            .anyMatch(e ->
                                    e.item() instanceof Item.UserMessage m
                                            && m.text().equals("remember me")));
            assertTrue(started.getFirst().closed());
        }
    }

    @Test
    void aServerThatEndsIsStartedAgainWithTheNextTurn() {
        try (Stage stage =
                stage(FakeMcpServer.serving(ECHO, _ -> text("ok")), server("docs", false))) {
            stage.model.says("one").calls("mcp__docs__echo", "{}").says("two");
            stage.run("first");
            started.getFirst().complains("out of memory");
            started.getFirst().ends(137);

            assertEquals(
                    new McpServer.Status(
                            "docs",
                            "ended",
                            "it ended with exit code 137; it said: out of memory",
                            List.of()),
                    stage.session().mcpServers().getFirst());
            stage.run("second");
            assertEquals(2, started.size());
            assertEquals("ok", stage.outputs().getFirst().text());
        }
    }

    @Test
    void aCallThatTakesTooLongIsCancelledAndFails() {
        Function<Json.Obj, List<String>> serving = FakeMcpServer.serving(ECHO, _ -> text(""));
        try (Stage stage =
                stage(
                        m ->
                                m.text("method").orElse("").equals("tools/call")
                                        ? List.of()
                                        : serving.apply(m),
                        server("docs", false, 60_000, 100))) {
            stage.model.calls("mcp__docs__echo", "{}").says("done");
            stage.run("go");

            Item.ToolOutput output = stage.outputs().getFirst();
            assertEquals(Item.ToolStatus.FAILED, output.status());
            assertTrue(output.text().contains("did not answer tools/call in time"));
            assertTrue(
                    started.getFirst().received().stream()
                            .anyMatch(m ->
                                    m.text("method")
                                            .equals(Optional.of("notifications/cancelled"))));
        }
    }

    @Test
    void greetingsGarbageAndStrangeMessagesDoNoHarm() {
        Function<Json.Obj, List<String>> serving = FakeMcpServer.serving(ECHO, _ -> text("ok"));
        try (Stage stage =
                stage(
                        m -> {
                            List<String> lines =
                                    new ArrayList<>(
                                            List.of(
                                                    "Server listening…",
                                                    "",
                                                    "{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}",
                                                    "[1,2]",
                                                    "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"id\":"
                                                            + "\"a\"}",
                                                    "{\"jsonrpc\":\"2.0\",\"method\":\"ping\","
                                                            + "\"id\":5}"));
                            if (m.find("id").isPresent() && m.text("method").isPresent()) {
                                lines.addAll(serving.apply(m));
                                return lines;
                            }
                            return List.of();
                        },
                        server("docs", false))) {
            stage.model.calls("mcp__docs__echo", "{}").says("done");
            stage.run("go");

            assertEquals("ok", stage.outputs().getFirst().text());
        }
    }

    @Test
    void hostileToolsAreBoundedOrLeftOut() {
        String huge = "x".repeat(McpTool.MAX_SCHEMA_BYTES);
        String tools =
                ECHO
                        + ",{\"name\":\"drop\"},{\"description\":\"no name\"},{\"name\":\"big\","
                        + "\"inputSchema\":{\"type\":\"object\",\"title\":\""
                        + huge
                        + "\"}},{\"name\":\"../../etc/passwd\\u001b[2J\",\"description\":\""
                        + huge
                        + "\"}";
        try (Stage stage =
                stage(FakeMcpServer.serving(tools, _ -> text("")), server("docs", false))) {
            stage.model.says("done");
            stage.run("go");

            List<String> names =
                    stage.model.requests().getFirst().tools().stream()
                            .map(ToolSpec::name)
                            .filter(n -> n.startsWith("mcp__"))
                            .toList();
            assertEquals(2, names.size());
            assertEquals("mcp__docs__echo", names.getFirst());
            assertTrue(names.get(1).matches("[A-Za-z0-9_-]{1,64}"), names.get(1));
            assertEquals(2, stage.seen(Event.Warning.class).size());
        }
    }

    @Test
    void aMessageWithoutEndIsNotKept() {
        byte[] piece = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        List<String> over = new ArrayList<>();
        McpWire wire = new McpWire(_ -> {}, over::add);
        for (int i = 0; i < 40; i++) {
            wire.output(piece, 0, piece.length);
        }
        assertEquals(
                List.of("it sent a message of more than " + McpWire.MAX_MESSAGE_BYTES + " bytes"),
                over);
    }

    @Test
    void whatIsStructuredAndWhatIsSaidBothArriveIfTheyDiffer() {
        assertEquals(
                "two\n{\"n\":2}",
                ResultText.of(
                        McpResult.of(
                                JsonText.readObject(
                                        "{\"content\":[{\"type\":\"text\",\"text\":\"two\"}],"
                                                + "\"structuredContent\":{\"n\":2}}")),
                        new FakeContext()));
        assertEquals(
                "{ \"n\": 2 }",
                ResultText.of(
                        McpResult.of(
                                JsonText.readObject(
                                        "{\"content\":[{\"type\":\"text\",\"text\":\"{ \\\"n\\\":"
                                                + " 2 }\"}],\"structuredContent\":{\"n\":2}}")),
                        new FakeContext()));
    }

    @Test
    void theHostsOfItsConfigurationAreGrantedToItsProcessAlone() throws InterruptedException {
        try (Stage stage =
                stage(FakeMcpServer.serving(ECHO, _ -> text("")), server("docs", false))) {
            stage.policy =
                    new FixedPolicy((action, facts) ->
                            action instanceof Action.Connect && facts.grants().isEmpty()
                                    ? FixedPolicy.DENY
                                    : FixedPolicy.ALLOW);
            stage.model.says("done");
            stage.run("go");

            assertEquals(Optional.empty(), stage.session().connect(connect(7)));
            assertTrue(stage.session().connect(connect(8)).isPresent());
        }
    }

    private static Action.Connect connect(int process) {
        return new Action.Connect(
                new dev.cordon.protocol.CallId("c"),
                "docs.example.org",
                443,
                "",
                Optional.of(process));
    }
}
