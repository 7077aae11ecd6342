package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.journal.JournalEntry.Kind;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.sandbox.SandboxError;
import dev.cordon.sandbox.SandboxException;
import java.util.List;
import java.util.Optional;
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
}
