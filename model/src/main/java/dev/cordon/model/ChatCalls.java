package dev.cordon.model;

import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts the fragments of tool calls together.
///
/// Indexes are keys only: they may start at 1, have holes or be missing; a new id without an index
/// starts a new call. A name is set, never appended; arguments are appended.
final class ChatCalls {
    private static final int MAX_CALLS = 1000;

    private final SentBefore sent;
    private final ToolInputs inputs;
    private final Map<Long, Gathered> calls = new LinkedHashMap<>();
    private long lastKey = -1;
    private long freeKey = 1L << 40;
    private int chars;

    ChatCalls(SentBefore sent, List<ToolSpec> tools) {
        this.sent = sent;
        this.inputs = new ToolInputs(tools);
    }

    /// Characters of all arguments.
    int chars() {
        return chars;
    }

    /// The place of the call that the last fragment belonged to.
    int last() {
        return Math.max(0, new ArrayList<>(calls.keySet()).indexOf(lastKey));
    }

    /// Takes a fragment; gives the arguments in it.
    String add(Json.Obj fragment) {
        String id = fragment.text("id").orElse("");
        long key = key(fragment, id);
        Gathered call = calls.computeIfAbsent(key, _ -> new Gathered());
        if (calls.size() > MAX_CALLS) {
            throw new JsonException("the answer has more than " + MAX_CALLS + " calls");
        }
        lastKey = key;
        if (call.id.isEmpty()) {
            call.id = id;
        }
        fragment.members().forEach(call.members::putIfAbsent);
        Json.Obj function = fragment.object("function").orElse(Json.object().build());
        function.text("name").filter(n -> !n.isEmpty()).ifPresent(n -> call.name = n);
        // Some servers send the arguments as an object.
        String more =
                function.text("arguments")
                        .or(() -> function.object("arguments").map(JsonText::write))
                        .orElse("");
        call.arguments.append(more);
        chars += more.length();
        return more;
    }

    private long key(Json.Obj fragment, String id) {
        if (fragment.integer("index").isPresent()) {
            return fragment.integer("index").getAsLong();
        }
        Gathered last = calls.get(lastKey);
        boolean same = last != null && (id.isEmpty() || id.equals(last.id));
        return same ? lastKey : freeKey++;
    }

    /// The complete calls.
    ///
    /// @param cut whether the answer was cut: a call that is not whole is left out then
    List<Item.ToolCall> finish(String model, boolean cut) {
        List<Item.ToolCall> finished = new ArrayList<>();
        for (Gathered call : calls.values()) {
            String arguments = call.arguments.toString();
            if (cut && !isObject(arguments)) {
                continue;
            }
            CallId id = inputs.id(call.id);
            finished.add(
                    new Item.ToolCall(
                            id,
                            call.name,
                            Optional.empty(),
                            inputs.read(call.name, arguments),
                            wire(call, id, arguments, model)));
        }
        return finished;
    }

    /// Kept only if the provider put something of its own beside the call, such as a signature that
    /// it wants back.
    private Optional<Wire> wire(Gathered call, CallId id, String arguments, String model) {
        Json.ObjBuilder json =
                Json.object()
                        .put("id", id.value())
                        .put("type", "function")
                        .put(
                                "function",
                                Json.object()
                                        .put("name", call.name)
                                        .put("arguments", arguments.isBlank() ? "{}" : arguments)
                                        .build());
        boolean more = false;
        for (Map.Entry<String, Json> member : call.members.entrySet()) {
            if (!List.of("index", "id", "type", "function").contains(member.getKey())
                    && !(member.getValue() instanceof Json.Null)) {
                json.put(member.getKey(), member.getValue());
                more = true;
            }
        }
        return more ? sent.keep(model, json.build()) : Optional.empty();
    }

    private static boolean isObject(String arguments) {
        try {
            JsonText.readObject(arguments);
            return true;
        } catch (JsonException _) {
            return false;
        }
    }

    private static final class Gathered {
        private String id = "";
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();
        private final Map<String, Json> members = new LinkedHashMap<>();
    }
}
