package dev.cordon.engine;

import dev.cordon.protocol.Grant;
import java.time.Instant;
import java.util.List;

/// The grants that others can see and end: those for a project, and those for a session while it
/// runs.
public interface GrantBook {
    /// What holds now for a project.
    List<Grant> grants(String project, Instant now);

    /// Keeps a grant of scope project.
    void remember(Grant grant);

    /// Shows a grant of scope session to others.
    default void rememberForSession(Grant grant) {}

    /// Whether nobody has ended a grant of scope session.
    default boolean holds(Grant grant, Instant now) {
        return true;
    }

    /// The session is over, and what was granted for it.
    default void sessionEnded() {}

    /// Keeps nothing.
    GrantBook NONE =
            new GrantBook() {
                @Override
                public List<Grant> grants(String project, Instant now) {
                    return List.of();
                }

                @Override
                public void remember(Grant grant) {}
            };
}
