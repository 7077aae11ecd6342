package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.OpCodec;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.protocol.Usage;
import dev.cordon.tui.SessionOpener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A session host and its clients, over a real socket.
final class HostServerTest {
    @TempDir Path home;
    private StagedHost staged;

    @BeforeEach
    void start() throws IOException {
        staged = new StagedHost(home, StagedHost.PATIENT);
    }

    @AfterEach
    void stop() {
        staged.close();
    }

    private static String ask(Op op) {
        return JsonText.write(OpCodec.write(op));
    }

    @Test
    void twoClientsSeeTheSameAndBothAreHeard() throws Exception {
        StagedSession session = staged.session();
        StagedHost.Seen one = staged.attach(session);
        StagedHost.Seen two = staged.attach(session);

        one.opened.session().submit(new Op.Interrupt("one"));
        two.opened.session().submit(new Op.Rename("ours"));
        assertEquals(
                java.util.Set.of(new Op.Interrupt("one"), new Op.Rename("ours")),
                java.util.Set.of(session.ops.take(), session.ops.take()));

        session.happens(new Event.SessionRenamed("ours"));
        one.await(new Event.SessionRenamed("ours"));
        two.await(new Event.SessionRenamed("ours"));
    }

    @Test
    void whoAttachesInTheMiddleOfAStreamSeesTheWholeAnswerOnce() throws Exception {
        StagedSession session = staged.session();
        TurnId turn = TurnId.fresh();
        session.happens(new Event.TurnStarted(turn));
        session.happens(new Event.ItemAdded(new Item.UserMessage(words("say it"))));
        session.happens(new Event.TextDelta(0, "One, "));
        session.happens(new Event.TextDelta(0, "two, "));

        StagedHost.Seen seen = staged.attach(session);
        session.happens(new Event.TextDelta(0, "three."));
        Event last = new Event.TurnEnded(turn, new TurnOutcome.Completed("x"), Usage.UNKNOWN);
        session.happens(last);
        seen.await(last);

        assertEquals("One, two, three.", seen.text());
        assertTrue(seen.events().contains(new Event.TurnStarted(turn)));
    }

    private static List<Content> words(String text) {
        return List.of(new Content.Text(text));
    }

