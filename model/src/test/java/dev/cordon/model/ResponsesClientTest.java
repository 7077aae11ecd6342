package dev.cordon.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.model.ModelEvent.Completed;
import dev.cordon.model.ModelEvent.ReasoningDelta;
import dev.cordon.model.ModelEvent.Rerouted;
import dev.cordon.model.ModelEvent.Retrying;
import dev.cordon.model.ModelEvent.Started;
import dev.cordon.model.ModelEvent.Stop;
import dev.cordon.model.ModelEvent.TextDelta;
import dev.cordon.model.ModelEvent.ToolInputDelta;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Item.ToolInput;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ResponsesClientTest {
    private static final String MODEL = "gpt-5.2";

    @Test
    void anAnswerBecomesOurEvents() {
        String usage =
                "{\"input_tokens\":900,\"input_tokens_details\":{\"cached_tokens\":640,"
                        + "\"cache_write_tokens\":3},\"output_tokens\":120,"
                        + "\"output_tokens_details\":{\"reasoning_tokens\":64}}";
        List<ModelEvent> events =
                ask(
                        Asking.CREATED,
                        "{\"type\":\"response.reasoning_summary_text.delta\",\"output_index\":0,"
                                + "\"delta\":\"**Reading**\"}",
                        "{\"type\":\"response.output_text.delta\",\"output_index\":1,"
                                + "\"delta\":\"H\"}",
                        "{\"type\":\"response.future_event\",\"x\":1}",
                        "{\"type\":\"response.function_call_arguments.delta\",\"output_index\":2,"
                                + "\"delta\":\"{\"}",
                        Asking.DONE,
                        Asking.CALL,
                        "{\"type\":\"response.completed\",\"response\":{\"usage\":" + usage + "}}");

        assertEquals(
                List.of(
                        new Started("r1", MODEL),
                        new ReasoningDelta(0, "**Reading**", false),
                        new TextDelta(1, "H"),
                        new ToolInputDelta(2, "{")),
                events.subList(0, 4));
        assertEquals(2, Asking.items(events).size());
        assertEquals(
                new Completed(
                        new Usage(
                                OptionalLong.of(900),
                                OptionalLong.of(640),
                                OptionalLong.of(3),
                                OptionalLong.of(120),
                                OptionalLong.of(64)),
                        Stop.TOOL_CALLS,
                        true),
                events.getLast());
    }

    @Test
    void anItemIsKeptAsItCameAndSentBackUnchanged() {
        String reasoning =
                "{\"type\":\"reasoning\",\"id\":\"rs_7\",\"summary\":[{\"type\":\"summary_text\","
                        + "\"text\":\"Look\"}],\"encrypted_content\":\"Zm9v\",\"new_field\":1.50}";
        try (ScriptedServer server =
                        ScriptedServer.start(
                                ScriptedServer.sse(
                                        Asking.CREATED,
                                        done(0, reasoning),
                                        Asking.CALL,
                                        Asking.COMPLETED),
                                ScriptedServer.sse(Asking.CREATED, Asking.COMPLETED));
                ModelClient client = client(server)) {
            List<Item> history = new ArrayList<>(List.of(Asking.BASE, Asking.user("hi")));
            history.addAll(Asking.items(Asking.ask(client, Asking.request(MODEL, history))));
            history.add(output("call_1", "done"));
            Asking.ask(client, Asking.request(MODEL, history));

            String second = server.requests().get(1).body();
            assertTrue(second.contains(reasoning), second);
            assertTrue(second.contains("\"store\":false"), second);
            assertTrue(second.contains("\"include\":[\"reasoning.encrypted_content\"]"), second);
        }
    }

    @Test
    void reasoningWithoutContentDoesNotGoBack() {
        String reasoning = "{\"type\":\"reasoning\",\"id\":\"rs_7\",\"summary\":[]}";
        List<Item> items = Asking.items(ask(Asking.CREATED, done(0, reasoning), Asking.COMPLETED));
        String body =
                PrefixTest.dialect(Provider.WireApi.RESPONSES)
                        .write(Asking.request(MODEL, items))
                        .toString();
        assertFalse(body.contains("rs_7"), body);
    }

    @Test
    void aCustomToolGetsItsTextAndItsOutputType() {
        String call =
                "{\"type\":\"custom_tool_call\",\"id\":\"ct_1\",\"call_id\":\"c9\","
                        + "\"name\":\"apply_patch\",\"input\":\"*** Begin Patch\"}";
        Item.ToolCall item =
                (Item.ToolCall)
                        Asking.items(ask(Asking.CREATED, done(0, call), Asking.COMPLETED))
                                .getFirst();
        assertEquals(new ToolInput.Freeform("*** Begin Patch"), item.input());

        String body =
                PrefixTest.dialect(Provider.WireApi.RESPONSES)
                        .write(Asking.request(MODEL, List.of(item, output("c9", "ok"))))
                        .toString();
        assertTrue(body.contains("\"type\":\"custom_tool_call_output\""), body);
    }

    @Test
    void aModelWithoutCustomToolsGetsAFunction() {
        ToolSpec tool = new ToolSpec.Freeform("apply_patch", "Edits files.", "start: x");
        String call =
                "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"apply_patch\","
                        + "\"arguments\":\"{\\\"input\\\":\\\"*** Begin\\\"}\"}";
        try (ScriptedServer server =
                        ScriptedServer.start(
                                ScriptedServer.sse(
                                        Asking.CREATED, done(0, call), Asking.COMPLETED));
                ModelClient client =
                        Asking.client(
                                Asking.provider(server.uri(), Provider.WireApi.RESPONSES),
                                Asking.profile("local-model"))) {
            List<ModelEvent> events =
                    Asking.ask(
                            client, Asking.request("local-model", List.of(Asking.user("x")), tool));

            Item.ToolCall item = (Item.ToolCall) Asking.items(events).getFirst();
            assertEquals(new ToolInput.Freeform("*** Begin"), item.input());
            String body = server.requests().getFirst().body();
            assertTrue(body.contains("\"required\":[\"input\"]"), body);
            assertFalse(body.contains("encrypted_content"), body);
        }
    }

    @Test
    void argumentsThatAreNoJsonPassThroughAsText() {
        String call =
                "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"f\","
                        + "\"arguments\":\"{not json\"}";
        Item.ToolCall item =
                (Item.ToolCall)
                        Asking.items(ask(Asking.CREATED, done(0, call), Asking.COMPLETED))
                                .getFirst();
        assertEquals(new ToolInput.Arguments("{not json"), item.input());
    }

    @Test
    void emptyArgumentsAreAnEmptyObject() {
        String call =
                "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"f\","
                        + "\"arguments\":\"\"}";
        Item.ToolCall item =
                (Item.ToolCall)
                        Asking.items(ask(Asking.CREATED, done(0, call), Asking.COMPLETED))
                                .getFirst();
        assertEquals(new ToolInput.Arguments("{}"), item.input());
    }

    @Test
    void repeatedAndEmptyCallIdsBecomeDifferentOnes() {
        String call = "{\"type\":\"function_call\",\"call_id\":\"%s\",\"name\":\"f\"}";
        List<Item> items =
                Asking.items(
                        ask(
                                Asking.CREATED,
                                done(0, call.formatted("c1")),
                                done(1, call.formatted("c1")),
                                done(2, call.formatted("")),
                                done(3, call.formatted("x".repeat(900))),
                                Asking.COMPLETED));
        List<String> ids = items.stream().map(i -> ((Item.ToolCall) i).call().value()).toList();
        assertEquals(List.of("c1", "c1_2", "call_3", "x".repeat(248)), ids);
        assertTrue(items.get(1).wire().isEmpty());
    }

    @Test
    void aBrokenEventIsSkippedIfNothingIsLost() {
        List<ModelEvent> events =
                ask(
                        Asking.CREATED,
                        "{\"type\":\"response.output_te",
                        Asking.DONE,
                        Asking.COMPLETED);
        Asking.completed(events);
        assertEquals(1, Asking.items(events).size());
    }

    @Test
    void aLostItemIsADisconnect() {
        String added = "{\"type\":\"response.output_item.added\",\"output_index\":1}";
        try (ScriptedServer server =
                        ScriptedServer.start(
                                ScriptedServer.sse(
                                        Asking.CREATED,
                                        Asking.DONE,
                                        added,
                                        "{broken",
                                        Asking.COMPLETED),
                                ScriptedServer.sse(Asking.CREATED, Asking.DONE, Asking.COMPLETED));
                ModelClient client = client(server)) {
            List<ModelEvent> events = Asking.ask(client, request());

            Asking.completed(events);
            assertEquals(1, Asking.only(Retrying.class, events).size());
            assertEquals(1, Asking.items(events).size());
        }
    }

    @Test
    void aStreamThatBreaksBeforeACallIsMadeAgainAndLeavesNoItem() {
        try (ScriptedServer server =
                        ScriptedServer.start(
                                ScriptedServer.cut(Asking.CREATED, Asking.DONE),
                                ScriptedServer.sse(Asking.CREATED, Asking.DONE, Asking.COMPLETED));
                ModelClient client = client(server)) {
            List<ModelEvent> events = Asking.ask(client, request());

            Asking.completed(events);
            assertEquals(1, Asking.items(events).size());
            assertEquals(2, server.requests().size());
        }
    }

    @Test
    void aStreamThatBreaksAfterACallIsNotMadeAgain() {
        try (ScriptedServer server =
                        ScriptedServer.start(ScriptedServer.cut(Asking.CREATED, Asking.CALL));
                ModelClient client = client(server)) {
            List<ModelEvent> events = Asking.ask(client, request());

            assertEquals(new Completed(Usage.UNKNOWN, Stop.TOOL_CALLS, false), events.getLast());
            assertEquals(1, Asking.only(Retrying.class, events).size());
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void garbageThatIsNoEventEndsAsADisconnect() {
        String garbage = "HTTP/1.1 200 OK\r\n\r\n\u0000\u0001binary\u00ff\nfoo\n\nbar: baz\n\n";
        try (ScriptedServer server = ScriptedServer.start()) {
            for (int i = 0; i < 6; i++) {
                server.then(ScriptedServer.raw(garbage));
            }
            try (ModelClient client = client(server)) {
                assertEquals(
                        FailureKind.STREAM_DISCONNECTED,
                        Asking.failed(Asking.ask(client, request())).kind());
            }
        }
    }

    @Test
    void anAnswerCutByItsLimitKeepsItsItems() {
        List<ModelEvent> events =
                ask(
                        Asking.CREATED,
                        Asking.DONE,
                        "{\"type\":\"response.incomplete\",\"response\":{\"incomplete_details\":"
                                + "{\"reason\":\"max_output_tokens\"}}}");
        assertEquals(Stop.OUTPUT_LIMIT, Asking.completed(events).stop());
        assertEquals(1, Asking.items(events).size());
    }

    @Test
    void aContentFilterStops() {
        List<ModelEvent> events =
                ask(
                        Asking.CREATED,
                        "{\"type\":\"response.incomplete\",\"response\":{\"incomplete_details\":"
                                + "{\"reason\":\"content_filter\"}}}");
        assertEquals(FailureKind.CONTENT_FILTER, Asking.failed(events).kind());
    }

    @Test
    void aRefusalIsMarked() {
        String refusal =
                "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"refusal\","
                        + "\"refusal\":\"I cannot.\"}]}";
        Item item =
                Asking.items(ask(Asking.CREATED, done(0, refusal), Asking.COMPLETED)).getFirst();
        assertEquals(
                new Item.AssistantMessage("I cannot.", Optional.of("refusal"), item.wire()), item);
    }

    @Test
    void theProviderMayAskToBeAskedAgain() {
        String end = "{\"type\":\"response.completed\",\"response\":{\"end_turn\":false}}";
        assertFalse(Asking.completed(ask(Asking.CREATED, Asking.DONE, end)).endTurn());
    }

    @Test
    void itemsThatComeOnlyWithTheEndAreTaken() {
        String item =
                "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":"
                        + "\"output_text\",\"text\":\"late\"}]}";
        String end = "{\"type\":\"response.completed\",\"response\":{\"output\":[" + item + "]}}";
        Item.AssistantMessage message =
                (Item.AssistantMessage) Asking.items(ask(Asking.CREATED, end)).getFirst();
        assertEquals("late", message.text());
    }

    @Test
    void anotherModelIsToldByHeaderOrByResponse() {
        ScriptedServer.Reply byHeader =
                ScriptedServer.sse(
                        Map.of("openai-model", "gpt-5-mini"),
                        Asking.CREATED,
                        Asking.DONE,
                        Asking.COMPLETED);
        String created = Asking.CREATED.replace("gpt-5.2", "gpt-4o");
        try (ScriptedServer server =
                        ScriptedServer.start(
                                byHeader,
                                ScriptedServer.sse(created, Asking.DONE, Asking.COMPLETED),
                                ScriptedServer.sse(
                                        Asking.CREATED.replace("gpt-5.2", "gpt-5.2-2026-03-05"),
                                        Asking.DONE,
                                        Asking.COMPLETED));
                ModelClient client = client(server)) {
            assertEquals(
                    List.of(new Rerouted(MODEL, "gpt-5-mini", "header openai-model")),
                    Asking.only(Rerouted.class, Asking.ask(client, request())));
            assertEquals(
                    List.of(new Rerouted(MODEL, "gpt-4o", "the response names another model")),
                    Asking.only(Rerouted.class, Asking.ask(client, request())));
            assertEquals(List.of(), Asking.only(Rerouted.class, Asking.ask(client, request())));
        }
    }

    @Test
    void effortIsSentOnlyIfTheModelListsIt() {
        ModelRequest wild = withEffort("ultra");
        ModelRequest known = withEffort("low");
        Dialect dialect = PrefixTest.dialect(Provider.WireApi.RESPONSES);
        assertTrue(dialect.write(wild).toString().contains("\"effort\":\"medium\""));
        assertTrue(dialect.write(known).toString().contains("\"effort\":\"low\""));
    }

    @Test
    void callsWithoutOutputAndOutputsWithoutCallAreMended() {
        Item call =
                new Item.ToolCall(
                        new CallId("c1"),
                        "f",
                        Optional.empty(),
                        new ToolInput.Arguments("{}"),
                        Optional.empty());
        String body =
                PrefixTest.dialect(Provider.WireApi.RESPONSES)
                        .write(
                                Asking.request(
                                        MODEL,
                                        List.of(call, Asking.user("stop"), output("c1", "late"))))
                        .toString();
        Json.Obj root = JsonText.readObject(body);
        assertEquals(4, root.array("input").size());
        assertTrue(body.contains("\"output\":\"aborted by user\""), body);
        assertTrue(body.contains("[output of f]\\nlate"), body);
    }

    @Test
    void aProviderThatKeepsTheConversationGetsOnlyWhatIsNew() {
        ModelProfile stateful = stateful();
        ScriptedServer.Reply answer =
                ScriptedServer.sse(Asking.CREATED, Asking.CALL, Asking.COMPLETED);
        String lost = "{\"error\":{\"code\":\"previous_response_not_found\",\"message\":\"x\"}}";
        try (ScriptedServer server =
                        ScriptedServer.start(answer, answer, ScriptedServer.status(400, lost));
                ModelClient client =
                        Asking.client(
                                Asking.provider(server.uri(), Provider.WireApi.RESPONSES),
                                stateful)) {
            List<Item> history = new ArrayList<>(List.of(Asking.BASE, Asking.user("hi")));
            history.addAll(Asking.items(Asking.ask(client, Asking.request(MODEL, history))));
            history.add(output("call_1", "first output"));
            history.addAll(Asking.items(Asking.ask(client, Asking.request(MODEL, history))));
            history.add(output("call_1", "second output"));
            Asking.ask(client, Asking.request(MODEL, history));

            Json.Obj second = JsonText.readObject(server.requests().get(1).body());
            assertEquals(Optional.of("r1"), second.text("previous_response_id"));
            assertEquals(Optional.of(true), second.bool("store"));
            assertEquals(
                    "[{\"type\":\"function_call_output\",\"call_id\":\"call_1\","
                            + "\"output\":\"first output\"}]",
                    JsonText.write(Json.array(second.array("input"))));
        }
    }

    private static ModelProfile stateful() {
        ModelProfile p = Asking.profile(MODEL);
        return new ModelProfile(
                p.slug(),
                p.contextWindowTokens(),
                p.effectivePercent(),
                p.maxOutputTokens(),
                p.prices(),
                p.customTools(),
                p.parallelCalls(),
                p.images(),
                p.hostedWebSearch(),
                p.efforts(),
                p.defaultEffort(),
                p.verbosity(),
                p.thinking(),
                p.truncationTokens(),
                p.promptVariant(),
                false,
                true,
                Optional.empty(),
                Optional.empty());
    }

    private static ModelRequest withEffort(String effort) {
        ModelRequest r = request();
        return new ModelRequest(
                r.model(),
                r.history(),
                r.tools(),
                true,
                new ModelRequest.Reasoning(Optional.of(effort), Optional.of("auto")),
                r.verbosity(),
                r.outputSchema(),
                r.maxOutputTokens(),
                r.session());
    }

    private static Item output(String call, String text) {
        return new Item.ToolOutput(
                new CallId(call), "f", Item.ToolStatus.OK, List.of(new Content.Text(text)));
    }

    private static String done(int index, String item) {
        return "{\"type\":\"response.output_item.done\",\"output_index\":"
                + index
                + ",\"item\":"
                + item
                + "}";
    }

    private static ModelRequest request() {
        return Asking.request(MODEL, List.of(Asking.BASE, Asking.user("hello")));
    }

    private static ModelClient client(ScriptedServer server) {
        return Asking.client(
                Asking.provider(server.uri(), Provider.WireApi.RESPONSES), Asking.profile(MODEL));
    }

    private static List<ModelEvent> ask(String... events) {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.sse(events));
                ModelClient client = client(server)) {
            return Asking.ask(client, request());
        }
    }
}
