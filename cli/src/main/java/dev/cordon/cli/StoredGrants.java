package dev.cordon.cli;

import dev.cordon.engine.GrantBook;
import dev.cordon.policy.GrantStore;
import dev.cordon.protocol.Grant;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The grants of scope project, kept in Cordon's own folder.
final class StoredGrants implements GrantBook {
    private final GrantStore store;
    private final Clock clock;

    StoredGrants(GrantStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public List<Grant> grants(String project, Instant now) {
        return store.list(now).stream()
                .filter(grant -> grant.project().equals(Optional.of(project)))
                .toList();
    }

    @Override
    public void remember(Grant grant) {
        store.add(grant, clock.instant());
    }
}