    /// A positive control for the two before: events come while clients attach, none is missing.
    @Test
    void noEventIsMissingAndNoneComesTwiceWhoeverComesWhenever() throws Exception {
        StagedSession session = staged.session();
        int events = 9000;
        Thread busy =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < events; i++) {
                                if (i % 1000 == 500) {
                                    session.happens(new Event.TurnStarted(TurnId.fresh()));
                                } else {
                                    session.happens(new Event.Warning("" + i));
                                }
                            }
                        });
        List<List<Long>> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            try (HostChannel client = staged.client()) {
                Json.Obj attached =
                        staged.link
                                .answer(client, HostMessages.attach(session.id().value(), -1))
                                .orElseThrow();
                long from = attached.requireInteger("from");
                List<Long> seen = new ArrayList<>();
                HostedPast.read(
                        Path.of(attached.requireText("file")),
                        -1,
                        from,
                        e -> seen.add(e.sequence()));
                for (int next = 0; next < 400 && seen.size() < events; next++) {
                    seen.add(StagedHost.next(client).sequence());
                }
                all.add(seen);
            }
        }
        busy.join();
        for (List<Long> seen : all) {
            assertEquals(LongStream.range(0, seen.size()).boxed().toList(), seen);
        }
    }

    @Test
    void whoReadsNothingIsCutOffAndInNobodysWay() throws Exception {
        StagedSession session = staged.session();
        String block = "x".repeat(1024 * 1024);
        try (SocketChannel deaf = staged.proven();
                HostChannel hears = staged.attached(session)) {
            deaf.write(
                    ByteBuffer.wrap(
                            (JsonText.write(HostMessages.attach(session.id().value(), -1)) + "\n")
                                    .getBytes(StandardCharsets.UTF_8)));
            for (int i = 0; i < 60; i++) {
                Event event = new Event.TextDelta(i, block);
                session.happens(event);
                while (!StagedHost.next(hears).event().equals(event)) {
                    // What came before it.
                }
            }
            ByteBuffer some = ByteBuffer.allocate(1024 * 1024);
            long taken = 0;
            for (int count = deaf.read(some); count >= 0; count = deaf.read(some.clear())) {
                taken += count;
            }
            assertTrue(taken < HostChannel.MAX_WAITING_BYTES, taken + " bytes were kept for it");
        }
    }

    @Test
    void whoWasTooSlowComesBackAndMissesNothing() throws Exception {
        StagedSession session = staged.session();
        StagedHost.Seen slow = staged.attach(session);
        slow.holds = true;
        String block = "x".repeat(200 * 1024);
        for (int i = 0; i < 400; i++) {
            session.happens(new Event.Warning(i + " " + block));
        }
        slow.holds = false;
        slow.letGo.countDown();
        session.happens(new Event.Warning("the last"));

        slow.await(new Event.Warning("the last"));
        List<String> numbers =
                slow.warnings().stream().map(text -> text.substring(0, text.indexOf(' '))).toList();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            expected.add("" + i);
        }
        expected.add("the");
        assertEquals(expected, numbers);
        assertTrue(slow.events().contains(new Event.StreamReset()), "it was never cut off");
    }

    @Test
    void garbageIsRefusedAndTheConnectionGoesOn() throws Exception {
        StagedSession session = staged.session();
        try (HostChannel client = staged.attached(session)) {
            for (String garbage :
                    List.of("garbage", "{}", "[1]", "{\"type\":\"nothing\"}", "\u0000\uFFFF")) {
                assertTrue(client.write(garbage));
                Json.Obj answer;
                do {
                    answer = JsonText.readObject(client.read().orElseThrow());
                } while (answer.find("event").isPresent());
                assertEquals("refused", answer.requireText("type"));
            }
            assertTrue(client.write(ask(new Op.Rename("ours"))));
            assertEquals(new Op.Rename("ours"), session.ops.take());
        }
    }

    @Test
    void garbageInTheFirstLineIsRefusedWithASentence() throws Exception {
        for (String garbage : List.of("GET / HTTP/1.1", "{}", "{\"type\":\"open\"}", "7")) {
            try (HostChannel client = new HostChannel(staged.proven())) {
                assertTrue(client.write(garbage));
                Json.Obj answer = JsonText.readObject(client.read().orElseThrow());
                assertEquals("refused", answer.requireText("type"));
                assertFalse(answer.requireText("message").isBlank());
                assertEquals(Optional.empty(), client.read());
            }
        }
    }

    @Test
    void aLineOfAHundredMegabytesIsRefused() throws Exception {
        StagedSession session = staged.session();
        try (SocketChannel socket = staged.proven()) {
            socket.write(
                    ByteBuffer.wrap(
                            (JsonText.write(HostMessages.attach(session.id().value(), -1)) + "\n")
                                    .getBytes(StandardCharsets.UTF_8)));
            ByteBuffer megabyte = ByteBuffer.allocate(1024 * 1024);
            try {
                for (int i = 0; i < 100; i++) {
                    socket.write(megabyte.clear());
                }
            } catch (IOException _) {
                // The host may hang up before all of it was sent.
            }
            StringBuilder told = new StringBuilder();
            ByteBuffer in = ByteBuffer.allocate(64 * 1024);
            while (socket.read(in.clear()) >= 0) {
                told.append(StandardCharsets.UTF_8.decode(in.flip()));
            }
            assertTrue(told.toString().contains("a line may have 33554432 bytes"), told.toString());
        }
        try (HostChannel client = staged.attached(session)) {
            assertTrue(client.write(ask(new Op.Compact())));
            assertEquals(new Op.Compact(), session.ops.take());
        }
    }

    @Test
    void aQuestionWaitsForWhoeverComesHoweverMuchHappenedSince() throws Exception {
        StagedSession session = staged.session();
        session.happens(new Event.TurnStarted(TurnId.fresh()));
        Event asked = StagedQuestion.asked();
        session.happens(asked);
        StagedHost.Seen early = staged.attach(session);
        early.await(asked);
        assertEquals("asks", staged.link.sessions().getFirst().state());

        for (int i = 0; i < 5000; i++) {
            session.happens(new Event.Warning("" + i));
        }
        StagedHost.Seen late = staged.attach(session);
        late.await(asked);
        late.opened.session().submit(StagedQuestion.yes());
        assertEquals(StagedQuestion.yes(), session.ops.take());
    }

    @Test
    void theSessionIsListedAndStoppedAndItsClientsAreTold() throws Exception {
        StagedSession session = staged.session();
        StagedHost.Seen seen = staged.attach(session);
        session.happens(new Event.TurnStarted(TurnId.fresh()));
        assertEquals(
                List.of(
                        new HostLink.Running(
                                session.id().value(),
                                home.resolve("work").toString(),
                                "working",
                                1)),
                staged.link.sessions());

        assertTrue(staged.link.ask(HostMessages.about("stop", session.id().value())).isPresent());

        assertEquals(List.of(), staged.link.sessions());
        seen.await(
                new Event.Warning(
                        "The session was ended. cordon resume "
                                + session.id().value()
                                + " goes on with it."));
        assertTrue(
                seen.events().stream().anyMatch(e -> e instanceof Event.TurnEnded),
                "the turn seems to run on");
        assertThrows(UsageException.class, () -> staged.attach(session));
    }

    @Test
    void whatOnlyTheSessionKnowsIsAskedForBesideItsEvents() throws Exception {
        StagedSession session = staged.session();
        assertEquals(session.mcpServers(), staged.attach(session).opened.session().mcpServers());
    }

    @Test
    void aHostOfAnotherVersionIsNotSpokenTo() throws Exception {
        StagedSession session = staged.session();
        try (HostChannel client = staged.client()) {
            Json.Obj request =
                    JsonText.readObject(
                            JsonText.write(HostMessages.attach(session.id().value(), -1))
                                    .replace(Version.TEXT, "9.9"));
            UsageException refused =
                    assertThrows(UsageException.class, () -> staged.link.answer(client, request));
            assertTrue(String.valueOf(refused.getMessage()).contains("and this is 9.9"));
        }
    }

    @Test
    void theEnvironmentOfTheClientIsThatOfItsSession() {
        HostMessages.Opening read =
                HostMessages.readOpening(
                        JsonText.readObject(
                                JsonText.write(
                                        HostMessages.open(
                                                staged.host,
                                                List.of("-m", "x"),
                                                new SessionOpener.Start.Fresh()))));
        assertEquals(staged.host.environment(), read.host().environment());
        assertEquals(staged.host.directory(), read.host().directory());
        assertEquals(List.of("-m", "x"), read.arguments());
    }

    @Test
    void onlyOneHostListens() throws Exception {
        assertTrue(
                HostServer.listen(
                                HostFolder.of(staged.host),
                                (_, _) -> {
                                    throw new IllegalStateException("never asked");
                                },
                                StagedHost.PATIENT)
                        .isEmpty());
    }

    @Test
    void theSocketOfADeadHostIsTakenOver() throws Exception {
        staged.close();
        Path socket = HostFolder.of(staged.host).socket();
        assertFalse(Files.exists(socket), "a host removes its socket");
        // What a killed one leaves.
        var dead = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX);
        dead.bind(HostFolder.of(staged.host).address());
        dead.close();
        assertTrue(Files.exists(socket));
        assertEquals(Optional.empty(), staged.link.connect());

        staged = new StagedHost(home, StagedHost.PATIENT);
        assertEquals(List.of(), staged.link.sessions());
    }

    @Test
    void aHostEndsWithItsLastSession() throws Exception {
        staged.close();
        HostServer.Bounds hasty =
                new HostServer.Bounds(
                        4,
                        16,
                        Duration.ofMillis(200),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(30));
        staged = new StagedHost(home, hasty);
        StagedSession session = staged.session();
        staged.attach(session).opened.session().submit(new Op.Shutdown());
        staged.join();
        assertFalse(Files.exists(HostFolder.of(staged.host).socket()));
    }

    @Test
    void aSessionThatNobodyLooksAtAndThatDoesNothingIsEnded() throws Exception {
        staged.close();
        HostServer.Bounds hasty =
                new HostServer.Bounds(
                        4,
                        16,
                        Duration.ofMillis(200),
                        Duration.ofMillis(200),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(30));
        staged = new StagedHost(home, hasty);
        StagedSession session = staged.session();
        staged.join();
        // Its log is whole and closed: the last event stands in it.
        List<Event> logged = new ArrayList<>();
        HostedPast.read(
                session.opened().file().orElseThrow(),
                -1,
                Long.MAX_VALUE,
                (Envelope e) -> logged.add(e.event()));
        assertEquals(new Event.SessionClosed(), logged.getLast());
    }
}
