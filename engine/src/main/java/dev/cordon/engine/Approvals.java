package dev.cordon.engine;

import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Question;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What was granted and refused in one session. Thread-safe.
final class Approvals {
    /// How long a yes lives that is not for one action only.
    static final long GRANT_HOURS = 12;

    private final GrantBook book;
    private final String project;
    private final List<Grant> grants = new ArrayList<>();
    private final Set<Capability> deniedThisTurn = new HashSet<>();
    private int denialsInARow;

    Approvals(GrantBook book, String project) {
        this.book = book;
        this.project = project;
    }

    /// Forgets what held for one turn only.
    synchronized void turnStarted() {
        grants.removeIf(g -> g.scope() == Grant.Scope.TURN || g.scope() == Grant.Scope.ONCE);
        deniedThisTurn.clear();
        denialsInARow = 0;
    }

    /// What holds now, project grants included.
    synchronized List<Grant> grants(Instant now) {
        grants.removeIf(g -> !now.isBefore(g.expires()));
        List<Grant> all = new ArrayList<>(grants);
        all.addAll(book.grants(project, now));
        return all;
    }

    synchronized Set<Capability> deniedThisTurn() {
        return Set.copyOf(deniedThisTurn);
    }

    /// How many questions in a row were answered with no.
    synchronized int denialsInARow() {
        return denialsInARow;
    }

    /// Remembers an answer and gives back the grant, if it was a yes.
    synchronized Optional<Grant> remember(Question question, Answer answer, Instant now) {
        return switch (answer) {
            case Answer.Approve(String by, Capability capability, Grant.Scope scope) -> {
                denialsInARow = 0;
                boolean once = scope == Grant.Scope.ONCE;
                Grant grant =
                        new Grant(
                                UUID.randomUUID().toString(),
                                once ? new Capability.ExactAction(question.digest()) : capability,
                                scope,
                                once ? question.expires() : now.plus(GRANT_HOURS, ChronoUnit.HOURS),
                                by,
                                scope == Grant.Scope.PROJECT
                                        ? Optional.of(project)
                                        : Optional.empty());
                if (scope == Grant.Scope.PROJECT) {
                    book.remember(grant);
                } else {
                    grants.add(grant);
                }
                yield Optional.of(grant);
            }
            case Answer.Decline _, Answer.Abort _ -> {
                denialsInARow++;
                deniedThisTurn.addAll(question.ask().capabilities());
                yield Optional.empty();
            }
        };
    }

    /// A yes for one action is spent with that action.
    synchronized void spent(Grant grant) {
        if (grant.scope() == Grant.Scope.ONCE) {
            grants.remove(grant);
        }
    }
}
