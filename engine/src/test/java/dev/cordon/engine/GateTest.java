package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.journal.JournalEntry.Kind;
import dev.cordon.policy.Facts;
import dev.cordon.policy.Policy;
import dev.cordon.policy.PolicySettings;
import dev.cordon.policy.RulesPolicy;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Question;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.sandbox.SandboxError;
import dev.cordon.sandbox.SandboxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GateTest {
    @Test
    void theDecisionIsInTheJournalBeforeTheEffect() {
        try (Stage stage = new Stage()) {
            stage.sandbox.answering(_ -> {
                assertEquals(Kind.DECISION, stage.journalKinds().getLast());
                return RecordingSandbox.exited(0, "");
            });
            stage.model.calls("exec_command", "{\"cmd\":\"ls\"}").says("done");

            stage.run("go");

            int decision = stage.journalKinds().indexOf(Kind.DECISION);
            int effect = stage.journalKinds().indexOf(Kind.EFFECT);
            assertTrue(decision >= 0 && decision < effect);
        }
    }

    @Test
    void nothingRunsWithoutAJournal() {
        try (Stage stage = new Stage()) {
            // Session, prompt, model request; the decision finds the journal broken.
            stage.journal.breakingAfter(3);
            stage.model.calls("exec_command", "{\"cmd\":\"ls\"}").says("never");

            TurnOutcome.Failed failed = assertInstanceOf(TurnOutcome.Failed.class, stage.run("go"));

            assertEquals(FailureKind.JOURNAL_UNAVAILABLE, failed.kind());
            assertEquals("the disk is full; free some space", failed.message());
            assertEquals(List.of(), stage.sandbox.performed());
        }
    }

    @Test
    void whatPolicyDeniesNeverReachesTheSandboxAndTheModelIsTold() {
        try (Stage stage = new Stage()) {
            stage.policy = FixedPolicy.always(FixedPolicy.DENY);
            stage.model.calls("exec_command", "{\"cmd\":\"git push\"}").says("I may not.");

            assertEquals(new TurnOutcome.Completed("I may not."), stage.run("push"));
            assertEquals(List.of(), stage.sandbox.performed());
            assertEquals(Item.ToolStatus.DECLINED, stage.outputs().getFirst().status());
            assertTrue(stage.outputs().getFirst().text().contains("not in a test"));
            assertInstanceOf(
                    Result.Refused.class,
                    stage.seen(Event.ActionFinished.class).getFirst().result());
        }
    }

    @Test
    void aPolicyThatThrowsMeansNo() {
        try (Stage stage = new Stage()) {
            stage.policy =
                    new FixedPolicy((_, _) -> {
                        throw new IllegalStateException("broken rule");
                    });
            stage.model.calls("exec_command", "{\"cmd\":\"ls\"}").says("ok");

            stage.run("go");

            assertEquals(List.of(), stage.sandbox.performed());
            assertTrue(stage.journalKinds().contains(Kind.ERROR));
            assertEquals(Item.ToolStatus.DECLINED, stage.outputs().getFirst().status());
        }
    }

    @Test
    void withNobodyToAskAQuestionIsDeclined() {
        try (Stage stage = new Stage()) {
            stage.policy = FixedPolicy.asking();
            stage.model.calls("exec_command", "{\"cmd\":\"ls\"}").says("ok");

            stage.run("go");

            assertEquals(List.of(), stage.sandbox.performed());
            assertTrue(stage.outputs().getFirst().text().contains("nobody is there to give it"));
        }
    }

    @Test
    void aYesForOneActionIsSpentWithIt() {
        try (Stage stage = new Stage()) {
            stage.policy = FixedPolicy.asking();
            stage.approver =
                    question ->
                            new Answer.Approve(
                                    "user",
                                    question.ask().capabilities().getFirst(),
                                    Grant.Scope.ONCE);
            stage.model
                    .calls("exec_command", "{\"cmd\":\"ls\"}")
                    .calls("exec_command", "{\"cmd\":\"ls\"}")
                    .says("done");

            stage.run("go");

            assertEquals(2, stage.sandbox.performed().size());
            assertEquals(2, stage.seen(Event.Asked.class).size());
            assertEquals(2, stage.journalKinds().stream().filter(Kind.APPROVAL::equals).count());
        }
    }

    @Test
    void guidanceOfWhoeverDeclinedReachesTheModel() {
        try (Stage stage = new Stage()) {
            stage.policy = FixedPolicy.asking();
            stage.approver = _ -> new Answer.Decline("user", Optional.of("use make instead"));
            stage.model.calls("exec_command", "{\"cmd\":\"ls\"}").says("ok");

            stage.run("go");

            assertTrue(stage.outputs().getFirst().text().contains("use make instead"));
        }
    }

    @Test
    void anAbortStopsTheTurn() {
        try (Stage stage = new Stage()) {
            stage.policy = FixedPolicy.asking();
            stage.approver = _ -> new Answer.Abort("user");
            stage.model.calls("exec_command", "{\"cmd\":\"ls\"}").says("never");

            assertEquals(new TurnOutcome.Interrupted("user"), stage.run("go"));
            assertEquals(1, stage.model.requests().size());
        }
    }

    @Test
    void aBoundaryThatCannotBeHadStopsTheTurn() {
        try (Stage stage = new Stage()) {
            stage.sandbox.answering(_ -> {
                throw new SandboxException(SandboxError.NO_USER_NAMESPACES, "no user namespaces");
            });
            stage.model.calls("exec_command", "{\"cmd\":\"ls\"}").says("never");

            TurnOutcome.Failed failed = assertInstanceOf(TurnOutcome.Failed.class, stage.run("go"));

            assertEquals(FailureKind.SANDBOX_UNAVAILABLE, failed.kind());
        }
    }

    private static final Capability HOST = new Capability.Host("repo.example.org", 443);

    private static Action.Connect connection() {
        return new Action.Connect(new CallId("c"), "repo.example.org", 443, "", Optional.empty());
    }

    @Test
    void aYesForOnceOpensTheHostForThatConnectionAndNoOther() throws InterruptedException {
        try (Stage stage = new Stage()) {
            stage.policy = new RulesPolicy(PolicySettings.builtIn(Path.of("/home/ada"), Map.of()));
            List<Question> asked = new ArrayList<>();
            stage.approver =
                    question -> {
                        asked.add(question);
                        return new Answer.Approve("user", HOST, Grant.Scope.ONCE);
                    };
            assertEquals(Optional.empty(), stage.session().connect(connection()));
            assertTrue(
                    stage.session()
                            .connect(
                                    new Action.Connect(
                                            new CallId("c"),
                                            "other.org",
                                            443,
                                            "",
                                            Optional.empty()))
                            .isPresent());
            assertEquals(2, asked.size());
        }
    }

    @Test
    void aYesToWhatWasNotOfferedIsNone() {
        List<Answer> wrong =
                List.of(
                        new Answer.Approve("user", HOST, Grant.Scope.ONCE),
                        new Answer.Approve(
                                "user",
                                new Capability.OutsideSandbox(List.of()),
                                Grant.Scope.SESSION),
                        new Answer.Approve(
                                "user", new Capability.ExactAction("other"), Grant.Scope.ONCE));
        for (Answer answer : wrong) {
            try (Stage stage = new Stage()) {
                stage.policy = FixedPolicy.asking();
                stage.approver = _ -> answer;
                stage.model.calls("exec_command", "{\"cmd\":\"ls\"}").says("ok");
                stage.run("go");
                assertEquals(List.of(), stage.sandbox.performed());
            }
        }
    }

    @Test
    void policyKnowsWhichProcessesNothingConfines() {
        RulesPolicy open =
                new RulesPolicy(
                        PolicySettings.builtIn(Path.of("/home/ada"), Map.of())
                                .with(Confinement.Mode.DANGER_FULL_ACCESS, Origin.BUILT_IN));
        List<Set<Integer>> known = new ArrayList<>();
        try (Stage stage = new Stage()) {
            stage.policy =
                    new Policy() {
                        @Override
                        public Decision decide(Action action, Facts facts) {
                            known.add(facts.unconfined());
                            return FixedPolicy.ALLOW;
                        }

                        @Override
                        public Confinement confine(Action action, Facts facts) {
                            return open.confine(action, facts);
                        }

                        @Override
                        public String digest() {
                            return "open";
                        }
                    };
            stage.sandbox.answering(_ ->
                    new Result.CommandOutput(
                            OptionalInt.of(7),
                            OptionalInt.empty(),
                            "",
                            0,
                            Optional.empty(),
                            5,
                            List.of()));
            stage.model
                    .calls("exec_command", "{\"cmd\":\"sh\"}")
                    .calls("write_stdin", "{\"session_id\":7,\"chars\":\"ls\\n\"}")
                    .says("ok");
            stage.run("go");
        }
        assertEquals(List.of(Set.of(), Set.of(7)), known);
    }
}
