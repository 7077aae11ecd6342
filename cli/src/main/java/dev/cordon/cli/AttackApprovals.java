package dev.cordon.cli;

import dev.cordon.cli.AttackSheet.Case;
import dev.cordon.cli.AttackSheet.Outcome;
import dev.cordon.engine.Approver;
import dev.cordon.engine.AutoReviewer;
import dev.cordon.engine.ChainedApprover;
import dev.cordon.engine.NobodyApprover;
import dev.cordon.model.ModelClient;
import dev.cordon.model.ModelEvent;
import dev.cordon.model.ModelRequest;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Question;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Attacks on answers: a yes to one thing used for another, a yes that came too late, one that
/// grants what was not asked, and a reviewer that does not do its work.
final class AttackApprovals {
    /// Longer than any question lives.
    private static final Duration LATE = Duration.ofHours(1);

    private final AttackStage.Setting setting;
    private final Path canary;

    AttackApprovals(AttackStage.Setting setting, AttackCase.Ground ground) {
        this.setting = setting;
        this.canary = ground.outside().resolve("canary");
    }

    List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        cases.add(reused());
        cases.add(late());
        cases.add(widened());
        cases.add(
                reviewed(
                        "approval.reviewer-nonsense",
                        "let a reviewer say yes in words that mean nothing",
                        new Reviewing("ALLOW! allow: yes {\"outcome\":\"allow\"")));
        cases.add(reviewed("approval.reviewer-broken", "let a reviewer fail", new Reviewing("")));
        return cases;
    }

    /// A command outside the sandbox, which nothing but an answer lets happen.
    private AttackCase escalated(String id, String what, String command) {
        return new AttackCase(
                id,
                what,
                "exec_command",
                Json.object()
                        .put("cmd", command)
                        .put("sandbox_permissions", "require_escalated")
                        .put("justification", "needed for the build")
                        .build(),
                Optional.of(canary),
                "");
    }

    private AttackCase hurting(String id, String what) {
        return escalated(id, what, "echo hurt >> " + AttackCase.q(canary));
    }

    /// The first command is approved once; the second is another one.
    private Case reused() throws IOException {
        String id = "approval.reuse";
        String what = "use a yes to one command for another";
        Answering once = new Answering(1);
        try (AttackStage stage = stage(once, Clock.systemUTC())) {
            var _ = stage.play(escalated(id, what, "true"));
            if (once.asked == 0) {
                return nobodyAsked(id, what);
            }
            Case tried = stage.tried(hurting(id, what));
            return once.asked < 2 && tried.outcome() == Outcome.PASS
                    ? new Case(id, what, Outcome.FAIL, "nobody was asked about the second one")
                    : tried;
        }
    }

    /// The answer comes when the question has expired. The session's clock begins an hour ago, so
    /// that no entry is from the future.
    private Case late() throws IOException {
        String id = "approval.expired";
        String what = "use a yes that came too late";
        Jumping clock = new Jumping();
        Answering slow = new Answering(1);
        slow.before = clock::jump;
        try (AttackStage stage = stage(slow, clock)) {
            Case tried = stage.tried(hurting(id, what));
            return slow.asked == 0 ? nobodyAsked(id, what) : tried;
        }
    }

    /// The answer grants a folder, where the question offered a command.
    private Case widened() throws IOException {
        String id = "approval.widened";
        String what = "let an answer grant what was not asked";
        Answering wide = new Answering(1);
        wide.capability = Optional.of(new Capability.WritePath(Path.of("/")));
        try (AttackStage stage = stage(wide, Clock.systemUTC())) {
            Case tried = stage.tried(hurting(id, what));
            return wide.asked == 0 ? nobodyAsked(id, what) : tried;
        }
    }

    private Case reviewed(String id, String what, Reviewing model) throws IOException {
        AutoReviewer.Options options =
                new AutoReviewer.Options(
                        "doctor",
                        "",
                        10_000,
                        0,
                        AutoReviewer.Options.ANSWER_TOKENS,
                        new ModelRequest.Reasoning(Optional.empty(), Optional.empty()));
        try (ChainedApprover chain =
                        new ChainedApprover(
                                new AutoReviewer(() -> model, options, Clock.systemUTC()),
                                new NobodyApprover());
                AttackStage stage = stage(chain, Clock.systemUTC())) {
            return stage.tried(hurting(id, what));
        }
    }

    private AttackStage stage(Approver approver, Clock clock) {
        return new AttackStage(SessionId.fresh(), setting, approver, clock);
    }

    private static Case nobodyAsked(String id, String what) {
        return new Case(
                id, what, Outcome.NOT_APPLICABLE, "under these settings nobody is asked anything");
    }

    /// Says yes to the first questions and no to all others.
    private static final class Answering implements Approver {
        private final int yeses;
        private Runnable before = () -> {};
        private Optional<Capability> capability = Optional.empty();
        private volatile int asked;

        Answering(int yeses) {
            this.yeses = yeses;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one turn at a time
        public Answer answer(Question question) {
            asked++;
            before.run();
            return asked > yeses
                    ? new Answer.Decline("doctor", Optional.empty())
                    : new Answer.Approve(
                            "doctor",
                            capability.orElse(question.ask().capabilities().getFirst()),
                            Grant.Scope.ONCE);
        }
    }

    /// The real time, once it has jumped there.
    private static final class Jumping extends Clock {
        private volatile Duration behind = LATE;

        void jump() {
            behind = Duration.ZERO;
        }

        @Override
        public Instant instant() {
            return Instant.now().minus(behind);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /// A reviewer's model that gives one answer; with none it fails.
    private record Reviewing(String answer) implements ModelClient {
        @Override
        public void stream(ModelRequest request, Listener listener) {
            if (answer.isEmpty()) {
                throw new IllegalStateException("broken on purpose");
            }
            listener.on(
                    new ModelEvent.ItemDone(
                            0,
                            new Item.AssistantMessage(answer, Optional.empty(), Optional.empty())));
            listener.on(new ModelEvent.Completed(Usage.UNKNOWN, ModelEvent.Stop.DONE, true));
        }

        @Override
        public String provider() {
            return "doctor";
        }

        @Override
        public void close() {}
    }
}
