package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnQueueTest {
    @TempDir private Path home;

    private static Op.Submit submit(String text) {
        return new Op.Submit(List.of(new Content.Text(text)), Optional.empty());
    }

    private static List<Content> words(String text) {
        return List.of(new Content.Text(text));
    }

    /// Counts down when so many turns ended.
    private static CountDownLatch turns(Stage stage, int count) {
        CountDownLatch ended = new CountDownLatch(count);
        stage.session()
                .watch(e -> {
                    if (e.event() instanceof Event.TurnEnded) {
                        ended.countDown();
                    }
                });
        return ended;
    }

    private static List<String> prompts(Stage stage) {
        List<String> prompts = new ArrayList<>();
        for (Event.ItemAdded added : stage.seen(Event.ItemAdded.class)) {
            if (added.item() instanceof Item.UserMessage message) {
                prompts.add(message.text());
            }
        }
        return prompts;
    }

    @Test
    void whatIsQueuedRunsInOrderAndCanBeChangedAndTakenBack() throws InterruptedException {
        try (Stage stage = new Stage()) {
            stage.sandbox.answering(_ -> {
                Session session = stage.session();
                session.submit(submit("second"));
                session.submit(submit("never"));
                session.submit(submit("thirt"));
                session.submit(new Op.Unqueue(1));
                session.submit(new Op.EditQueued(1, words("third")));
                session.submit(new Op.Unqueue(7));
                return RecordingSandbox.exited(0, "");
            });
            stage.model.calls("exec_command", "{\"cmd\":\"a\"}").says("1").says("2").says("3");
            CountDownLatch ended = turns(stage, 3);
            stage.session().submit(submit("first"));
            ended.await();

            assertEquals(List.of("first", "second", "third"), prompts(stage));
            assertEquals(
                    List.of(
                            new Event.Queued(0, words("second")),
                            new Event.Queued(1, words("never")),
                            new Event.Queued(2, words("thirt")),
                            new Event.Unqueued(1),
                            new Event.Unqueued(1),
                            new Event.Queued(1, words("third")),
                            new Event.Unqueued(0),
                            new Event.Unqueued(0)),
                    stage.events.stream()
                            .filter(e -> e instanceof Event.Queued || e instanceof Event.Unqueued)
                            .toList());
            assertEquals(
                    List.of(new Event.Warning("nothing waits at position 7")),
                    stage.seen(Event.Warning.class));
        }
    }

    @Test
    void whatIsQueuedCanBeMovedBothWays() throws InterruptedException {
        try (Stage stage = new Stage()) {
            List<Event> moves = new ArrayList<>();
            stage.sandbox.answering(_ -> {
                Session session = stage.session();
                List.of("b", "c", "d").forEach(text -> session.submit(submit(text)));
                session.submit(new Op.MoveQueued(2, 0));
                session.submit(new Op.MoveQueued(1, 2));
                session.submit(new Op.MoveQueued(0, 9));
                return RecordingSandbox.exited(0, "");
            });
            stage.model.calls("exec_command", "{\"cmd\":\"a\"}");
            List.of("1", "2", "3", "4").forEach(stage.model::says);
            CountDownLatch ended = turns(stage, 4);
            stage.session()
                    .watch(e -> {
                        if (e.event() instanceof Event.Queued
                                || e.event() instanceof Event.Unqueued) {
                            moves.add(e.event());
                        }
                    });
            stage.session().submit(submit("a"));
            ended.await();

            assertEquals(List.of("a", "d", "c", "b"), prompts(stage));
            assertEquals(
                    List.of(
                            new Event.Queued(0, words("d")),
                            new Event.Unqueued(3),
                            new Event.Queued(3, words("b")),
                            new Event.Unqueued(1)),
                    moves.subList(3, 7));
        }
    }

    @Test
    void aPromptLeavesTheQueueOfTheLogOnlyWhenItIsLoggedItself() throws InterruptedException {
        try (Stage stage = new Stage()) {
            stage.sandbox.answering(_ -> {
                stage.session().submit(submit("second"));
                return RecordingSandbox.exited(0, "");
            });
            stage.model.calls("exec_command", "{\"cmd\":\"a\"}").says("1").says("2");
            CountDownLatch ended = turns(stage, 2);
            stage.session().submit(submit("first"));
            ended.await();

            int logged =
                    stage.events.indexOf(
                            new Event.ItemAdded(new Item.UserMessage(words("second"))));
            assertTrue(logged >= 0 && logged < stage.events.indexOf(new Event.Unqueued(0)));
        }
    }

    @Test
    void whatWaitedWhenTheProcessDiedIsThereAgainAndRunsWhenItIsWanted() throws Exception {
        SessionId id = SessionId.fresh();
        Path file = SessionFiles.fileOf(home, id, Sessions.TIME);
        try (SessionLog log = SessionLog.create(home, id, Sessions.TIME)) {
            List<Event> events = new ArrayList<>();
            events.add(Sessions.started(id, "/srv/shop"));
            events.add(new Event.Queued(0, words("one")));
            events.add(new Event.Queued(1, words("two")));
            Sessions.numbered(events).forEach(log::append);
        }
        Restored restored = Restored.of(SessionReader.read(file));
        assertEquals(List.of(words("one"), words("two")), restored.queue());

        try (Stage stage = new Stage()) {
            stage.restored = restored;
            stage.model.says("0").says("1").says("2");
            assertEquals(new TurnOutcome.Completed("0"), stage.run("now"));
            assertEquals(List.of(words("one"), words("two")), stage.session().queue());

            CountDownLatch ended = turns(stage, 2);
            stage.session().submit(new Op.RunQueue());
            ended.await();
            assertEquals(List.of("now", "one", "two"), prompts(stage));
            assertEquals(List.of(), stage.session().queue());
        }
    }

    @Test
    void theQueueGoesOnAfterATurnThatAFrontEndSubmitted() throws InterruptedException {
        try (Stage stage = new Stage()) {
            stage.restored =
                    new Restored(
                            List.of(),
                            dev.cordon.protocol.Usage.UNKNOWN,
                            List.of(),
                            java.util.Set.of(),
                            List.of(),
                            List.of(words("kept")),
                            java.util.Set.of(),
                            3,
                            Optional.empty());
            stage.model.says("1").says("2");
            CountDownLatch ended = turns(stage, 2);
            stage.session().submit(submit("now"));
            ended.await();

            assertEquals(List.of("now", "kept"), prompts(stage));
        }
    }

    @Test
    void whatTheUserAddsTooLateIsATurnOfItsOwn() throws InterruptedException {
        try (Stage stage = new Stage()) {
            stage.model.says("1").says("2");
            CountDownLatch ended = turns(stage, 2);
            boolean[] steered = {false};
            stage.session()
                    .watch(e -> {
                        if (e.event() instanceof Event.TurnEnded && !steered[0]) {
                            steered[0] = true;
                            stage.session().submit(new Op.Steer(words("and the docs")));
                        }
                    });
            stage.session().submit(submit("mend it"));
            ended.await();

            assertEquals(List.of("mend it", "and the docs"), prompts(stage));
        }
    }

    @Test
    void whatIsAddedWhileTheHistoryIsMadeShorterIsATurnOfItsOwn() throws InterruptedException {
        try (Stage stage = new Stage()) {
            stage.model.says("1").says("summary").says("2");
            stage.run("first");
            CountDownLatch ended = turns(stage, 1);
            stage.session()
                    .watch(e -> {
                        if (e.event() instanceof Event.Compacted) {
                            stage.session().submit(new Op.Steer(words("second")));
                        }
                    });
            stage.session().submit(new Op.Compact());
            ended.await();

            assertEquals(List.of("first", "second"), prompts(stage));
        }
    }

    @Test
    void aPromptTheEndOfTheSessionLeftWaitingIsToldSo() {
        Stage stage = new Stage();
        stage.model.thenHangs();
        Session session = stage.session();
        session.submit(submit("first"));
        session.submit(submit("second"));
        session.close();

        assertEquals(List.of(), stage.seen(Event.Unqueued.class));
        assertEquals(new TurnOutcome.Interrupted("session closed"), session.run(submit("third")));
    }
}
