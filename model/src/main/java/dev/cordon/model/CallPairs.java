package dev.cordon.model;

import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds calls without an output and outputs without a call: providers refuse both.
final class CallPairs {
    /// What the model is told about a call that was never answered.
    static final String ABORTED = "aborted by user";

    private final Map<CallId, Item.ToolCall> pending = new LinkedHashMap<>();

    void clear() {
        pending.clear();
    }

    void call(Item.ToolCall call) {
        pending.put(call.call(), call);
    }

    /// Whether a call waits for this output; it is answered then.
    boolean answers(Item.ToolOutput output) {
        return pending.remove(output.call()) != null;
    }

    boolean isPending() {
        return !pending.isEmpty();
    }

    /// Outputs for the calls that got none.
    List<Item.ToolOutput> missing() {
        List<Item.ToolOutput> outputs = new ArrayList<>();
        for (Item.ToolCall call : pending.values()) {
            outputs.add(
                    new Item.ToolOutput(
                            call.call(),
                            call.name(),
                            Item.ToolStatus.ABORTED,
                            List.of(new dev.cordon.protocol.Content.Text(ABORTED))));
        }
        return outputs;
    }
}
