package dev.cordon.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.model.ModelEvent.Rerouted;
import dev.cordon.model.ModelEvent.Stop;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Item.ToolInput;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MessagesClientTest {
    private static final String MODEL = "claude-sonnet-4-5";
    private static final String START =
            "{\"type\":\"message_start\",\"message\":{\"id\":\"m1\",\"model\":\"claude-sonnet-4-5\","
                    + "\"usage\":{\"input_tokens\":43,\"cache_creation_input_tokens\":5,"
                    + "\"cache_read_input_tokens\":800,\"output_tokens\":1}}}";
    private static final String THINKING =
            "{\"type\":\"thinking\",\"thinking\":\"Run it.\",\"signature\":\"c2ln\"}";

    @Test
    void thinkingAndCallsGoBackUnchangedWithTheirMarksOfTheCache() {
        String[] first = {
            START,
            "{\"type\":\"ping\"}",
            block(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
            delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"Run \"}"),
            delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"it.\"}"),
            delta(0, "{\"type\":\"signature_delta\",\"signature\":\"c2ln\"}"),
            stop(0),
            block(1, "{\"type\":\"redacted_thinking\",\"data\":\"b3Bh\"}"),
            stop(1),
            block(2, "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"f\",\"input\":{}}"),
            delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\"\"}"),
            delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\":1}\"}"),
            stop(2),
            end("tool_use"),
            "{\"type\":\"message_stop\"}"
        };
        try (ScriptedServer server =
                        ScriptedServer.start(
                                ScriptedServer.sse(first),
                                ScriptedServer.sse(START, end("end_turn")));
                ModelClient client = client(server)) {
            List<Item> history = new ArrayList<>(List.of(Asking.BASE, Asking.user("hi")));
            List<ModelEvent> events = Asking.ask(client, request(history));
            history.addAll(Asking.items(events));
            Item.ToolCall call = (Item.ToolCall) history.getLast();
            assertEquals(new ToolInput.Arguments("{\"a\":1}"), call.input());
            assertEquals(Stop.TOOL_CALLS, Asking.completed(events).stop());
            assertEquals(OptionalLong.of(909), Asking.completed(events).usage().input());
            history.add(
                    new Item.ToolOutput(
                            call.call(),
                            "f",
                            Item.ToolStatus.FAILED,
                            List.of(new dev.cordon.protocol.Content.Text("no"))));
            Asking.ask(client, request(history));

            Json.Obj second = JsonText.readObject(server.requests().get(1).body());
            assertEquals(
                    """
                    [{"role":"user","content":[{"type":"text","text":"hi",\
                    "cache_control":{"type":"ephemeral"}}]},\
                    {"role":"assistant","content":[\
                    """
                            + THINKING
                            + """
                            ,{"type":"redacted_thinking","data":"b3Bh"},\
                            {"type":"tool_use","id":"toolu_1","name":"f","input":{"a":1}}]},\
                            {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1",\
                            "is_error":true,"content":[{"type":"text","text":"no"}],\
                            "cache_control":{"type":"ephemeral"}}]}]\
                            """,
                    JsonText.write(Json.array(second.array("messages"))));
            assertEquals(
                    """
                    [{"type":"text","text":"You are Cordon.",\
                    "cache_control":{"type":"ephemeral"}}]\
                    """,
                    JsonText.write(Json.array(second.array("system"))));
            String tools = JsonText.write(Json.array(second.array("tools")));
            assertTrue(tools.endsWith("\"cache_control\":{\"type\":\"ephemeral\"}}]"), tools);
            assertEquals(
                    "{\"type\":\"enabled\",\"budget_tokens\":10000}",
                    JsonText.write(second.requireObject("thinking")));
            assertEquals(64_000, second.requireInteger("max_tokens"));
            assertEquals("2023-06-01", server.requests().get(1).headers().get("anthropic-version"));
            assertEquals("/v1/messages", server.requests().get(1).path());
        }
    }

    @Test
    void aSecondStartDropsWhatNobodyActedOn() {
        List<ModelEvent> events =
                ask(
                        START,
                        block(0, "{\"type\":\"text\",\"text\":\"\"}"),
                        delta(0, "{\"type\":\"text_delta\",\"text\":\"old\"}"),
                        stop(0),
                        START,
                        block(0, "{\"type\":\"text\",\"text\":\"\"}"),
                        delta(0, "{\"type\":\"text_delta\",\"text\":\"new\"}"),
                        stop(0),
                        end("end_turn"),
                        "{\"type\":\"message_stop\"}");
        assertEquals(1, Asking.items(events).size());
        assertEquals("new", ((Item.AssistantMessage) Asking.items(events).getFirst()).text());
    }

    @Test
    void aRefusalEndsTheTurnWithItsCategory() {
        String refusal =
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"refusal\","
                        + "\"stop_details\":{\"category\":\"%s\",\"explanation\":\"because\"}}}";
        assertRefused(FailureKind.CYBER_POLICY, refusal.formatted("cyber"));
        assertRefused(FailureKind.SAFETY_POLICY, refusal.formatted("bio"));
        assertRefused(FailureKind.REFUSED_BY_MODEL, refusal.formatted("general_harms"));
    }

    private static void assertRefused(FailureKind kind, String delta) {
        ModelEvent.Failed failed = Asking.failed(ask(START, delta, "{\"type\":\"message_stop\"}"));
        assertEquals(kind, failed.kind());
        assertTrue(failed.message().contains("because"), failed.message());
    }

    @Test
    void aFallbackBlockIsAReroute() {
        List<ModelEvent> events =
                ask(
                        START,
                        block(
                                0,
                                "{\"type\":\"fallback\",\"from\":{\"model\":\"a\"},"
                                        + "\"to\":{\"model\":\"b\"}}"),
                        stop(0),
                        end("end_turn"),
                        "{\"type\":\"message_stop\"}");
        assertEquals(
                List.of(new Rerouted("a", "b", "fallback block")),
                Asking.only(Rerouted.class, events));
    }

    @Test
    void halfACallAtTheLimitIsDroppedAndABrokenOneIsPassedOn() {
        String[] events = {
            START,
            block(0, "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}"),
            delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"cmd\"}"),
            stop(0),
            end("max_tokens"),
            "{\"type\":\"message_stop\"}"
        };
        List<ModelEvent> cut = ask(events);
        assertEquals(List.of(), Asking.items(cut));
        assertEquals(Stop.OUTPUT_LIMIT, Asking.completed(cut).stop());

        events[4] = end("tool_use");
        Item.ToolCall call = (Item.ToolCall) Asking.items(ask(events)).getFirst();
        assertEquals("{\"cmd", call.input().text());
    }

    @Test
    void aPauseAndAnEmptyInputAreUnderstood() {
        List<ModelEvent> events =
                ask(
                        START,
                        block(0, "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"x\"}"),
                        stop(0),
                        block(1, "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\"}"),
                        stop(1),
                        end("pause_turn"),
                        "{\"type\":\"message_stop\"}");
        assertEquals(Stop.PAUSED, Asking.completed(events).stop());
        assertEquals(
                new ToolInput.Arguments("{}"),
                ((Item.ToolCall) Asking.items(events).get(1)).input());
        assertEquals("server_tool_use", ((Item.Opaque) Asking.items(events).getFirst()).kind());
    }

    @Test
    void anOverloadInTheStreamIsRetried() {
        String overloaded =
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                        + "\"message\":\"Overloaded\"}}";
        try (ScriptedServer server =
                        ScriptedServer.start(
                                ScriptedServer.sse(START, overloaded),
                                ScriptedServer.sse(START, end("end_turn")));
                ModelClient client = client(server)) {
            List<ModelEvent> events = Asking.ask(client, request(List.of(Asking.user("x"))));
            Asking.completed(events);
            assertEquals(2, server.requests().size());
        }
    }

    @Test
    void storedPagesAreNotReplacedByALiveSearch() {
        ModelRequest cached =
                Asking.request(
                        MODEL,
                        List.of(Asking.user("x")),
                        new ToolSpec.HostedWebSearch(false, List.of()));
        ModelRequest live =
                Asking.request(
                        MODEL,
                        List.of(Asking.user("x")),
                        new ToolSpec.HostedWebSearch(true, List.of("example.org")));
        MessagesDialect dialect =
                new MessagesDialect(
                        Asking.provider(URI.create("http://h"), Provider.WireApi.MESSAGES),
                        Asking.profile(MODEL));
        assertFalse(dialect.write(cached).toString().contains("web_search"));
        assertTrue(dialect.write(live).toString().contains("\"allowed_domains\""));
    }

    private static String block(int index, String block) {
        return "{\"type\":\"content_block_start\",\"index\":"
                + index
                + ",\"content_block\":"
                + block
                + "}";
    }

    private static String delta(int index, String delta) {
        return "{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":" + delta + "}";
    }

    private static String stop(int index) {
        return "{\"type\":\"content_block_stop\",\"index\":" + index + "}";
    }

    private static String end(String reason) {
        return "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""
                + reason
                + "\"},\"usage\":{\"input_tokens\":104,\"output_tokens\":64}}";
    }

    private static ModelRequest request(List<Item> history) {
        return Asking.request(
                MODEL,
                history,
                new ToolSpec.Freeform("apply_patch", "Edits.", ""),
                new ToolSpec.Function(
                        "f", "Does it.", Json.object().put("type", "object").build()));
    }

    private static ModelClient client(ScriptedServer server) {
        return Asking.client(
                Asking.provider(server.uri(), Provider.WireApi.MESSAGES), Asking.profile(MODEL));
    }

    private static List<ModelEvent> ask(String... events) {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.sse(events));
                ModelClient client = client(server)) {
            return Asking.ask(client, request(List.of(Asking.user("x"))));
        }
    }
}
