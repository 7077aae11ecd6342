package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.model.ModelEvent;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.TurnOutcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TurnTest {
    @Test
    void aTurnWithoutCallsEndsWithTheLastMessage() {
        try (Stage stage = new Stage()) {
            stage.model.says("Nothing to do.");

            assertEquals(new TurnOutcome.Completed("Nothing to do."), stage.run("hello"));
        }
    }

    @Test
    void aCallIsPerformedOnceAndItsOutputGoesBackToTheModel() {
        try (Stage stage = new Stage()) {
            stage.sandbox.answering(_ -> RecordingSandbox.exited(3, "two tests failed\n"));
            stage.model.calls("exec_command", "{\"cmd\":\"mvn test\"}").says("Two tests fail.");

            stage.run("what fails?");

            assertEquals(1, stage.sandbox.performed().size());
            assertEquals(Item.ToolStatus.FAILED, stage.outputs().getFirst().status());
            assertTrue(stage.outputs().getFirst().text().contains("Process exited with code 3"));
            assertTrue(stage.outputs().getFirst().text().endsWith("two tests failed\n"));
        }
    }

    @Test
    void outputsStandInTheOrderOfTheCallsWhateverEndsFirst() {
        try (Stage stage = new Stage()) {
            stage.model
                    .calls(
                            "exec_command", "{\"cmd\":\"a\"}",
                            "exec_command", "{\"cmd\":\"b\"}",
                            "exec_command", "{\"cmd\":\"c\"}")
                    .says("done");

            stage.run("three");

            assertEquals(
                    List.of("call-1-1", "call-1-2", "call-1-3"),
                    stage.outputs().stream().map(o -> o.call().value()).toList());
        }
    }

    @Test
    void anUnknownToolAndBadArgumentsGoBackAsAClearResult() {
        try (Stage stage = new Stage()) {
            stage.model
                    .calls("exec_comand", "{}", "exec_command", "{\"cmd\":", "exec_command", "{}")
                    .says("sorry");

            TurnOutcome outcome = stage.run("go");

            assertInstanceOf(TurnOutcome.Completed.class, outcome);
            assertTrue(stage.outputs().get(0).text().startsWith("unsupported call: exec_comand"));
            assertTrue(
                    stage.outputs().get(1).text().startsWith("failed to parse function arguments"));
            assertEquals("argument \"cmd\" is missing", stage.outputs().get(2).text());
            assertEquals(List.of(), stage.sandbox.performed());
            assertEquals(3, stage.seen(Event.CallRejected.class).size());
        }
    }

    @Test
    void theSameIdTwiceGetsAnIdOfItsOwn() {
        try (Stage stage = new Stage()) {
            Item.ToolCall call = ScriptedModel.call("same", "exec_command", "{\"cmd\":\"a\"}");
            stage.model
                    .answers(
                            new ModelEvent.ItemDone(0, call),
                            new ModelEvent.ItemDone(1, call),
                            ScriptedModel.completed())
                    .says("done");

            stage.run("twice");

            assertEquals(2, stage.sandbox.performed().size());
            assertEquals(
                    List.of("same", "same-2"),
                    stage.outputs().stream().map(o -> o.call().value()).toList());
        }
    }

    @Test
    void aStreamThatBreaksAfterACallIsTakenUpWithoutRunningTheCallAgain() {
        try (Stage stage = new Stage()) {
            stage.model
                    .answers(
                            new ModelEvent.ItemDone(
                                    0,
                                    ScriptedModel.call("once", "exec_command", "{\"cmd\":\"a\"}")),
                            ScriptedModel.failed(FailureKind.STREAM_DISCONNECTED))
                    .says("done");

            assertEquals(new TurnOutcome.Completed("done"), stage.run("go"));
            assertEquals(1, stage.sandbox.performed().size());
            assertEquals("once", stage.outputs().getFirst().call().value());
        }
    }

    @Test
    void aRequestThatFailsForGoodFailsTheTurnWithItsKind() {
        try (Stage stage = new Stage()) {
            stage.model.fails(FailureKind.UNAUTHORIZED);

            TurnOutcome.Failed failed = assertInstanceOf(TurnOutcome.Failed.class, stage.run("go"));

            assertEquals(FailureKind.UNAUTHORIZED, failed.kind());
        }
    }

    @Test
    void anEmptyAnswerIsAskedAgainOnceAndThenFails() {
        try (Stage stage = new Stage()) {
            stage.model.answers(ScriptedModel.completed()).answers(ScriptedModel.completed());

            TurnOutcome.Failed failed = assertInstanceOf(TurnOutcome.Failed.class, stage.run("go"));

            assertEquals(FailureKind.EMPTY_ANSWER, failed.kind());
            assertEquals(2, stage.model.requests().size());
        }
    }

    @Test
    void aModelThatRepeatsItselfIsStopped() {
        try (Stage stage = new Stage()) {
            stage.limits = new TurnLimits(0, 0, 0, 0, 0, 20, 3);
            for (int i = 0; i < 5; i++) {
                stage.model.calls("exec_command", "{\"cmd\":\"ls\"}");
            }

            TurnOutcome.Failed failed = assertInstanceOf(TurnOutcome.Failed.class, stage.run("go"));

            assertEquals(FailureKind.LOOP_DETECTED, failed.kind());
            assertEquals(3, stage.sandbox.performed().size());
        }
    }

    @Test
    void aBudgetStopsTheTurnBeforeTheNextRequest() {
        try (Stage stage = new Stage()) {
            stage.limits = new TurnLimits(2, 0, 0, 0, 0, 20, 12);
            stage.model
                    .calls("exec_command", "{\"cmd\":\"1\"}")
                    .calls("exec_command", "{\"cmd\":\"2\"}")
                    .says("never");

            TurnOutcome.Failed failed = assertInstanceOf(TurnOutcome.Failed.class, stage.run("go"));

            assertEquals(FailureKind.BUDGET_SPENT, failed.kind());
            assertEquals(2, stage.model.requests().size());
        }
    }

    @Test
    void aLaterRequestBeginsWithTheEarlierHistory() {
        try (Stage stage = new Stage()) {
            stage.model.calls("exec_command", "{\"cmd\":\"a\"}").says("one").says("two");

            stage.run("first");
            stage.run("second");

            List<Item> first = List.copyOf(stage.model.requests().get(0).history());
            List<Item> last = stage.model.requests().get(2).history();
            assertEquals(first, last.subList(0, first.size()));
        }
    }

    @Test
    void anInterruptEndsTheTurnAndLeavesNoCallUnanswered() throws InterruptedException {
        try (Stage stage = new Stage()) {
            stage.model.thenHangs();
            Session session = stage.session();
            Thread stopper =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    stage.model.awaitFirstRequest();
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                                session.submit(new Op.Interrupt("user"));
                            });

            assertEquals(new TurnOutcome.Interrupted("user"), stage.run("go"));
            stopper.join();
        }
    }

    @Test
    void secretsInOutputsNeverReachTheModel() {
        try (Stage stage = new Stage()) {
            stage.filter = text -> text.replace("hunter2", "[secret:password:1]");
            stage.sandbox.answering(_ -> RecordingSandbox.exited(0, "password=hunter2"));
            stage.model.calls("exec_command", "{\"cmd\":\"cat x\"}").says("ok");

            stage.run("my password is hunter2");

            assertTrue(
                    stage.model.requests().getLast().history().stream()
                            .noneMatch(item -> item.toString().contains("hunter2")));
        }
    }

    @Test
    void aWrappedParallelCallIsUnwrapped() {
        try (Stage stage = new Stage()) {
            stage.model
                    .calls(
                            "parallel",
                            "{\"tool_uses\":[{\"recipient_name\":\"functions.exec_command\","
                                    + "\"parameters\":{\"cmd\":\"a\"}},{\"recipient_name\":"
                                    + "\"functions.exec_command\",\"parameters\":{\"cmd\":\"b\"}}]}")
                    .says("done");

            stage.run("both");

            assertEquals(
                    List.of("a", "b"),
                    stage.sandbox.performed().stream()
                            .map(a -> ((Action.RunCommand) a).argv().get(2))
                            .sorted()
                            .toList());
        }
    }

    @Test
    void steeringJoinsTheRunningTurn() {
        try (Stage stage = new Stage()) {
            stage.sandbox.answering(_ -> {
                stage.session()
                        .submit(
                                new Op.Steer(
                                        List.of(
                                                new dev.cordon.protocol.Content.Text(
                                                        "only the first"))));
                return RecordingSandbox.exited(0, "");
            });
            stage.model.calls("exec_command", "{\"cmd\":\"a\"}").says("one");

            stage.run("go");

            assertTrue(
                    stage.model.requests().getLast().history().stream()
                            .anyMatch(item ->
                                    item instanceof Item.UserMessage m
                                            && m.text().equals("only the first")));
            assertEquals(Optional.empty(), stage.seen(Event.Queued.class).stream().findAny());
        }
    }
}
