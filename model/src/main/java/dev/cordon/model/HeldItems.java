package dev.cordon.model;

import dev.cordon.protocol.Item;
import java.util.ArrayList;
import java.util.List;

/// Holds finished entries back until a call must start or the answer is complete.
///
/// An entry that was given away cannot be taken back. A text needs nobody to act on it, so it can
/// wait, and an answer that breaks off before its first call leaves nothing behind.
final class HeldItems {
    private final ModelClient.Listener listener;
    private final List<ModelEvent.ItemDone> held = new ArrayList<>();
    private int given;
    private int calls;

    HeldItems(ModelClient.Listener listener) {
        this.listener = listener;
    }

    void add(int index, Item item) {
        held.add(new ModelEvent.ItemDone(index, item));
        if (item instanceof Item.ToolCall) {
            flush();
        }
    }

    void flush() {
        for (ModelEvent.ItemDone done : held) {
            given++;
            if (done.item() instanceof Item.ToolCall) {
                calls++;
            }
            listener.on(done);
        }
        held.clear();
    }

    /// Forgets what nobody has seen.
    void drop() {
        held.clear();
    }

    /// All entries, given or held.
    int count() {
        return given + held.size();
    }

    boolean callGiven() {
        return calls > 0;
    }

    ModelEvent.Stop stop() {
        return calls > 0 ? ModelEvent.Stop.TOOL_CALLS : ModelEvent.Stop.DONE;
    }
}
