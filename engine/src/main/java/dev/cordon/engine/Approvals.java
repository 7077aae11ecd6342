package dev.cordon.engine;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionDigest;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Question;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    /// By the digest of the action that they were given for: what that action needs to succeed.
    private final Map<String, Grant> once = new HashMap<>();

    private final Set<Capability> deniedThisTurn = new HashSet<>();
    private final ReviewCount reviews = new ReviewCount();

    Approvals(GrantBook book, String project) {
        this.book = book;
        this.project = project;
    }

    /// Forgets what held for one turn only.
    synchronized void turnStarted() {
        grants.removeIf(g -> g.scope() == Grant.Scope.TURN || g.scope() == Grant.Scope.ONCE);
        once.clear();
        deniedThisTurn.clear();
        reviews.turnStarted();
    }

    /// What holds now for an action, project grants included.
    synchronized List<Grant> grants(Action action, Instant now) {
        grants.removeIf(g -> !now.isBefore(g.expires()) || isRevoked(g, now));
        List<Grant> all = new ArrayList<>(grants);
        if (!once.isEmpty()) {
            Grant grant = once.get(ActionDigest.of(action));
            if (grant != null) {
                all.add(grant);
            }
        }
        all.addAll(book.grants(project, now));
        return all;
    }

    private boolean isRevoked(Grant grant, Instant now) {
        return grant.scope() == Grant.Scope.SESSION && !book.holds(grant, now);
    }

    /// The session is over.
    void ended() {
        book.sessionEnded();
    }

    synchronized Set<Capability> deniedThisTurn() {
        return Set.copyOf(deniedThisTurn);
    }

    /// Why the turn must stop, after what the automatic reviewer refused.
    synchronized Optional<String> stop() {
        return reviews.stop();
    }

    /// Remembers an answer and gives back the grant, if it was a yes.
    synchronized Optional<Grant> remember(Question question, Answer answer, Instant now) {
        reviews.answered(answer);
        return switch (answer) {
            case Answer.Approve(String by, Capability capability, Grant.Scope scope) -> {
                if (scope == Grant.Scope.ONCE) {
                    yield Optional.of(forThisOnly(question, by, capability));
                }
                Grant grant =
                        new Grant(
                                UUID.randomUUID().toString(),
                                capability,
                                scope,
                                now.plus(GRANT_HOURS, ChronoUnit.HOURS),
                                by,
                                scope == Grant.Scope.PROJECT
                                        ? Optional.of(project)
                                        : Optional.empty());
                if (scope == Grant.Scope.PROJECT) {
                    book.remember(grant);
                } else {
                    if (scope == Grant.Scope.SESSION) {
                        book.rememberForSession(grant);
                    }
                    grants.add(grant);
                }
                yield Optional.of(grant);
            }
            case Answer.Decline _, Answer.Abort _ -> {
                deniedThisTurn.addAll(question.ask().capabilities());
                yield Optional.empty();
            }
        };
    }

    /// The action itself is granted, and while it runs the place or host that it needs.
    private Grant forThisOnly(Question question, String by, Capability capability) {
        Grant grant = once(question, by, new Capability.ExactAction(question.digest()));
        grants.add(grant);
        boolean needed =
                capability instanceof Capability.Host
                        || capability instanceof Capability.WritePath
                        || capability instanceof Capability.ReadPath;
        if (needed) {
            once.put(question.digest(), once(question, by, capability));
        }
        return grant;
    }

    private static Grant once(Question question, String by, Capability capability) {
        return new Grant(
                UUID.randomUUID().toString(),
                capability,
                Grant.Scope.ONCE,
                question.expires(),
                by,
                Optional.empty());
    }

    /// A yes for one action is spent with that action.
    synchronized void spent(Grant grant) {
        if (grant.scope() == Grant.Scope.ONCE) {
            grants.remove(grant);
            if (grant.capability() instanceof Capability.ExactAction(String digest)) {
                once.remove(digest);
            }
        }
    }
}
