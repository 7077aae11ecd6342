package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionDigest;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Question;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is remembered of answers, and for how long.
final class ApprovalsTest {
    private static final Instant NOW = Instant.EPOCH;
    private static final Action CONNECT =
            new Action.Connect(new CallId("c"), "a.example", 443, "", Optional.empty());
    private static final Capability HOST = new Capability.Host("a.example", 443);

    /// Keeps grants in memory; anybody may end one.
    private static final class Book implements GrantBook {
        private final List<Grant> project = new ArrayList<>();
        private final List<Grant> session = new ArrayList<>();

        @Override
        public List<Grant> grants(String project, Instant now) {
            return List.copyOf(this.project);
        }

        @Override
        public void remember(Grant grant) {
            project.add(grant);
        }

        @Override
        public void rememberForSession(Grant grant) {
            session.add(grant);
        }

        @Override
        public boolean holds(Grant grant, Instant now) {
            return session.contains(grant);
        }

        @Override
        public void sessionEnded() {
            session.clear();
        }
    }

    private final Book book = new Book();
    private final Approvals approvals = new Approvals(book, "/srv/shop");

    private static Question question() {
        return new Question(
                "q",
                new CallId("c"),
                CONNECT,
                ActionDigest.of(CONNECT),
                new Decision.Ask("network.default", Origin.BUILT_IN, "why", List.of(HOST)),
                Map.of(),
                List.of(Grant.Scope.ONCE, Grant.Scope.SESSION, Grant.Scope.PROJECT),
                NOW.plusSeconds(600));
    }

    private void answered(Grant.Scope scope) {
        assertTrue(
                approvals
                        .remember(question(), new Answer.Approve("user", HOST, scope), NOW)
                        .isPresent());
    }

    @Test
    void aGrantForTheSessionIsSeenByOthersAndEndsWhenOneOfThemEndsIt() {
        answered(Grant.Scope.SESSION);

        assertEquals(book.session, approvals.grants(CONNECT, NOW));
        assertEquals(Grant.Scope.SESSION, book.session.getFirst().scope());
        book.session.clear();
        assertEquals(List.of(), approvals.grants(CONNECT, NOW));
    }

    @Test
    void whatWasGrantedForTheSessionEndsWithIt() {
        answered(Grant.Scope.SESSION);
        answered(Grant.Scope.PROJECT);
        approvals.ended();

        assertEquals(book.project, approvals.grants(CONNECT, NOW));
    }

    @Test
    void aGrantEndsByTheClockWhateverItsScope() {
        answered(Grant.Scope.SESSION);
        Instant later = NOW.plusSeconds(Approvals.GRANT_HOURS * 3600);

        assertEquals(List.of(), approvals.grants(CONNECT, later));
    }

    @Test
    void aGrantForTheTurnIsNobodyElsesAndEndsWithTheTurn() {
        answered(Grant.Scope.TURN);

        assertEquals(1, approvals.grants(CONNECT, NOW).size());
        assertEquals(List.of(), book.session);
        approvals.turnStarted();
        assertEquals(List.of(), approvals.grants(CONNECT, NOW));
    }
}
