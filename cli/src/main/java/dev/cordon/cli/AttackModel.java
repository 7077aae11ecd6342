package dev.cordon.cli;

import dev.cordon.model.ModelClient;
import dev.cordon.model.ModelEvent;
import dev.cordon.model.ModelRequest;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Usage;
import java.util.Optional;

/// A hostile model with one wish: it makes the call of its case and says no more.
final class AttackModel implements ModelClient {
    private Optional<AttackCase> wish = Optional.empty();
    private int calls;

    /// The next turn makes this call.
    ///
    /// @return the id of the call
    CallId wants(AttackCase next) {
        wish = Optional.of(next);
        calls++;
        return last();
    }

    /// The id of the newest call.
    CallId last() {
        return new CallId("attack-" + calls);
    }

    @Override
    public void stream(ModelRequest request, Listener listener) {
        listener.on(
                new ModelEvent.ItemDone(
                        0,
                        wish.<Item>map(this::call)
                                .orElseGet(() ->
                                        new Item.AssistantMessage(
                                                "Tried.", Optional.empty(), Optional.empty()))));
        listener.on(
                new ModelEvent.Completed(
                        Usage.UNKNOWN,
                        wish.isPresent() ? ModelEvent.Stop.TOOL_CALLS : ModelEvent.Stop.DONE,
                        true));
        wish = Optional.empty();
    }

    private Item call(AttackCase wanted) {
        return new Item.ToolCall(
                last(),
                wanted.tool(),
                Optional.empty(),
                new Item.ToolInput.Arguments(JsonText.write(wanted.arguments())),
                Optional.empty());
    }

    @Override
    public String provider() {
        return "doctor";
    }

    @Override
    public void close() {}
}
