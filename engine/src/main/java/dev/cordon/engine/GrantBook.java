package dev.cordon.engine;

import dev.cordon.protocol.Grant;
import java.time.Instant;
import java.util.List;

/// The grants that outlive a session.
public interface GrantBook {
    /// What holds now for a project.
    List<Grant> grants(String project, Instant now);

    /// Keeps a grant of scope project.
    void remember(Grant grant);

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
