package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.model.ModelEvent;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.InputQuestion;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.TurnOutcome;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReroutesTest {
    @TempDir private java.nio.file.Path home;

    private static final ModelEvent OTHER =
            new ModelEvent.Rerouted("some-model", "cheap-model", "header openai-model");

    private static Stage stage(String rule) {
        Stage stage = new Stage();
        stage.onReroute = rule;
        stage.model
                .answers(
                        OTHER,
                        new ModelEvent.ItemDone(
                                0, ScriptedModel.call("c", "exec_command", "{\"cmd\":\"a\"}")),
                        ScriptedModel.completed())
                .answers(
                        OTHER,
                        new ModelEvent.ItemDone(
                                0,
                                new Item.AssistantMessage(
                                        "done", Optional.empty(), Optional.empty())),
                        ScriptedModel.completed());
        return stage;
    }

    @Test
    void anotherModelIsAnEventAndTheTurnGoesOnUnlessARuleSaysOtherwise() {
        try (Stage stage = stage("continue")) {
            assertEquals(new TurnOutcome.Completed("done"), stage.run("go"));
            assertEquals(2, stage.seen(Event.Rerouted.class).size());
        }
    }

    @Test
    void stopEndsTheTurnBeforeAnythingOfTheOtherModelIsDone() {
        try (Stage stage = stage("stop")) {
            TurnOutcome.Failed failed = assertInstanceOf(TurnOutcome.Failed.class, stage.run("go"));

            assertEquals(FailureKind.REFUSED_BY_POLICY, failed.kind());
            assertTrue(failed.message().contains("cheap-model instead of some-model"));
            assertEquals(List.of(), stage.sandbox.performed());
        }
    }

    @Test
    void askWithNobodyThereIsNo() {
        try (Stage stage = stage("ask")) {
            assertInstanceOf(TurnOutcome.Failed.class, stage.run("go"));
            assertEquals(List.of(), stage.sandbox.performed());
        }
    }

    @Test
    void askedOnceAndAnsweredYesTheTurnGoesOn() {
        try (Stage stage = stage("ask")) {
            stage.approver = new FrontEndApprover(Clock.systemUTC());
            stage.session()
                    .watch(e -> {
                        if (e.event() instanceof Event.InputRequested asked) {
                            stage.session()
                                    .submit(
                                            new Op.GiveInput(
                                                    asked.request(),
                                                    List.of(
                                                            new InputQuestion.Reply(
                                                                    "reroute", List.of("Go on")))));
                        }
                    });

            assertEquals(new TurnOutcome.Completed("done"), stage.run("go"));
            assertEquals(1, stage.seen(Event.InputRequested.class).size());
        }
    }

    @Test
    void anOutputThatWasTooLongMayBeReadWithoutAQuestionAndNothingBesideIt() {
        java.nio.file.Path spill = java.nio.file.Path.of("/home/ada/.cordon/spill/s/output-1.txt");
        try (Stage stage = new Stage()) {
            stage.tools = List.of(new ExecCommandTool(true), new ReadFileTool());
            stage.policy =
                    new FixedPolicy((action, facts) ->
                            action instanceof dev.cordon.protocol.Action.ReadFile
                                            && facts.grants().isEmpty()
                                    ? FixedPolicy.DENY
                                    : FixedPolicy.ALLOW);
            stage.sandbox.answering(action ->
                    action instanceof dev.cordon.protocol.Action.ReadFile
                            ? new dev.cordon.protocol.Result.FileContent(spill, "aGk=", 0, 2)
                            : new dev.cordon.protocol.Result.CommandOutput(
                                    java.util.OptionalInt.empty(),
                                    java.util.OptionalInt.of(0),
                                    "head and tail",
                                    9_000_000,
                                    Optional.of(spill),
                                    5,
                                    List.of()));
            stage.model
                    .calls("exec_command", "{\"cmd\":\"a\"}")
                    .calls(
                            "read_file",
                            "{\"path\":\"" + spill + "\"}",
                            "read_file",
                            "{\"path\":\"/home/ada/.cordon/auth.json\"}")
                    .says("done");
            stage.run("go");

            assertEquals("hi", stage.outputs().get(1).text());
            assertEquals(Item.ToolStatus.DECLINED, stage.outputs().get(2).status());
            assertReadableAfterResume(spill, stage.events);
        }
    }

    /// The file lives as long as the session, and so does the right to read it.
    private void assertReadableAfterResume(
            java.nio.file.Path spill, List<dev.cordon.protocol.Event> events) {
        dev.cordon.protocol.SessionId id = dev.cordon.protocol.SessionId.fresh();
        java.nio.file.Path file;
        try (SessionLog log = SessionLog.create(home, id, Sessions.TIME)) {
            Events logged =
                    new Events(
                            log,
                            new WithoutSecrets(TextFilter.NONE),
                            java.time.Clock.systemUTC(),
                            0);
            logged.emit(Sessions.started(id, "/srv/shop"));
            events.forEach(logged::emit);
            file = log.file().orElseThrow();
        }
        SessionContent content = SessionReader.read(file);
        assertEquals(java.util.Set.of(spill), content.spills());
        for (Restored restored : List.of(Restored.of(content), Restored.fork(content, 0))) {
            try (Stage stage = new Stage()) {
                stage.restored = restored;
                stage.tools = List.of(new ReadFileTool());
                stage.policy =
                        new FixedPolicy((action, facts) ->
                                facts.grants().isEmpty() ? FixedPolicy.DENY : FixedPolicy.ALLOW);
                stage.sandbox.answering(
                        _ -> new dev.cordon.protocol.Result.FileContent(spill, "aGk=", 0, 2));
                stage.model.calls("read_file", "{\"path\":\"" + spill + "\"}").says("done");
                stage.run("read on");

                assertEquals("hi", stage.outputs().getLast().text());
            }
        }
    }
}
