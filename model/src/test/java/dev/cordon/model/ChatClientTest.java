package dev.cordon.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.model.ModelEvent.Stop;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Item.ToolInput;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ChatClientTest {
    private static final String MODEL = "llama";
    private static final String STOP = choice("{}", "\"stop\"");

    @Test
    void reasoningTextAndCallsComeAtTheEnd() {
        List<ModelEvent> events =
                ask(
                        choice("{\"role\":\"assistant\",\"content\":\"\"}", "null"),
                        choice("{\"reasoning_content\":\"First\"}", "null"),
                        choice("{\"content\":\"I \"}", "null"),
                        choice("{\"content\":\"will\"}", "null"),
                        call("\"index\":0,\"id\":\"c1\"", "ls", ""),
                        call("\"index\":0", "", "{\\\"a\\\":"),
                        call("\"index\":0", "", "1}"),
                        choice("{}", "\"tool_calls\""),
                        "{\"choices\":[],\"usage\":{\"prompt_tokens\":90,\"completion_tokens\":12,"
                                + "\"total_tokens\":560,\"prompt_tokens_details\":"
                                + "{\"cached_tokens\":64}}}",
                        "[DONE]");
        assertEquals(
                List.of(
                        new Item.Reasoning(List.of(), "First", Optional.empty()),
                        new Item.AssistantMessage("I will", Optional.empty(), Optional.empty()),
                        toolCall("c1", "ls", "{\"a\":1}")),
                Asking.items(events));
        ModelEvent.Completed end = Asking.completed(events);
        assertEquals(Stop.TOOL_CALLS, end.stop());
        assertEquals(OptionalLong.of(470), end.usage().output());
        assertEquals(OptionalLong.of(64), end.usage().cachedInput());
    }

    @Test
    void indexesAreKeysOnly() {
        assertEquals(
                List.of(toolCall("a", "f", "{}"), toolCall("b", "g", "{\"x\":1}")),
                Asking.items(
                        ask(
                                call("\"index\":1,\"id\":\"a\"", "f", ""),
                                call("\"index\":7,\"id\":\"b\"", "g", "{\\\"x\\\":"),
                                call("\"index\":7", "", "1}"),
                                STOP)));
    }

    @Test
    void withoutIndexesANewIdStartsANewCall() {
        assertEquals(
                List.of(toolCall("a", "f", "{\"x\":1}"), toolCall("b", "g", "{}")),
                Asking.items(
                        ask(
                                call("\"id\":\"a\"", "f", "{\\\"x\\\":"),
                                call("\"type\":\"function\"", "", "1}"),
                                call("\"id\":\"b\"", "g", "{}"),
                                STOP)));
    }

    @Test
    void missingIdsAreMadeAndRepeatedNamesAreSetOnce() {
        assertEquals(
                List.of(toolCall("call_1", "f", "{}"), toolCall("call_2", "f", "{}")),
                Asking.items(
                        ask(
                                call("\"index\":0", "f", "{"),
                                call("\"index\":0,\"id\":\"\"", "f", "}"),
                                call("\"index\":1", "f", ""),
                                STOP)));
    }

    @Test
    void callsWinOverTheFinishReason() {
        List<ModelEvent> events = ask(call("\"index\":0,\"id\":\"a\"", "f", "{}"), STOP, "[DONE]");
        assertEquals(Stop.TOOL_CALLS, Asking.completed(events).stop());
    }

    @Test
    void halfACallIsNeverRun() {
        List<ModelEvent> events =
                ask(
                        choice("{\"content\":\"x\"}", "null"),
                        call("\"index\":0,\"id\":\"a\"", "f", "{\\\"cmd\\\":\\\"rm -rf /tm"),
                        choice("{}", "\"length\""));
        assertEquals(Stop.OUTPUT_LIMIT, Asking.completed(events).stop());
        assertEquals(1, Asking.items(events).size());
    }

    @Test
    void aContentFilterStopsAndARefusalIsMarked() {
        assertEquals(
                FailureKind.CONTENT_FILTER,
                Asking.failed(ask(choice("{}", "\"content_filter\""))).kind());
        assertEquals(
                List.of(new Item.AssistantMessage("No.", Optional.of("refusal"), Optional.empty())),
                Asking.items(ask(choice("{\"refusal\":\"No.\"}", "\"stop\""))));
    }

    @Test
    void anErrorInTheStreamIsMapped() {
        assertEquals(
                FailureKind.USAGE_LIMIT,
                Asking.failed(
                                ask(
                                        "{\"error\":{\"message\":\"x\","
                                                + "\"code\":\"insufficient_quota\"}}"))
                        .kind());
    }

    @Test
    void aCloseWithoutAFinishReasonIsADisconnect() {
        try (ScriptedServer server =
                        ScriptedServer.start(
                                ScriptedServer.sse(choice("{\"content\":\"par\"}", "null")),
                                ScriptedServer.sse(choice("{\"content\":\"whole\"}", "\"stop\"")));
                ModelClient client = client(server)) {
            List<ModelEvent> events = Asking.ask(client, request(List.of(Asking.user("x"))));
            assertEquals(1, Asking.only(ModelEvent.Retrying.class, events).size());
            assertEquals(
                    List.of(new Item.AssistantMessage("whole", Optional.empty(), Optional.empty())),
                    Asking.items(events));
        }
    }

    @Test
    void filterResultsWithoutChoicesAreSkipped() {
        List<ModelEvent> events =
                ask(
                        "{\"choices\":[],\"model\":\"\",\"prompt_filter_results\":[{}]}",
                        choice("{\"content\":\"x\"}", "\"stop\""));
        assertEquals(1, Asking.items(events).size());
    }

    @Test
    void whatAProviderPutsBesideACallGoesBack() {
        String delta =
                "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"extra_content\":{\"google\":"
                        + "{\"thought_signature\":\"c2ln\"}},\"function\":{\"name\":\"f\","
                        + "\"arguments\":\"{}\"}}]}";
        List<Item> items = Asking.items(ask(choice(delta, "\"tool_calls\"")));
        Provider provider =
                Asking.provider(java.net.URI.create("http://h/v1"), Provider.WireApi.CHAT);
        String body =
                new ChatDialect(provider, Asking.profile(MODEL)).write(request(items)).toString();
        assertTrue(body.contains("\"thought_signature\":\"c2ln\""), body);
    }

    @Test
    void theMessagesAreWhatServersExpect() {
        Provider provider =
                Asking.provider(java.net.URI.create("http://h/v1"), Provider.WireApi.CHAT);
        List<Item> history =
                List.of(
                        Asking.BASE,
                        new Item.Context(Item.Role.DEVELOPER, "permissions", List.of("Ask.")),
                        Asking.user("hi"),
                        new Item.AssistantMessage("ok", Optional.empty(), Optional.empty()),
                        toolCall("a", "f", "{}"),
                        toolCall("b", "g", "{}"),
                        new Item.ToolOutput(
                                new CallId("b"),
                                "g",
                                Item.ToolStatus.OK,
                                List.of(
                                        new Content.Text("B"),
                                        new Content.Image("image/png", "AA", "a.png"))),
                        new Item.Context(Item.Role.DEVELOPER, "permissions", List.of("Go on.")),
                        Asking.user("well?"));
        String body =
                new ChatDialect(provider, Asking.profile("gpt-4o"))
                        .write(Asking.request("gpt-4o", history))
                        .toString();
        assertEquals(
                """
                [{"role":"system","content":"You are Cordon.\\n\\nAsk."},\
                {"role":"user","content":"hi"},\
                {"role":"assistant","content":"ok","tool_calls":[\
                {"id":"a","type":"function","function":{"name":"f","arguments":"{}"}},\
                {"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]},\
                {"role":"tool","tool_call_id":"b","content":"B"},\
                {"role":"tool","tool_call_id":"a","content":"aborted by user"},\
                {"role":"user","content":[{"type":"image_url","image_url":\
                {"url":"data:image/png;base64,AA","detail":"auto"}}]},\
                {"role":"user","content":"<system>\\nGo on.\\n</system>"},\
                {"role":"user","content":"well?"}]\
                """,
                JsonText.write(Json.array(JsonText.readObject(body).array("messages"))));
        assertFalse(body.contains("max_tokens"));
    }

    private static Item.ToolCall toolCall(String id, String name, String arguments) {
        return new Item.ToolCall(
                new CallId(id),
                name,
                Optional.empty(),
                new ToolInput.Arguments(arguments),
                Optional.empty());
    }

    private static String choice(String delta, String finish) {
        return "{\"id\":\"c\",\"model\":\"llama\",\"choices\":[{\"index\":0,\"delta\":"
                + delta
                + ",\"finish_reason\":"
                + finish
                + "}]}";
    }

    private static String call(String head, String name, String arguments) {
        String named = name.isEmpty() ? "" : "\"name\":\"" + name + "\",";
        return choice(
                "{\"tool_calls\":[{"
                        + head
                        + ",\"function\":{"
                        + named
                        + "\"arguments\":\""
                        + arguments
                        + "\"}}]}",
                "null");
    }

    private static ModelRequest request(List<Item> history) {
        return Asking.request(MODEL, history);
    }

    private static ModelClient client(ScriptedServer server) {
        return Asking.client(
                Asking.provider(server.uri(), Provider.WireApi.CHAT), Asking.profile(MODEL));
    }

    private static List<ModelEvent> ask(String... events) {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.sse(events));
                ModelClient client = client(server)) {
            return Asking.ask(client, request(List.of(Asking.user("x"))));
        }
    }
}
