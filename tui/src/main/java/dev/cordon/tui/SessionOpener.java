package dev.cordon.tui;

import dev.cordon.engine.Approver;
import dev.cordon.engine.SessionListener;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.TurnId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Opens sessions for the UI.
public interface SessionOpener {
    /// Opens one. Takes a while; called on a thread of its own.
    ///
    /// @throws RuntimeException with a sentence for the user
    Opened open(Start start, Approver approver, Watcher watcher);

    /// Sees what happens in the session, in order.
    @FunctionalInterface
    interface Watcher extends SessionListener {
        /// A patch is proposed by a session of another process. The event follows.
        ///
        /// @param before what its files held then, by path; one that is not there or too large is
        ///   absent
        default void patchProposed(Action.ApplyPatch patch, Map<Path, String> before) {}
    }

    /// Where a session comes from.
    sealed interface Start {
        record Fresh() implements Start {}

        /// The user chooses one from a list first.
        record Choose() implements Start {}

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
    /// @param before events of a session that runs already, which tell its state and are not shown
    /// @param warnings sentences
    /// @param follow called once, when all of this was taken; only then events of a session of
    ///   another process come
    record Opened(
            LiveSession session,
            Optional<Path> file,
            long contextWindowTokens,
            List<Item> shown,
            List<Earlier> turns,
            List<Event> before,
            List<String> warnings,
            Runnable follow,
            Runnable close) {
        public Opened {
            shown = List.copyOf(shown);
            turns = List.copyOf(turns);
            before = List.copyOf(before);
            warnings = List.copyOf(warnings);
        }
    }
}
