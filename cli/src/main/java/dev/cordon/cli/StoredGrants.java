package dev.cordon.cli;

import dev.cordon.engine.GrantBook;
import dev.cordon.policy.GrantStore;
import dev.cordon.protocol.Grant;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The grants of a project and of one session, kept in Cordon's own folder.
final class StoredGrants implements GrantBook {
    private final GrantStore store;
    private final Clock clock;
    private final String session;

    StoredGrants(GrantStore store, String session, Clock clock) {
        this.store = store;
        this.session = session;
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

    @Override
    public void rememberForSession(Grant grant) {
        store.add(grant, session, clock.instant());
    }

    @Override
    public boolean holds(Grant grant, Instant now) {
        return store.list(now).stream().anyMatch(known -> known.id().equals(grant.id()));
    }

    @Override
    public void sessionEnded() {
        store.ended(session);
    }
}
