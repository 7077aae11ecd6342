package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.model.ModelEvent;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes wrong in the middle of a session: a sentence, an end, and nothing lost that was
/// logged.
class BadInputTest {
    @TempDir private Path home;

    /// A log on a disk that becomes full.
    private static final class FullDisk implements EventLog {
        private final EventLog log;
        private int left;
        private final List<Event> written = new ArrayList<>();

        FullDisk(EventLog log, int left) {
            this.log = log;
            this.left = left;
        }

        @Override
        public synchronized void append(Envelope envelope) {
            if (left-- <= 0) {
                throw new SessionLogException("the disk is full; free some space");
            }
            log.append(envelope);
            written.add(envelope.event());
        }

        @Override
        public void sync() {
            log.sync();
        }

        @Override
        public Optional<Path> file() {
            return log.file();
        }

        @Override
        public void close() {
            log.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void aDiskThatIsFullAfterSoManyEventsEndsTheTurnWithASentenceAndKeepsWhatWasWritten(
            int events) {
        SessionId id = SessionId.fresh();
        SessionLog file = SessionLog.create(home, id, Sessions.TIME);
        FullDisk disk = new FullDisk(file, events);
        List<Event> seen = new ArrayList<>();
        Stage stage = new Stage();
        stage.sandbox.answering(_ -> RecordingSandbox.exited(0, "ok"));
        stage.model
                .calls("exec_command", "{\"cmd\":\"a\"}")
                .calls("exec_command", "{\"cmd\":\"b\"}")
                .calls("exec_command", "{\"cmd\":\"c\"}")
                .says("done");
        Session session =
                Session.open(
                        id,
                        stage.parts(),
                        new NobodyApprover(),
                        disk,
                        Restored.NOTHING,
                        e -> seen.add(e.event()));
        TurnOutcome.Failed failed =
                assertInstanceOf(
                        TurnOutcome.Failed.class,
                        session.run(
                                new Op.Submit(List.of(new Content.Text("go")), Optional.empty())));
        assertEquals(FailureKind.SESSION_LOG, failed.kind());
        assertEquals("the disk is full; free some space", failed.message());
        assertEquals(failed, ((Event.TurnEnded) seen.getLast()).outcome());
        try {
            session.close();
        } catch (SessionLogException e) {
            assertEquals("the disk is full; free some space", e.getMessage());
        }

        SessionContent content = SessionReader.read(SessionFiles.fileOf(home, id, Sessions.TIME));
        List<Item> items = new ArrayList<>();
        for (Event event : disk.written) {
            if (event instanceof Event.ItemAdded(Item item)) {
                items.add(item);
            }
        }
        assertEquals(items, content.history());
        assertEquals(List.of(), content.problems());
    }

    @Test
    void noActionRunsWhenTheJournalCannotBeWritten() {
        for (int entries = 1; entries < 6; entries++) {
            try (Stage stage = new Stage()) {
                stage.journal.breakingAfter(entries);
                stage.model.calls("exec_command", "{\"cmd\":\"a\"}").says("done");
                TurnOutcome outcome;
                try {
                    outcome = stage.run("go");
                } catch (dev.cordon.journal.JournalException e) {
                    // Not even the start of the session could be written, so there is none.
                    assertEquals("the disk is full; free some space", e.getMessage());
                    assertEquals(List.of(), stage.sandbox.performed());
                    continue;
                }
                if (stage.sandbox.performed().isEmpty()) {
                    TurnOutcome.Failed failed = assertInstanceOf(TurnOutcome.Failed.class, outcome);
                    assertEquals(FailureKind.JOURNAL_UNAVAILABLE, failed.kind());
                    assertEquals("the disk is full; free some space", failed.message());
                } else {
                    assertTrue(
                            stage.journalKinds()
                                    .contains(dev.cordon.journal.JournalEntry.Kind.DECISION));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {
                "BAD_REQUEST",
                "UNAUTHORIZED",
                "FORBIDDEN",
                "NOT_FOUND",
                "MODEL_NOT_FOUND",
                "REQUEST_TOO_LARGE",
                "RATE_LIMITED",
                "USAGE_LIMIT",
                "OVERLOADED",
                "SERVER_ERROR",
                "CONNECTION_FAILED",
                "TLS",
                "BAD_STREAM",
                "CYBER_POLICY"
            })
    void whatAProviderAnswersEndsTheTurnAndTheHistoryStaysUsable(FailureKind kind) {
        try (Stage stage = new Stage()) {
            stage.model.calls("exec_command", "{\"cmd\":\"a\"}").fails(kind).says("again");

            assertEquals(kind, assertInstanceOf(TurnOutcome.Failed.class, stage.run("go")).kind());
            assertEquals(new TurnOutcome.Completed("again"), stage.run("go on"));
            List<Item> history = stage.model.requests().getLast().history();
            assertInstanceOf(Item.UserMessage.class, history.get(0));
            assertInstanceOf(Item.ToolCall.class, history.get(1));
            assertInstanceOf(Item.ToolOutput.class, history.get(2));
            assertInstanceOf(Item.UserMessage.class, history.get(3));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cmd\":",
                "[]",
                "null",
                "\"rm\"",
                "{\"cmd\":1}",
                "{\"cmd\":\"a\",\"cmd\":\"b\"}",
                "{\"cmd\":\"a\",\"yield_time_ms\":\"soon\"}",
                "{\"cmd\":\"a\",\"workdir\":\"\\u0000\"}",
                "\uD800",
                "{\"cmd\":\"a\"} trailing"
            })
    void argumentsThatMakeNoSenseRunNothingAndGoBackAsASentence(String arguments) {
        try (Stage stage = new Stage()) {
            stage.model.calls("exec_command", arguments).says("sorry");

            assertEquals(new TurnOutcome.Completed("sorry"), stage.run("go"));
            assertEquals(List.of(), stage.sandbox.performed());
            assertEquals(Item.ToolStatus.FAILED, stage.outputs().getFirst().status());
            assertEquals(1, stage.seen(Event.CallRejected.class).size());
        }
    }

    @Test
    void oneIdForTenCallsInOneAnswerRunsAllOfThemUnderIdsOfTheirOwn() {
        try (Stage stage = new Stage()) {
            List<ModelEvent> answer = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                answer.add(
                        new ModelEvent.ItemDone(
                                i,
                                ScriptedModel.call(
                                        "same", "exec_command", "{\"cmd\":\"" + i + "\"}")));
            }
            answer.add(ScriptedModel.completed());
            stage.model.answers(answer.toArray(new ModelEvent[0])).says("done");
            stage.run("go");

            assertEquals(10, stage.sandbox.performed().size());
            assertEquals(
                    10, stage.outputs().stream().map(o -> o.call().value()).distinct().count());
        }
    }

    @Test
    void aStreamThatBreaksAgainAndAgainIsGivenUpAndNothingRunsTwice() {
        try (Stage stage = new Stage()) {
            for (int i = 0; i < 10; i++) {
                stage.model.answers(
                        new ModelEvent.ItemDone(
                                0,
                                ScriptedModel.call(
                                        "c" + i, "exec_command", "{\"cmd\":\"" + i + "\"}")),
                        ScriptedModel.failed(FailureKind.STREAM_DISCONNECTED));
            }
            TurnOutcome.Failed failed = assertInstanceOf(TurnOutcome.Failed.class, stage.run("go"));

            assertEquals(FailureKind.STREAM_DISCONNECTED, failed.kind());
            assertEquals(Turn.MAX_BROKEN_STREAMS + 1, stage.sandbox.performed().size());
        }
    }

    @Test
    void anAnswerOfManyMegabytesIsKeptOnceAndTheTurnEnds() {
        String large = "x".repeat(20_000_000);
        try (Stage stage = new Stage()) {
            stage.model.says(large);
            TurnOutcome.Completed done =
                    assertInstanceOf(TurnOutcome.Completed.class, stage.run("go"));
            assertEquals(large.length(), done.finalMessage().length());
        }
    }

    @Test
    void aCommandThatPrintsHundredMegabytesReachesTheModelAsHeadAndTail() {
        String printed = "a line of output\n".repeat(6_000_000);
        try (Stage stage = new Stage()) {
            stage.sandbox.answering(_ -> RecordingSandbox.exited(0, printed));
            stage.model.calls("exec_command", "{\"cmd\":\"yes\"}").says("much");
            stage.run("go");

            assertTrue(stage.outputs().getFirst().text().length() < 50_000);
            assertTrue(stage.outputs().getFirst().text().contains("truncated"));
        }
    }
}
