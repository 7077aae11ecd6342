package dev.cordon.tui;

import dev.cordon.engine.EnvironmentContext;
import java.util.Optional;

/// What the status line shows besides the session: the branch, and what the boundary lacks. Both
/// are read beside the UI, one reading at a time: a file system that hangs costs one thread.
final class Around {
    private final UiContext ui;
    private Optional<LiveSession> session = Optional.empty();
    private Seen seen = new Seen(Optional.empty(), Optional.empty());
    private boolean reading;
    private boolean again;

    /// @param degraded what the boundary lacks; empty if it is whole
    record Seen(Optional<String> branch, Optional<String> degraded) {}

    Around(UiContext ui) {
        this.ui = ui;
    }

    Seen seen() {
        return seen;
    }

    /// Another session, with a boundary of its own.
    void opened(LiveSession opened) {
        session = Optional.of(opened);
        look();
    }

    /// Reads both again.
    void look() {
        if (reading) {
            again = true;
            return;
        }
        reading = true;
        again = false;
        Optional<LiveSession> asked = session;
        ui.later(
                // The branch stands in a file; git would run what the repository configures.
                () ->
                        new Seen(
                                EnvironmentContext.branchOf(ui.workspace()),
                                asked.flatMap(LiveSession::degraded)),
                this::known);
    }

    private void known(Seen now) {
        reading = false;
        if (!now.equals(seen)) {
            seen = now;
            ui.changed();
        }
        if (again) {
            look();
        }
    }
}
