package dev.cordon.engine;

import dev.cordon.protocol.Item;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.Usage;
import java.util.List;
import java.util.Optional;

/// What a session begins with.
///
/// @param history the items before the first new one
/// @param nextSequence the number of the next event; 0 for a new log
/// @param forkedFrom the session whose history this is, if it is another one
public record Restored(
        List<Item> history, Usage usage, long nextSequence, Optional<SessionId> forkedFrom) {
    /// A new session.
    public static final Restored NOTHING =
            new Restored(List.of(), Usage.UNKNOWN, 0, Optional.empty());

    public Restored {
        history = List.copyOf(history);
    }
}
