package dev.cordon.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Item.ToolInput;
import dev.cordon.protocol.Item.ToolStatus;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Wire;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The promise behind every cache hit: what was sent once is sent again byte for byte.
class PrefixTest {
    private static final String MARK = ",\"cache_control\":{\"type\":\"ephemeral\"}";
    private static final URI BASE = URI.create("http://127.0.0.1:9/v1");

    @ParameterizedTest
    @EnumSource(Provider.WireApi.class)
    void eachRequestBeginsWithTheBytesOfTheOneBefore(Provider.WireApi wire) {
        Dialect dialect = dialect(wire);
        List<Item> history = new ArrayList<>(start());
        String before = input(dialect, wire, history);
        for (int round = 0; round < 30; round++) {
            history.addAll(round(wire, round));
            String now = input(dialect, wire, history);
            assertTrue(now.startsWith(before), "before:\n" + before + "\nnow:\n" + now);
            assertTrue(now.length() > before.length());
            before = now;
        }
    }

    @ParameterizedTest
    @EnumSource(Provider.WireApi.class)
    void aNewClientWithTheSameHistoryWritesTheSameBytes(Provider.WireApi wire) {
        Dialect live = dialect(wire);
        List<Item> history = new ArrayList<>(start());
        for (int round = 0; round < 10; round++) {
            live.write(Asking.request("gpt-5.2", history));
            history.addAll(round(wire, round));
            ModelRequest request = Asking.request("gpt-5.2", history);
            assertEquals(dialect(wire).write(request).toString(), live.write(request).toString());
        }
    }

    @ParameterizedTest
    @EnumSource(Provider.WireApi.class)
    void aCompactedHistoryIsWrittenAnew(Provider.WireApi wire) {
        Dialect live = dialect(wire);
        List<Item> history = new ArrayList<>(start());
        history.addAll(round(wire, 1));
        live.write(Asking.request("gpt-5.2", history));
        List<Item> compacted = new ArrayList<>(start());
        compacted.add(Asking.user("what is next?"));
        compacted.addAll(round(wire, 2));
        compacted.addAll(round(wire, 3));
        ModelRequest request = Asking.request("gpt-5.2", compacted);

        assertEquals(dialect(wire).write(request).toString(), live.write(request).toString());
    }

    @ParameterizedTest
    @EnumSource(Provider.WireApi.class)
    void eachEntryIsWrittenOnce(Provider.WireApi wire) {
        Dialect dialect = dialect(wire);
        CountingList history = new CountingList(start());
        for (int round = 0; round < 200; round++) {
            history.addAll(round(wire, round));
            history.reads = 0;
            dialect.write(Asking.request("gpt-5.2", history));
            assertTrue(history.reads < 20, "read " + history.reads + " entries");
        }
    }

    @ParameterizedTest
    @EnumSource(Provider.WireApi.class)
    void whatOnlyAnotherModelCanReadIsLeftOut(Provider.WireApi wire) {
        List<Item> history = new ArrayList<>(start());
        for (Item item : round(wire, 1)) {
            history.add(item);
        }
        String other = dialect(wire).write(Asking.request("another-model", history)).toString();

        assertTrue(!other.contains("c2VjcmV0"), other);
        assertTrue(other.contains("exec_command"), other);
        JsonText.read(other);
    }

    static List<Item> start() {
        return List.of(
                Asking.BASE,
                new Item.Context(Item.Role.DEVELOPER, "permissions", List.of("Ask first.")),
                new Item.Context(Item.Role.USER, "environment", List.of("<cwd>/srv</cwd>")),
                Asking.user("Fix the \"test\" – naïvely"));
    }

    /// Reasoning, text, two calls with their outputs, one with a picture, in a provider's own form.
    static List<Item> round(Provider.WireApi wire, int n) {
        boolean messages = wire == Provider.WireApi.MESSAGES;
        String thought =
                messages
                        ? "{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"c2VjcmV0\"}"
                        : "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],"
                                + "\"encrypted_content\":\"c2VjcmV0\"}";
        CallId first = new CallId("call_a" + n);
        CallId second = new CallId("call_b" + n);
        return List.of(
                new Item.Reasoning(List.of(), "hm", wire(thought)),
                new Item.AssistantMessage("Looking.", Optional.empty(), Optional.empty()),
                new Item.ToolCall(
                        first,
                        "exec_command",
                        Optional.empty(),
                        new ToolInput.Arguments("{\"cmd\":\"ls " + n + "\"}"),
                        Optional.empty()),
                new Item.ToolCall(
                        second,
                        "apply_patch",
                        Optional.empty(),
                        new ToolInput.Freeform("*** Begin Patch\n*** End Patch"),
                        Optional.empty()),
                new Item.ToolOutput(
                        first,
                        "exec_command",
                        ToolStatus.OK,
                        List.of(
                                new Content.Text("pom.xml"),
                                new Content.Image("image/png", "AAAA", "a.png"))),
                new Item.ToolOutput(
                        second,
                        "apply_patch",
                        ToolStatus.FAILED,
                        List.of(new Content.Text("no such file"))));
    }

    private static Optional<Wire> wire(String json) {
        return Optional.of(new Wire("test", "gpt-5.2", json));
    }

    static Dialect dialect(Provider.WireApi wire) {
        Provider provider = Asking.provider(BASE, wire);
        ModelProfile profile = Asking.profile("gpt-5.2");
        return switch (wire) {
            case RESPONSES -> new ResponsesDialect(provider.id(), profile);
            case CHAT -> new ChatDialect(provider, profile);
            case MESSAGES -> new MessagesDialect(provider, profile);
        };
    }

    /// The elements of the input without the closing brackets, and without the cache's marks, which
    /// wander and are no part of what is cached.
    private static String input(Dialect dialect, Provider.WireApi wire, List<Item> history) {
        String body = dialect.write(Asking.request("gpt-5.2", history)).toString();
        if (!(JsonText.read(body) instanceof Json.Obj)) {
            throw new AssertionError(body);
        }
        String mark = wire == Provider.WireApi.RESPONSES ? "\"input\":[" : "\"messages\":[";
        int from = body.indexOf(mark);
        return body.substring(from, body.length() - 2).replace(MARK, "");
    }

    private static final class CountingList extends ArrayList<Item> {
        private static final long serialVersionUID = 1L;
        private transient int reads;

        CountingList(List<Item> items) {
            super(items);
        }

        @Override
        public Item get(int index) {
            reads++;
            return super.get(index);
        }
    }
}
