package dev.cordon.tui;

import dev.cordon.engine.Approver;
import dev.cordon.engine.Session;
import dev.cordon.engine.SessionListener;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.TurnId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Opens sessions for the UI.
public interface SessionOpener {
    /// Opens one. Takes a while; called on a thread of its own.
    ///
    /// @throws RuntimeException with a sentence for the user
    Opened open(Start start, Approver approver, SessionListener listener);

    /// Where a session comes from.
    sealed interface Start {
        record Fresh() implements Start {}

        /// @param name an id, the start of one, or a name; empty means the newest of the workspace
        record Resume(Optional<String> name) implements Start {}

        /// @param before the turn before which the copy ends; empty means the whole
        record Fork(String name, Optional<TurnId> before) implements Start {}
    }

    /// A turn that can be gone back to.
    ///
    /// @param prompt what the user said; may be empty
    record Earlier(TurnId turn, String prompt) {}

    /// A session and what its events do not tell.
    ///
    /// @param file its log; empty if it keeps none
    /// @param contextWindowTokens 0 if unknown
    /// @param shown items of before, to be shown again
    /// @param turns of before that can be gone back to, oldest first
    /// @param warnings sentences
    record Opened(
            Session session,
            Optional<Path> file,
            long contextWindowTokens,
            List<Item> shown,
            List<Earlier> turns,
            List<String> warnings,
            Runnable close) {
        public Opened {
            shown = List.copyOf(shown);
            turns = List.copyOf(turns);
            warnings = List.copyOf(warnings);
        }
    }
}
