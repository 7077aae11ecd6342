package dev.cordon.engine;

import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Some models invent a call `parallel{tool_uses:[{recipient_name:"functions.x",parameters}]}` that
/// no tool list has. It is unwrapped if every inner name is known.
final class ParallelWrapper {
    private static final String PREFIX = "functions.";
    private static final int MAX_CALLS = 32;

    private ParallelWrapper() {}

    /// The calls that a call means; itself in all but that case.
    static List<Item.ToolCall> unwrap(Item.ToolCall call, Tools tools) {
        boolean wrapper =
                call.name().equals("parallel") || call.name().equals("multi_tool_use.parallel");
        if (!wrapper || tools.find(call.name()).isPresent()) {
            return List.of(call);
        }
        try {
            List<Item.ToolCall> inner = inner(call, tools);
            return inner.isEmpty() ? List.of(call) : inner;
        } catch (JsonException _) {
            return List.of(call);
        }
    }

    private static List<Item.ToolCall> inner(Item.ToolCall call, Tools tools) {
        List<Json> uses = JsonText.readObject(call.input().text()).array("tool_uses");
        List<Item.ToolCall> calls = new ArrayList<>();
        for (Json use : uses) {
            if (!(use instanceof Json.Obj object) || calls.size() == MAX_CALLS) {
                return List.of();
            }
            String name = object.requireText("recipient_name");
            String known = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
            if (tools.find(known).isEmpty()) {
                return List.of();
            }
            calls.add(
                    new Item.ToolCall(
                            new CallId(call.call().value() + "-" + (calls.size() + 1)),
                            known,
                            Optional.empty(),
                            new Item.ToolInput.Arguments(
                                    JsonText.write(object.requireObject("parameters"))),
                            Optional.empty()));
        }
        return calls;
    }
}
